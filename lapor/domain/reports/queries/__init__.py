"""What documents read: thin, and only from what the rooms below have counted."""
