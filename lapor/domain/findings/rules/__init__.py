"""Signs of gaming, of poor data and of silence: pure."""
