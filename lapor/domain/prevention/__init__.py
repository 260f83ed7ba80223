"""The room of recurring issues."""
