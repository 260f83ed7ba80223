"""Commands of the channels: listeners that run beside the worker."""
