"""A Telegram bot, both ways."""
