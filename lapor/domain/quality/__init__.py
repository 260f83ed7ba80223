"""The room of quality of follow-up."""
