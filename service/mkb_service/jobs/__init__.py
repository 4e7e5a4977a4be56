"""Durable work: a worker does the jobs that were stored with the changes that asked for them, on DBOS."""
