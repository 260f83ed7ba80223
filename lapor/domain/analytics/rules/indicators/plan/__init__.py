"""Indicators of action plans (domain §12.5)."""
