"""The pages: Dutch first, English complete, made on the server; they need no JavaScript."""
