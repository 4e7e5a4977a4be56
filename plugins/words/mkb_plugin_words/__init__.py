"""Reads the words of a question: lemmas, compounds, misspellings, topics."""
