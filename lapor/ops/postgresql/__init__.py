"""Django's PostgreSQL backend that wakes the embedded server when nobody answers."""
