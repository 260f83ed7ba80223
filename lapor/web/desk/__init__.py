"""The desk: where officers work on cases."""
