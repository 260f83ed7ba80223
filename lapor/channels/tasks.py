"""The jobs of the channels, for the queue."""
