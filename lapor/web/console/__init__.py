"""The console: reference data, accounts, grants."""
