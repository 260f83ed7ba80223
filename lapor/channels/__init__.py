"""Messages both ways: one folder for each channel."""
