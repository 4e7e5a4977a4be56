"""Signing in and what belongs to it: cookies, forgery of forms, and the pages of accounts."""
