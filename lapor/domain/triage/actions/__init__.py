"""What changes suggestions: learning and switching routing rules."""

from .judging import judge_different
from .routing import learn_routes, save_route, switch_route
from .routing_list import ROUTES

__all__ = ["ROUTES", "judge_different", "learn_routes", "save_route", "switch_route"]
