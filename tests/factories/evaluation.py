"""One of each thing of evaluation, and the routes that lead to it."""

import hashlib
from datetime import timedelta
from decimal import Decimal

from lapor.domain.competition import actions as competition
from lapor.domain.competition.rules import StageKind
from lapor.domain.monev.actions import audit
from lapor.domain.monev.models import Clarification, Evidence, Result, Round
from lapor.domain.monev.rules.audit import FINDING_PARTS
from lapor.domain.monev.rules.words import RoundState, SheetState, Tier
from lapor.domain.plans import actions
from lapor.domain.reports.models import IssuedDocument
from lapor.domain.reports.queries.issued import path_of
from lapor.domain.reports.rules.kinds import DocumentKind
from lapor.domain.scoring.actions import load_instrument, propose
from lapor.domain.scoring.queries import instrument_on
from lapor.domain.surveys.actions import open_survey
from lapor.domain.surveys.rules import Kind
from lapor.kernel import durable
from lapor.kernel.actor import SYSTEM
from tests.factories import findings, plans, prevention, quality
from tests.factories.cases import MONDAY, World
from tests.factories.monev import make_round

Arguments = dict[str, list[object]]
DAY = timedelta(days=1)


def make_evaluation(world: World) -> Arguments:
    """Make one of each; returns the arguments of every route to one of them."""
    return {
        **_survey(world),
        **_competition(world),
        **_audit(world),
        **_rounds(world),
        **_plans(world),
        **_instrument(world),
        # Real answers are drawn before facts are made that have no case behind them.
        **quality.routes(world),
        **_signs(world),
    }


def _survey(world: World) -> Arguments:
    survey = open_survey(
        world.regency,
        kind=Kind.NINE,
        title="Survei semester 2",
        starts_on=MONDAY.date(),
        ends_on=MONDAY.date() + 13 * DAY,
        population=200,
        by=world.admin,
        at=MONDAY,
    )
    return {
        "portal:survey": [survey.token],
        "portal:survey_thanks": [survey.token],
        "monev:survey": [survey.pk],
        "monev:survey_close": [survey.pk],
    }


def _rounds(world: World) -> Arguments:
    """A round whose sheet is filled, and one whose result is known."""
    filled = make_round(Tier.MICRO_AGENCY, world.regency, world.unit)
    settled = make_round(
        Tier.MICRO_AGENCY,
        world.regency,
        world.unit,
        state=RoundState.PUBLISHED,
        sheets=SheetState.VERIFIED,
    )
    Result.objects.create(
        round=settled,
        subject=world.unit,
        score=8150,
        category="good",
        rank=1,
        group="units",
        low=7000,
        high=9000,
    )
    judged = make_round(
        Tier.MICRO_AGENCY,
        world.regency,
        world.unit,
        state=RoundState.VERIFYING,
        sheets=SheetState.SUBMITTED,
    )
    sheet = filled.sheets.get()
    item = sheet.items.first()
    assert item
    point = Clarification.objects.create(
        sheet=sheet,
        about=item.key,
        question="Mana buktinya?",
        asked_by="system",
        asked_at=MONDAY,
    )
    file = Evidence.objects.create(
        item=item,
        key="ab/cd/" + "0" * 32,
        shown_name="bukti.pdf",
        media_type="application/pdf",
        size=3,
        sha256="0" * 64,
        added_by="system",
        added_at=MONDAY,
    )
    words = ("sheet", "sheet_save", "sheet_sign", "sheet_verify", "sheet_close")
    return {
        **{f"monev:{word}": [sheet.pk] for word in (*words, "sheet_points")},
        "monev:sheet_ask": [sheet.pk],
        "monev:sheet_answer": [sheet.pk, point.pk],
        "monev:sheet_decide": [sheet.pk, point.pk],
        "monev:sheet_evidence": [sheet.pk, item.key],
        "monev:evidence_remove": [sheet.pk, item.key],
        "monev:evidence": [file.key],
        "monev:round": [filled.code],
        "monev:round_act": [filled.code, "mulai-verifikasi"],
        "monev:preview": [judged.code],
        "monev:result": [settled.code, world.unit.code],
        **_document(settled),
    }


def _document(round: Round) -> Arguments:
    """The paper of a settled round, as if it had been issued."""
    content = b"%PDF-1.7 contoh"
    paper = IssuedDocument.objects.create(
        kind=DocumentKind.ROUND,
        number=round.number,
        title=round.title,
        token="contoh-dokumen",
        sha256=hashlib.sha256(content).hexdigest(),
        identity="00",
        key="contoh/dokumen.pdf",
        size=len(content),
        signed_by="Lapor (uji coba)",
        is_trial=True,
        round=round.code,
        publisher=round.assessor,
        made_by="system",
        made_at=MONDAY,
    )
    durable.write(path_of(paper), [content])
    return {"portal:verify_token": [paper.token], "monev:document": [paper.token]}


