"""Evaluation: indicators and rounds."""
