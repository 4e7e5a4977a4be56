"""The 31 municipalities of Limburg, each with its business desk."""
