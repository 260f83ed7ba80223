"""Reads of recommendations and plans: everything begins with what a person may see."""
