"""What evaluation is computed from: tables, indicators, arithmetic. Pure."""
