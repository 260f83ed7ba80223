"""The clock and the console: commands, jobs, the database launcher."""
