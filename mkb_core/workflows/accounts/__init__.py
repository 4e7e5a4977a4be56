"""Accounts of people and tokens of machines (A4): invited, signed in, recovered, managed. Needs the extra ``accounts``."""
