"""Signing in by OpenID Connect (A4), as brokers of the Dutch business login deliver it."""
