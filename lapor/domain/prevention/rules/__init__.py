"""Recurring issues, surges, the test of an effect: pure."""
