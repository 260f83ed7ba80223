"""Working days, holidays and the terms of the law."""
