"""SMS, both ways."""
