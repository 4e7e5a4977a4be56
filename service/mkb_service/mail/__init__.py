"""Mails: their words, their form, and the two ways in which they leave."""
