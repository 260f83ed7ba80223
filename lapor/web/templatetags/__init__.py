"""Template tags: the components of the house."""
