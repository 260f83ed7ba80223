"""Handing over with consent: to the Ombudsman, to the information officer."""
