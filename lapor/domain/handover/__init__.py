"""A case on its way to the Ombudsman and back."""
