"""The matrix (who is told what) and the texts, both dated or versioned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.domain.notifications.rules import (
    Audience,
    Language,
    Notice,
    Only,
    TextState,
    Urgency,
)
from lapor.kernel.dated import Dated, dates_in_order


class Rule(Dated):
    """One row of the matrix (domain §11): when this fact comes true, who is told.

    ``fact`` is a fact of the ledger, or ``reminder.<name>`` for what time alone brings.
    A legal notice cannot be unsubscribed: it carries a right or a deadline.
    """

    fact = models.CharField(max_length=64)
    audience = models.CharField(max_length=24, choices=Audience.choices)
    only = models.CharField(max_length=16, choices=Only.choices, blank=True)
    notice = models.CharField(max_length=32, choices=Notice.choices)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    is_legal = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=200)

    class Meta:
        """One row of a kind from a day on."""

        ordering = ["fact", "audience", "only", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                "fact",
                "audience",
                "only",
                "valid_from",
                name="notice_rule_once",
                violation_error_message=_("Baris ini sudah ada."),
                violation_error_code="fact",
            ),
            dates_in_order(
                "notice_rule_dates_in_order",
                said=_("Berakhir sebelum mulai berlaku."),
                is_open=Q(valid_until=None),
            ),
        ]

    def __str__(self) -> str:
        """Say what is told to whom."""
        return f"{self.fact} {self.audience}"


class Text(models.Model):
    """One version of what a notice says in one language.

    ``body`` is for mail, ``short`` for SMS, chat and push. Places in braces are filled
    with number, link, dates and names of agencies; there is no place for words of a
    case. Exactly one version is approved; older ones stay, so that it can be said
    what a person was told.
    """

    key = models.CharField(max_length=32, choices=Notice.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=120)
    body = models.TextField()
    short = models.CharField(max_length=400)
    state = models.CharField(
        max_length=12, choices=TextState.choices, default=TextState.DRAFT
    )
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        """One approved version of a text in a language."""

        ordering = ["key", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                "key", "language", "version", name="notice_text_version_once"
            ),
            models.UniqueConstraint(
                "key",
                "language",
                name="notice_text_one_in_force",
                condition=Q(state="approved"),
            ),
        ]

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.key} {self.language} v{self.version}"
