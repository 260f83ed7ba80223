"""The HTML door: portal, desk, monev, console, account."""
