"""The room of instruments and composite scores."""
