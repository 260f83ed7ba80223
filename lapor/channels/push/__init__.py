"""Notices of the browser (Web Push)."""
