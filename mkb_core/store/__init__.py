"""The database: tables, migrations and one module of functions per aggregate, each taking a connection.

Declarations, catalogues and receipts are documents here (canonical JSON): the store knows no class of them.
"""
