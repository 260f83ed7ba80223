"""Settings and the map of all doors; knows all, known by none."""
