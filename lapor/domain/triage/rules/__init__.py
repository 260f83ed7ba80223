"""How suggestions are made: pure."""
