"""Indicators of the quality of follow-up (domain §12.4)."""
