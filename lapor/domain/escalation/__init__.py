"""Reminders and the climb up the tiers."""
