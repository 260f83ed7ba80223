"""Telegram: tell the service where our hook is, or see what it thinks of it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from lapor.channels.telegram.sending import call
from lapor.channels.transport import NotDelivered


class Command(BaseCommand):
    """Parse, make one call, say what came out."""

    help = "Menghubungkan bot Telegram"
    example = "lapor telegram connect"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Three acts: connect, disconnect, check."""
        acts = parser.add_subparsers(
            dest="act", required=True, parser_class=ArgumentParser
        )
        acts.add_parser("connect", help="memberi tahu Telegram alamat kait kami")
        acts.add_parser("disconnect", help="menghapus alamat itu")
        acts.add_parser("check", help="memeriksa bot dan kaitnya")

    def handle(self, *, act: str, **given: Any) -> None:
        """Run the act."""
        if not (settings.LAPOR_TELEGRAM_TOKEN and settings.LAPOR_TELEGRAM_SECRET):
            raise CommandError(
                "Telegram belum diatur. Isi LAPOR_TELEGRAM_TOKEN dan "
                "LAPOR_TELEGRAM_SECRET."
            )
        acts = {"connect": _connect, "disconnect": _leave, "check": _check}
        try:
            self.stdout.write(acts[act]())
        except NotDelivered as trouble:
            raise CommandError(f"Telegram menolak: {trouble}.") from None


def _connect() -> str:
    address = f"{settings.LAPOR_PUBLIC_URL.rstrip('/')}{reverse('hooks:telegram')}"
    call(
        "setWebhook",
        {
            "url": address,
            "secret_token": settings.LAPOR_TELEGRAM_SECRET,
            "allowed_updates": ["message", "callback_query"],
            "max_connections": 10,
        },
    )
    return f"Telegram mengirim ke {address}"


def _leave() -> str:
    call("deleteWebhook", {"drop_pending_updates": False})
    return "Alamat kait dihapus; pesan menunggu di Telegram paling lama 24 jam."


def _check() -> str:
    bot, hook = call("getMe", {}), call("getWebhookInfo", {})
    waiting = hook.get("pending_update_count", 0)
    trouble = hook.get("last_error_message") or "tidak ada"
    return (
        f"Bot @{bot.get('username', '?')}, kait {hook.get('url') or 'belum ada'}, "
        f"{waiting} pesan menunggu, galat terakhir: {trouble}"
    )
