"""WhatsApp through the Cloud API of Meta: a signed hook in, HTTPS out."""
