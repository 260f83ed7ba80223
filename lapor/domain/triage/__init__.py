"""Suggestions for whom a case is meant."""
