"""Priority programmes, and what must be handled with special care."""
