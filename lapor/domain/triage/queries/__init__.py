"""Suggestions for a report, with their reasons."""

from .routing import DryRun, RouteHint, dry_run, route_by_key, route_for, routes

__all__ = [
    "DryRun",
    "RouteHint",
    "dry_run",
    "route_by_key",
    "route_for",
    "routes",
]
