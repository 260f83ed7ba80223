"""Packages to the Ombudsman, and its answers."""
