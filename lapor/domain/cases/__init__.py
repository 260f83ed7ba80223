"""The case, its life and its conversation."""
