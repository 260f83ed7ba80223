"""What changes suggestions: learning and switching routing rules."""

from .routing import learn_routes, save_route, switch_route
from .routing_list import ROUTES

__all__ = ["ROUTES", "learn_routes", "save_route", "switch_route"]
