"""What the reporter says of the result."""
