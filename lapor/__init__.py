"""Lapor: public-service complaints, followed to their end and evaluated by tiers."""
