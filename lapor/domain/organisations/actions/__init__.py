"""Writes of organisations, regions and oversight; each change a ledger entry."""
