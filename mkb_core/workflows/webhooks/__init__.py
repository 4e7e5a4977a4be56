"""Telling partners' machines what happened: registered, signed, sent by jobs, tried again, shown where it fails (N1)."""
