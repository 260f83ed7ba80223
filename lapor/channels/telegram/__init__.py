"""Telegram through its Bot API: a hook with a secret token in, HTTPS out."""
