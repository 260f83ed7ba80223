"""The case and its assignments."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from lapor.domain.cases.rules import (
    CLOSED,
    OPEN,
    AnswerResult,
    ArchiveReason,
    Channel,
    Closing,
    Part,
    State,
)
from lapor.domain.deadlines.rules import Timer

OPEN_STATES = Q(state__in=sorted(OPEN))
#: What queues are narrowed by stands in their indexes: counting reads no table rows.
COUNTED = [
    "classification",
    "category",
    "unit",
    "channel",
    "is_anonymous",
    "is_secret",
    "harm",
    "accused",
]


class WordsOfCase(models.Func):
    """The words to find a case by; a secret one is never in the index."""

    template = (
        "CASE WHEN is_secret THEN ''::tsvector ELSE "
        "setweight(to_tsvector('indonesian', title || ' ' || edited_title), 'A') || "
        "to_tsvector('indonesian', left(content, 20000)) END"
    )
    arity = 0
    output_field = SearchVectorField()


class MonthOfReceipt(models.Func):
    """Year and month in Jakarta as one number: 202611."""

    template = (
        "(extract(year from received_at at time zone 'Asia/Jakarta') * 100 + "
        "extract(month from received_at at time zone 'Asia/Jakarta'))::int"
    )
    arity = 0
    output_field = models.IntegerField()


class CaseManager(models.Manager["Case"]):
    """Leaves the search words in the database: nobody reads them."""

    def get_queryset(self) -> models.QuerySet["Case"]:
        """Return cases without the column of search words."""
        return super().get_queryset().defer("search")


class Case(models.Model):
    """One report by one reporter, from receipt to close (laporan).

    All moments are UTC. The identity of the reporter is not here and not linked:
    see the room ``reporters``. ``agency`` is who must act now, the verifier first,
    then the agency it was dispatched to; it is never empty. ``due_at`` is the next
    moment at which whoever has the ball is late; empty when nobody is waited for.
    """

    number = models.CharField(max_length=13, unique=True)  # XXXX-XXXX-XXX
    tracking_id = models.BigIntegerField(null=True)  # the official id, imports only
    code_digest = models.BinaryField(null=True)  # keyed hash of the access code

    title = models.CharField(max_length=255)
    content = models.TextField()
    edited_title = models.CharField(max_length=255, blank=True)
    classification = models.ForeignKey(
        "Classification", models.PROTECT, null=True, db_index=False
    )
    category = models.ForeignKey("Category", models.PROTECT, null=True, db_index=False)
    happened_on = models.DateField(null=True)
    region = models.ForeignKey(
        "organisations.Region", models.PROTECT, null=True, db_index=False
    )
    location = models.CharField(max_length=255, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    programme = models.CharField(max_length=64, blank=True)  # priority programme
    harm = models.CharField(max_length=32, blank=True, default="", db_default="")
    accused = models.ForeignKey(  # nobody of it reads the case; it never gets it
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    is_anonymous = models.BooleanField(default=False)
    is_secret = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=64, blank=True)  # clerk, as "user:12"
    source = models.JSONField(default=dict)  # what an import said and we do not know

    state = models.CharField(
        max_length=20, choices=State.choices, default=State.RECEIVED
    )
    agency = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="cases",
        db_index=False,
    )
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)  # to the present agency
    first_follow_up_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)  # consent to the Ombudsman
    verification_due_at = models.DateTimeField(null=True)
    follow_up_due_at = models.DateTimeField(null=True)
    completion_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_timer = models.CharField(max_length=20, choices=Timer.choices, blank=True)
    follow_up_microseconds = models.BigIntegerField(null=True)  # on working days

    result = models.CharField(max_length=24, choices=AnswerResult.choices, blank=True)
    closing = models.CharField(max_length=24, choices=Closing.choices, blank=True)
    archive_reason = models.CharField(
        max_length=24, choices=ArchiveReason.choices, blank=True
    )
    is_waiting_for_reporter = models.BooleanField(default=False)
    is_finding = models.BooleanField(default=False)  # goes on without its reporter
    is_remit_settled = models.BooleanField(default=False)  # a return was refused
    #: Somebody beside the lead had a part once: only then are parts looked up.
    is_joint = models.BooleanField(default=False, db_default=False)
    return_count = models.PositiveSmallIntegerField(default=0)
    pause_count = models.PositiveSmallIntegerField(default=0)
    reopen_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0, db_default=0)

    search = models.GeneratedField(
        expression=WordsOfCase(), output_field=SearchVectorField(), db_persist=True
    )
    month = models.GeneratedField(
        expression=MonthOfReceipt(), output_field=models.IntegerField(), db_persist=True
    )

    objects = CaseManager()

    class Meta:
        """What the database itself forbids, and how lists are found."""

        constraints = [
            models.UniqueConstraint(
                "tracking_id",
                name="case_imported_once",
                condition=Q(tracking_id__isnull=False),
            ),
            models.CheckConstraint(
                name="case_closed_has_closing",
                condition=~Q(state__in=sorted(CLOSED)) | ~Q(closing=""),
            ),
            models.CheckConstraint(
                name="case_archived_has_reason",
                condition=~Q(state=State.ARCHIVED) | ~Q(archive_reason=""),
            ),
            models.CheckConstraint(
                name="case_with_accused_is_secret",
                condition=Q(accused=None) | Q(is_secret=True),
            ),
            models.CheckConstraint(
                name="case_not_closed_before_received",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("received_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"],
                name="case_open_by_due",
                condition=OPEN_STATES,
                include=["state", *COUNTED],
            ),
            models.Index(
                fields=["unit", "due_at", "id"],
                name="case_open_by_unit",
                condition=OPEN_STATES & Q(unit__isnull=False),
            ),
            models.Index(
                fields=["agency", "state", "due_at", "id"],
                name="case_open_by_state",
                condition=OPEN_STATES,
                include=COUNTED,
            ),
            models.Index(
                fields=["state", "due_at", "id"],
                name="case_open_nation",
                condition=OPEN_STATES,
                include=COUNTED,
            ),
            models.Index(
                fields=["due_at", "id"],
                name="case_open_due",
                condition=OPEN_STATES,
            ),
            models.Index(
                fields=["category", "due_at", "id"],
                name="case_open_topic",
                condition=OPEN_STATES,
            ),
            models.Index(
                fields=["due_at", "id"],
                name="case_due",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(
                fields=["agency", "-received_at", "-id"], name="case_by_agency"
            ),
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(
                fields=["parent"], name="case_joined", condition=Q(parent__isnull=False)
            ),
            models.Index(
                fields=["entered_by", "-id"],
                name="case_entered",
                condition=~Q(entered_by=""),
            ),
            models.Index(
                fields=["programme", "-id"],
                name="case_programme",
                condition=~Q(programme=""),
            ),
            models.Index(
                fields=["agency", "harm"],
                name="case_harm",
                condition=~Q(harm=""),
            ),
            models.Index(
                fields=["accused"],
                name="case_accused",
                condition=Q(accused__isnull=False),
            ),
            models.Index(
                fields=["-escalated_at"],
                name="case_escalated",
                condition=Q(escalated_at__isnull=False),
            ),
            GinIndex(fields=["agency", "month", "search"], name="case_search"),
        ]

    def __str__(self) -> str:
        """Name the case by its number, never by its title: titles name people."""
        return self.number

    @property
    def ref(self) -> str:
        """Name this case in the ledger."""
        return f"case:{self.number}"

    @property
    def shown_title(self) -> str:
        """The title as a verifier made it clear, else as it came."""
        return self.edited_title or self.title


class Assignment(models.Model):
    """One agency or unit that has a part in a case, from when to when (penugasan).

    The lead has to answer; ``note`` tells a helper his task, ``due_at`` (UTC) when it
    is due and ``handed_in_at`` when it came. Helpers have clocks of their own.

    Its ``state`` is the second machine: it follows the acts of the case while the
    assignment is the present one, and stays where it was when the case moves on.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, db_index=False
    )
    state = models.CharField(max_length=20, choices=State.choices)
    note = models.TextField(blank=True)  # for the officers (info disposisi)
    assigned_at = models.DateTimeField()
    assigned_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=24, blank=True)  # an Act
    part = models.CharField(
        max_length=12, choices=Part.choices, default=Part.LEAD, db_default="lead"
    )
    is_compulsory = models.BooleanField(default=True, db_default=True)
    due_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        """One present assignment for an organisation."""

        constraints = [
            models.UniqueConstraint(
                "case",
                "organisation",
                name="assignment_present_once",
                condition=Q(ended_at=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "part", "case"],
                name="assignment_helping",
                condition=Q(ended_at=None) & ~Q(part="lead"),
            )
        ]

    def __str__(self) -> str:
        """Say who has what."""
        return f"{self.case_id} {self.organisation_id}"
