"""Budgets as spreadsheets: workbooks with live formulas, their way back into a plan, and cells as CSV (J1, J2)."""
