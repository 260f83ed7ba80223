"""Log-in and the own account."""
