"""The room of competition and good practice."""
