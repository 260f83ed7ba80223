"""Counts over millions of cases."""
