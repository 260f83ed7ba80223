"""Measuring Lapor: one table of what a machine of two cores can do.

``make bench`` fills a home of its own with made-up cases, starts everything exactly as
``lapor up`` does, and asks it questions with wrk. Database, web, worker and load share
the machine, as they do in a small office.
"""
