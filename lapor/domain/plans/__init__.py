"""The room of recommendations and action plans."""
