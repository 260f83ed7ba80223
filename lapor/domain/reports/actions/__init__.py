"""Acts of the reports room."""
