"""The room of findings about behaviour and silence."""
