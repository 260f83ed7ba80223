"""What a document is, and when it may not be issued. Pure."""
