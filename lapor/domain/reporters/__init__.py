"""Who asked: identities in a vault."""
