"""The room of satisfaction surveys."""
