"""Social media, by a signed hook."""
