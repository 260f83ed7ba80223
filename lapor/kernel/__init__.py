"""Nuts and bolts that know nothing of complaints."""
