"""WhatsApp Cloud API, both ways."""
