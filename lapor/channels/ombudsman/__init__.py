"""The way to the Ombudsman: sealed packages out, signed notices in."""
