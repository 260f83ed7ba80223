"""Indicators of management of complaints (domain §12.2)."""
