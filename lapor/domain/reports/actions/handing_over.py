"""Putting a package for the Ombudsman together: JSON, signed paper, files."""

import json
from datetime import datetime

from django.conf import settings
from django.utils import translation

from lapor.domain.handover.actions import seal
from lapor.domain.handover.models import Package
from lapor.domain.handover.queries import (
    handover_named,
    live_package,
    package_content,
    package_files,
)
from lapor.domain.handover.rules import Part, State
from lapor.domain.organisations.queries import national_admin
from lapor.domain.reporters.actions import look_at_identity
from lapor.domain.reporters.rules import Reason
from lapor.domain.reports.contents.handover import handover_paper
from lapor.domain.reports.rendering import pdf_of
from lapor.kernel import files, pdf_signing
from lapor.kernel.actor import SYSTEM


def pack(number: str, *, at: datetime) -> Package | None:
    """Make and seal the package of a hand-over that was consented to; twice is once.

    The look at the identity leaves its trace first. None when there is nothing to do:
    it is packed already, or consent was withdrawn meanwhile.
    """
    handover = handover_named(number)
    is_wanted = handover.state == State.CONSENTED and handover.voided_at is None
    if not is_wanted or live_package(handover) is not None:
        return None
    person = look_at_identity(
        case_number=handover.case.number, by=SYSTEM, at=at, reason=Reason.OMBUDSMAN
    )
    publisher = national_admin()
    with translation.override(settings.LANGUAGE_CODE):
        content = package_content(handover, person, at=at)
        paper = handover_paper(content, publisher=publisher, at=at)
        title = paper.title
        pdf = pdf_signing.sign(pdf_of(paper), reason=title, place=publisher.name)
    told = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    parts = [Part("package.json", told.encode()), Part("package.pdf", pdf)]
    for name, file in package_files(handover.case):
        with files.open_file(file.key) as stored:
            parts.append(Part(name, stored.read()))
    return seal(handover, parts, at=at)
