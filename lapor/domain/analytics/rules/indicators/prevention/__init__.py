"""Indicators of preventive action (domain §12.3)."""
