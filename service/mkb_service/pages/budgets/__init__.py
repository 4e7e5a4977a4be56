"""The pages of budgets: a form that works as one, and as a spreadsheet where scripts run."""
