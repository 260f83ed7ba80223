"""Who answers for what, where, and who oversees whom."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from lapor.domain.organisations.rules import (
    CODE_PATTERN,
    LOCAL_KINDS,
    REGION_PATTERN,
    OrganisationKind,
    OversightKind,
    Zone,
)
from lapor.kernel.dated import Dated, Decreed, dates_in_order


class Region(models.Model):
    """A province, regency or city, district or village (wilayah).

    Codes are those of the Ministry of Home Affairs (Kepmendagri 300.2.2-2430/2025).
    ``key`` is a space and the normalised own name, ``search`` the same followed by
    the ancestors' names: so ``% word%`` finds the start of any word. ``path`` is not
    stored; ``queries.search_regions`` fills it with the names up to the province.
    """

    path: str = ""

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    key = models.CharField(max_length=120)
    search = models.TextField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [
            GinIndex(OpClass("search", "gin_trgm_ops"), name="region_search_trigram"),
            GinIndex(OpClass("key", "gin_trgm_ops"), name="region_key_trigram"),
        ]
        constraints = [
            models.CheckConstraint(
                name="region_code_shape",
                condition=Q(code__regex=REGION_PATTERN),
                violation_error_message=_(
                    "Kode wilayah harus seperti 32, 32.04, 32.04.05 atau 32.04.05.2001."
                ),
                violation_error_code="code",
            ),
            models.CheckConstraint(
                name="region_level_1_to_4",
                condition=Q(level__gte=1, level__lte=4),
                violation_error_message=_(
                    "Kode wilayah punya satu sampai empat bagian."
                ),
                violation_error_code="code",
            ),
            models.CheckConstraint(
                name="region_below_province_has_parent",
                condition=Q(level=1, parent__isnull=True)
                | Q(level__gt=1, parent__isnull=False),
                violation_error_message=_("Wilayah atasnya belum ada."),
                violation_error_code="code",
            ),
        ]

    def __str__(self) -> str:
        """Name the region."""
        return self.name


class RegionBoundary(models.Model):
    """The outline of a province or regency as a GeoJSON geometry (WGS 84)."""

    region = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="boundary"
    )
    geometry = models.JSONField()

    def __str__(self) -> str:
        """Name the region by its code."""
        return self.region_id


class Organisation(models.Model):
    """An agency (instansi) or one of its units (unit kerja).

    ``agency`` is the top of the tree: the agency itself for an agency. ``duties``
    names what the unit is for (``dinas-kesehatan``), alike in every region.
    ``external_id`` is the number the official LAPOR! uses. ``evidence`` says where
    the row comes from and how sure that is. ``aliases`` are other spellings of the
    name, as met in official exports. ``edited_at`` is set once a person has changed
    the row; reference loads then leave it alone.
    """

    code = models.CharField(max_length=48, unique=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    agency = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="tree"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    zone = models.CharField(max_length=16, choices=Zone.choices, default=Zone.WIB)
    calendar_code = models.CharField(max_length=40, default="nasional")
    duties = models.CharField(max_length=60, blank=True, db_index=True)
    external_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    aliases = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    connected_on = models.DateField(null=True, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_address = models.CharField(max_length=300, blank=True)
    search = models.TextField(blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "code"]
        indexes = [
            GinIndex(
                OpClass("search", "gin_trgm_ops"), name="organisation_search_trigram"
            ),
            models.Index(fields=["kind", "name"], name="organisation_kind_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_code_shape",
                condition=Q(code__regex=CODE_PATTERN),
                violation_error_message=_(
                    "Kode hanya huruf kecil, angka, titik, dan tanda hubung."
                ),
                violation_error_code="code",
            ),
            models.CheckConstraint(
                name="organisation_unit_has_parent_and_agency",
                condition=(
                    Q(
                        kind=OrganisationKind.UNIT,
                        parent__isnull=False,
                        agency__isnull=False,
                    )
                    | (~Q(kind=OrganisationKind.UNIT) & Q(parent__isnull=True))
                ),
                violation_error_message=_("Unit kerja harus mempunyai induk."),
                violation_error_code="parent",
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("Unit kerja bukan induk bagi dirinya."),
                violation_error_code="parent",
            ),
        ]

    def __str__(self) -> str:
        """Name the organisation."""
        return self.name

    @property
    def ref(self) -> str:
        """The name of this organisation in the ledger."""
        return f"organisation:{self.code}"

    @property
    def is_local_government(self) -> bool:
        """True for a province, regency or city (pemerintah daerah)."""
        return self.kind in LOCAL_KINDS

    @property
    def is_agency(self) -> bool:
        """True for the top of a tree (instansi), false for a unit."""
        return self.kind != OrganisationKind.UNIT


class Oversight(Decreed):
    """A dated edge: one organisation watches another, on a legal basis.

    The tiers of evaluation are these rows, not code. ``valid_until`` is the last day
    of validity, open when empty. ``evidence`` is the flag of the source: verified,
    partly, unverified, umum (common knowledge), or a text.
    """

    overseer = models.ForeignKey(Organisation, models.PROTECT, related_name="oversees")
    kind = models.CharField(max_length=24, choices=OversightKind.choices)
    subject = models.ForeignKey(
        Organisation, models.PROTECT, related_name="overseen_through"
    )
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["overseer", "kind", "subject", "valid_from"]
        indexes = [
            models.Index(fields=["overseer", "kind"], name="oversight_of_overseer"),
            models.Index(fields=["subject", "kind"], name="oversight_of_subject"),
        ]
        constraints = [
            dates_in_order("oversight_dates_in_order"),
            models.CheckConstraint(
                name="oversight_not_of_oneself",
                condition=~Q(overseer=F("subject")),
                violation_error_message=_("Instansi tidak mengawasi dirinya sendiri."),
                violation_error_code="subject",
            ),
            ExclusionConstraint(
                name="oversight_once_at_a_time",
                expressions=[
                    ("overseer", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("subject", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "Hubungan pengawasan yang sama sudah berlaku pada masa itu."
                ),
                violation_error_code="valid_from",
            ),
        ]

    def __str__(self) -> str:
        """Describe the edge by codes."""
        return f"{self.overseer_id} {self.kind} {self.subject_id}"


class Appointment(Dated):
    """A decree (SK) by which an organisation names its complaint managers.

    Permenpan RB 24/2014 asks each agency for one. ``document`` is the key of the
    stored file, ``valid_until`` the last day of validity, open when empty.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="appointments"
    )
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=120)
    document = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["organisation", "-valid_from"]
        constraints = [
            dates_in_order("appointment_dates_in_order"),
            models.UniqueConstraint(
                name="appointment_number_once",
                fields=["organisation", "number"],
                violation_error_message=_("Nomor SK ini sudah dicatat."),
                violation_error_code="number",
            ),
        ]

    def __str__(self) -> str:
        """Name the decree by its number."""
        return self.number


class ReferenceLoad(models.Model):
    """What was loaded last from the files that come with the program.

    ``fingerprint`` is the SHA-256 of file and loader; an equal one means that
    there is nothing to do.
    """

    name = models.CharField(max_length=40, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0, db_default=Value(0))
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the list."""
        return self.name
