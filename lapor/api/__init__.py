"""The JSON door. Its first version comes with the exchange between agencies."""
