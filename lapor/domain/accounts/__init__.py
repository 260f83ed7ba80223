"""Who logs in, with which roles and mandates."""