def _audit(world: World) -> Arguments:
    report = audit.draft_audit(
        world.regency,
        title="Monev triwulan 4",
        first_on=MONDAY.date() - 150 * DAY,
        last_on=MONDAY.date() - 60 * DAY,
        by=world.auditor,
        at=MONDAY,
    )
    finding = audit.write_finding(
        report,
        place=None,
        unit=world.unit,
        parts=dict.fromkeys(FINDING_PARTS, "Contoh."),
        due_on=MONDAY.date() + 30 * DAY,
        by=world.auditor,
        at=MONDAY,
    )
    one, found = [report.pk], [report.pk, finding.place]
    return {
        **{f"monev:lhm_{word}": one for word in ("page", "finding", "send")},
        **{f"monev:lhm_{word}": one for word in ("take_back", "sign")},
        **{f"monev:lhm_{word}": found for word in ("finding_edit", "respond")},
        "monev:lhm_finding_drop": found,
    }


def _competition(world: World) -> Arguments:
    first = MONDAY.date() - 5 * DAY
    edition = competition.make_edition(
        name="Kompetisi 2026",
        year=2026,
        legal_basis="Keputusan contoh 1/2026",
        groups=["Umum"],
        stages=[
            competition.Planned(StageKind.REGISTRATION, first, first + DAY),
            competition.Planned(StageKind.DOCUMENTS, first + 2 * DAY, first + 9 * DAY),
        ],
        by=world.national,
        at=MONDAY - 5 * DAY,
    )
    entry = competition.enter(
        edition,
        world.regency,
        group=edition.groups.get(),
        title="Meja cepat",
        summary="Semua laporan dijawab di meja yang sama.",
        self_score=80,
        by=world.admin,
        at=MONDAY - 5 * DAY,
    )
    competition.name_juror(edition, world.ombudsman, by=world.national, at=MONDAY)
    practice = competition.share(
        world.regency,
        title="Meja cepat",
        problem="Jawaban lama.",
        solution="Satu meja.",
        effect="Dari 9 menjadi 2 hari.",
        by=world.admin,
        at=MONDAY,
    )
    edition.published_at = MONDAY
    edition.save(update_fields=["published_at"])
    first_stage = edition.stages.first()
    return {
        "portal:edition": [edition.pk],
        "monev:edition": [edition.pk],
        "monev:entry_make": [edition.pk],
        "monev:juror_name": [edition.pk],
        "monev:judge": [edition.pk, entry.pk],
        "monev:stage_decide": [edition.pk, first_stage.pk if first_stage else 0],
        "monev:edition_publish": [edition.pk],
        "monev:practice": [practice.pk],
        "monev:practice_adopt": [practice.pk],
    }


def _plans(world: World) -> Arguments:
    asked = plans.make_recommendation(world)
    plan, item = plans.approved_plan(world)
    progress = actions.report_progress(
        item,
        year=MONDAY.year,
        quarter=1,
        value=Decimal(10),
        uploads=plans.proof(),
        by=world.liaison,
        at=MONDAY,
    )
    proof = progress.proofs.get()
    draft = plans.make_plan(world, year=2027, until_year=2027)
    drafted = plans.add_item(world, draft, year=2027)
    asking = plans.make_plan(world, year=2028, until_year=2028)
    plans.add_item(world, asking, year=2028)
    actions.submit_plan(asking, by=world.admin, at=MONDAY)
    return {
        **{f"monev:plan_{word}": [draft.pk] for word in ("edit", "submit", "file")},
        **{f"monev:plan_{word}": [asking.pk] for word in ("approve", "return")},
        **{f"monev:item_{word}": [drafted.pk] for word in ("edit", "drop", "cancel")},
        "monev:plan": [plan.pk],
        "monev:plan_revise": [plan.pk],
        "monev:item_make": [draft.pk],
        "monev:item": [item.pk],
        "monev:progress": [item.pk],
        "monev:progress_check": [progress.pk],
        "monev:proof": [proof.key],
        "monev:recommendation": [asked.pk],
        "monev:recommendation_act": [asked.pk, "mulai"],
    }


def _instrument(world: World) -> Arguments:
    load_instrument(by=SYSTEM, at=MONDAY)
    first = instrument_on(MONDAY.date())
    waiting = propose(
        data=first.data,
        valid_from=MONDAY.date() + 30 * DAY,
        legal_basis="Keputusan contoh 2/2026",
        reason="Bobot yang sama, untuk contoh.",
        by=world.national,
        at=MONDAY,
    )
    words = ("revise", "preview", "approve", "refuse")
    return {
        "monev:instrument": [first.version],
        **{f"monev:instrument_{word}": [waiting.version] for word in words},
    }


def _signs(world: World) -> Arguments:
    """A recurring issue with its action, and a finding."""
    issue = prevention.make_issue(world)
    measure = prevention.make_measure(world, issue)
    found = findings.make_finding(world)
    proof = prevention.finish(world, measure)
    words = ("issue", "issue_cause", "measure_plan")
    return {
        **{f"monev:{word}": [issue.pk] for word in words},
        "monev:issue_end": [issue.pk, "selesai"],
        "monev:measure_finish": [measure.pk],
        "monev:measure_proof": [proof.key],
        "monev:finding": [found.pk],
    }
