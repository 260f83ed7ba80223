"""People who log in, and the mandates they hold."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from lapor.kernel.actor import Actor
from lapor.kernel.dated import Dated, dates_in_order
from lapor.kernel.validity import is_in_force

from .rules import MailboxState, Role

MUST_HAVE_SECOND_FACTOR = frozenset({Role.NATIONAL_ADMIN, Role.AGENCY_ADMIN})


class UserManager(BaseUserManager["User"]):
    """Makes users with a hashed password."""

    def create_user(self, username: str, password: str = "", **fields: Any) -> "User":
        """Make one user; without a password the account cannot be logged into."""
        user = self.model(username=username, **fields)
        user.set_password(password or None)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An officer (petugas). What he may do stands in his grants, not here."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="officers"
    )
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    mailbox = models.CharField(  # what last became of a message to him
        max_length=12,
        choices=MailboxState.choices,
        default=MailboxState.WORKING,
        db_default=MailboxState.WORKING,
    )
    mailbox_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        """Name the person as colleagues do."""
        return self.name or self.username

    @property
    def actor(self) -> Actor:
        """Name this person in the ledger."""
        return Actor(f"user:{self.pk}")

    def get_full_name(self) -> str:
        """Return the name of the person."""
        return str(self)

    def valid_grants(self, *, on: date) -> list["Grant"]:
        """Return the grants in force on this day, read once for each user object."""
        held: list[Grant] | None = getattr(self, "_grants", None)
        if held is None:
            held = list(self.grants.select_related("organisation"))
            self._grants = held
        return (
            [grant for grant in held if grant.is_valid(on=on)] if self.is_active else []
        )

    def needs_second_factor(self, *, on: date) -> bool:
        """Say whether this account may only work with a second factor."""
        roles = {Role(grant.role) for grant in self.valid_grants(on=on)}
        return not self.is_demo and bool(roles & MUST_HAVE_SECOND_FACTOR)


class Leave(models.Model):
    """Days on which an officer is away (cuti), and who stands in for him.

    Both days are days of absence. The deputy's right to act stands in dated mandates
    that belong to this row; without a deputy the next post up answers.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="leaves")
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="stands_in"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        """Days in order; nobody stands in for himself."""

        constraints = [
            models.CheckConstraint(
                name="leave_starts_before_it_ends",
                condition=Q(last_on__gte=F("first_on")),
            ),
            models.CheckConstraint(
                name="leave_deputy_is_another",
                condition=Q(deputy=None) | ~Q(deputy=F("user")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_on", "first_on"],
                name="leave_by_day",
                condition=Q(cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        """Say who is away until when."""
        return f"{self.user} {self.first_on} - {self.last_on}"


class Grant(Dated):
    """A mandate: one role at one organisation, with dates and its legal basis (SK).

    ``handles_harm`` opens reports of violence, children and the like to this person,
    as far as the kind of harm names his role. ``leave`` is set when the mandate is
    that of somebody who is away.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=Role.choices)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="grants"
    )
    valid_until = models.DateField(null=True)  # open: until revoked
    legal_basis = models.CharField(max_length=200, blank=True)
    given_by = models.CharField(max_length=64)
    revoked_at = models.DateTimeField(null=True)
    handles_harm = models.BooleanField(default=False, db_default=False)
    leave = models.ForeignKey(
        Leave, models.PROTECT, null=True, related_name="mandates", db_index=False
    )

    class Meta:
        """One mandate of a kind at a time."""

        constraints = [
            dates_in_order(
                "grant_starts_before_it_ends",
                said=None,
                column=None,
                is_open=Q(valid_until=None),
            ),
            models.UniqueConstraint(
                "user",
                "role",
                "organisation",
                "valid_from",
                name="grant_given_once",
                condition=Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        """Say who is what where."""
        return f"{self.user} {self.role} {self.organisation}"

    def is_valid(self, *, on: date) -> bool:
        """Say whether the mandate is in force on this day."""
        return not self.revoked_at and is_in_force(self, on)
