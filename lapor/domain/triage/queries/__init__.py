"""Suggestions for a report, with their reasons."""

from .routing import DryRun, RouteHint, dry_run, route_by_key, route_for, routes
from .similar import Similar, about_row, different_from, similar

__all__ = [
    "DryRun",
    "RouteHint",
    "Similar",
    "about_row",
    "different_from",
    "dry_run",
    "route_by_key",
    "route_for",
    "routes",
    "similar",
]
