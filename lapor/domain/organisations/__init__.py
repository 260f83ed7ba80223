"""Who answers for what, and who oversees whom."""
