"""What the public may read, decided by two."""
