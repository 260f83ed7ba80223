"""Monev pages: what an overseer sees of those below."""
