"""A submission as it came, taken once."""
