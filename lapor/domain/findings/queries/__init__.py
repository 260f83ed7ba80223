"""What is counted for the detectors, and findings as people see them."""
