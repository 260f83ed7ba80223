"""Management commands behind the console script."""
