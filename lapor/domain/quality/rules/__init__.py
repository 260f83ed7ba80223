"""Samples, the rubric, agreement, estimates, the helper: pure."""
