"""Changing topics and classes by hand (kategori dan klasifikasi).

Callers ask ``accounts`` first whether the person may. Nothing is deleted: cases of
years ago keep their topic, so what is no longer used is switched off.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lapor.domain.cases.models import Category, Classification
from lapor.domain.ledger.actions import record
from lapor.kernel.actor import Actor
from lapor.kernel.errors import Invalid
from lapor.kernel.rows import check_fields

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def save_category(values: Mapping[str, Any], *, by: Actor, at: datetime) -> Category:
    """Add a topic, or change the given fields of the one with this ``slug``.

    Fields: slug, parent (a slug, empty for the upper level), name, external_id,
    is_active. A new topic without slug gets one. Raises Invalid with fields.
    """
    slug = str(values.get("slug") or "")
    row = Category.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    is_new = row is None
    row = row or Category(slug=slug)
    before = {name: getattr(row, name) for name in _FIELDS}
    if "parent" in values:
        row.parent = _parent(row, str(values["parent"] or ""))
    for name in ("name", "external_id", "is_active"):
        if name in values:
            setattr(row, name, values[name])
    row.name = row.name.strip()
    row.slug = row.slug or _free_slug(row)
    _check(row)
    changed = [name for name in _FIELDS if getattr(row, name) != before[name]]
    if not (is_new or changed):
        return row
    row.save()
    record(
        "category.added" if is_new else "category.changed",
        subject=f"category:{row.pk}",
        actor=by,
        at=at,
        slug=row.slug,
        name=row.name,
        fields=sorted(changed),
    )
    return row


@transaction.atomic
def save_classification(
    values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Classification:
    """Change label, order or openness of the class with this ``code``.

    Classes stand in a decree and in the terms, so none is added by hand. Raises
    Invalid with fields.
    """
    code = str(values.get("code", ""))
    row = Classification.objects.select_for_update(of=("self",)).filter(pk=code).first()
    if row is None:
        sentence = _("Tidak ada klasifikasi berkode “%(code)s”.") % {"code": code}
        raise Invalid(sentence, fields={"code": sentence})
    before = {name: getattr(row, name) for name in _CLASS_FIELDS}
    for name in _CLASS_FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.label = row.label.strip()
    if not row.label:
        sentence = _("Nama klasifikasi harus diisi.")
        raise Invalid(sentence, fields={"label": sentence})
    changed = [name for name in _CLASS_FIELDS if getattr(row, name) != before[name]]
    if changed:
        row.save(update_fields=changed)
        record(
            "classification.changed",
            subject=f"classification:{row.pk}",
            actor=by,
            at=at,
            label=row.label,
            fields=sorted(changed),
        )
    return row


_FIELDS: Final = ("name", "external_id", "is_active", "parent_id")
_CLASS_FIELDS: Final = ("label", "public_selectable", "position")


def _parent(row: Category, slug: str) -> Category | None:
    """Return the parent, which is of the upper level; the tree has two."""
    if not slug:
        return None
    found = Category.objects.filter(slug=slug).first()
    sentence = ""
    if found is None:
        sentence = _("Tidak ada kategori “%(slug)s”.") % {"slug": slug}
    elif found.parent_id or found.pk == row.pk:
        sentence = _("Pilih kategori induk dari tingkat pertama.")
    elif row.pk and row.topics.exists():
        sentence = _("Kategori ini mempunyai turunan, jadi tidak dapat menjadi anak.")
    if sentence:
        raise Invalid(sentence, fields={"parent": sentence})
    return found


def _free_slug(row: Category) -> str:
    slug = slugify(row.name)[:180].strip("-") or "kategori"
    if not Category.objects.filter(slug=slug).exists():
        return slug
    if row.parent:
        slug = f"{slug[:120]}-{row.parent.slug[:60]}".strip("-")
    number, free = 2, slug
    while Category.objects.filter(slug=free).exists():
        free, number = f"{slug}-{number}", number + 1
    return free


def _check(row: Category) -> None:
    if not _SLUG.fullmatch(row.slug):
        sentence = _("Pakai huruf kecil, angka, dan tanda hubung.")
        raise Invalid(sentence, fields={"slug": sentence})
    twin = Category.objects.filter(parent=row.parent, name__iexact=row.name)
    if twin.exclude(pk=row.pk).exists():
        sentence = _("Nama ini sudah dipakai kategori lain pada induk yang sama.")
        raise Invalid(sentence, fields={"name": sentence})
    empty = [name for name in ("parent", "external_id") if not getattr(row, name)]
    check_fields(row, exclude=empty)
