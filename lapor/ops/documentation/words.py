"""The pages of the ledger's facts and of the environment, with a meaning for each.

A fact or variable that is new in the code and has no meaning here stops the page and
is named. That is how a house test notices.
"""

from collections.abc import Mapping
from typing import Final, TypeVar

from lapor.domain.cases.rules import FACTS
from lapor.domain.monev.rules.rounds import FACTS as ROUNDS
from lapor.kernel.errors import NotFound
from lapor.ops.documentation.markdown import NOTHING, code, page, table
from lapor.ops.documentation.source import recorded_facts, variables

T = TypeVar("T")
LEDGER = """\
The ledger keeps what happened, in order, for ever; entries refuse change in Python and
by a database trigger. A fact is written in the transaction that makes it true. Subject
and actor are names (`case:7K2M-P042-QRX`, `user:12`, `reporter`, `system`), not links,
and no entry holds text about persons. See ADR [0002](../adr/0002-one-ledger.md)."""
ENVIRONMENT = """\
All settings come from the environment. Each of them may instead stand in a file that
`NAME_FILE` points to, except those marked *direct*. Yes and no are written `1` or `0`.
An odd value stops the start with a sentence. Settings hold machinery only; limits,
days off, roles and overseers are rows with a date and a legal basis."""

MEANINGS: Final[Mapping[str, str]] = {
    "account.changed": "Name, e-mail or organisation of an account was corrected",
    "account.disabled": "An account was closed; its sessions ended",
    "account.enabled": "A closed account was opened again",
    "account.logged_in": "An officer logged in",
    "account.mailbox_marked": "Messages to an officer came back, or arrive again",
    "account.opened": "An account was made",
    "account.password_reset": "A manager set a new first password",
    "account.second_factor_reset": "A lost second factor was taken off; why",
    "allowance.changed": "How often and how long clocks may stand still changed",
    "answer.abandoned": "An assessor gave a sampled answer back unscored",
    "answer.printed": "An answer was printed as a letter to its reporter",
    "answer.scored": "An assessor scored a sampled answer",
    "answer.vetoed": "An answer leaked personal data or threatened a reporter",
    "appointment.added": "A decree (SK) of an organisation was entered",
    "appointment.changed": "A decree (SK) was corrected",
    "appointment.loaded": "Decrees (SK) were entered together, for a demo country",
    "audit.answered": "A unit or agency responded to a finding of its auditor",
    "audit.drafted": "An internal auditor began a report (LHM)",
    "audit.finding_dropped": "A finding was taken out of a draft report",
    "audit.finding_written": "A finding of an audit report was written or changed",
    "audit.sent": "Figures were frozen and the units asked for their response",
    "audit.signed": "An audit report got its number; its recommendations were given",
    "audit.taken_back": "An audit report was taken back for correction",
    "audit.written": "Basis, scope or method of an audit report was written",
    "calendar.added": "A regional or six-day calendar was made",
    "calendar.loaded": "Days off came from the published lists",
    "call.drawn": "Closed cases were drawn by a seed for a telephone survey",
    "call.noted": "What came of a call to a reporter was noted",
    "case.due_moved": "A later day off or limit moved a due day; before and after",
    "case.import_corrected": "A later import corrected a case of an earlier one",
    "case.harm_noticed": "A new report speaks of harm: which, urgent, restricted",
    "case.imported": "A case came from an official export",
    "case.joined_replied": "The reporter of a joined case wrote; its parent's officers",
    "case.judged_different": "Two cases that looked alike are not the same matter",
    "case.rated": "The reporter rated the handling",
    "category.added": "A topic was added",
    "category.changed": "A topic was renamed, moved, switched off or on",
    "category.loaded": "Topics came from the file that ships with the program",
    "channel.limit_set": "The daily limit of a paid channel was set",
    "channel.limited": "A daily limit of paid messages was reached; told once a day",
    "channel.reopened": "Somebody let a channel try again at once",
    "classification.changed": "A class was changed",
    "classification.loaded": "Classes came from the file that ships with the program",
    "comment.decided": "An officer let a comment out or kept it inside, with a reason",
    "comment.sent": "Somebody commented on a public case; nobody sees it yet",
    "contact.searched": "Somebody looked for the reports of one contact",
    "coverage.alarmed": "A post that nobody reachable fills was noticed",
    "coverage.restored": "A post is filled again",
    "decision.carried_out": "A decision of a coordination meeting was carried out",
    "document.issued": "A document got its number and signature and was stored",
    "edition.juror_named": "A juror of a competition was named",
    "edition.made": "An edition of the competition was made",
    "edition.published": "The result of a competition was made known",
    "edition.stage_decided": "It was decided who goes on to the next stage",
    "effect.tested": "Whether a preventive action helped was tested",
    "entry.judged": "A juror judged an entry of a competition",
    "entry.made": "An agency entered a competition",
    "escalation.responded": "Somebody who was told of a late case answered: how",
    "evidence.scanned": "The virus scanner looked at evidence of a sheet",
    "file.scanned": "The virus scanner looked at a file; clean or closed",
    "finding.handled": "It was said what became of a finding",
    "finding.made": "A detector found a sign: what, so many of so many",
    "grant.given": "A mandate was given: role, organisation, from, until",
    "grant.revoked": "A mandate was taken back before its end",
    "harm.changed": "Words, numbers or readers of a kind of harm changed",
    "harm.loaded": "Kinds of harm came from the file that ships with the program",
    "handover.consented": "The reporter agreed that the Ombudsman gets his case",
    "handover.offered": "The way to the Ombudsman opened, by the law it says",
    "handover.opened": "A sealed package was opened; written before it opens",
    "handover.packed": "A package was made, signed and sealed; its hash",
    "handover.send_failed": "A package did not arrive; tried again, or for ever not",
    "handover.sent": "The other side has the package; its reference",
    "handover.status_changed": "The Ombudsman said how a hand-over stands",
    "handover.voided": "Consent was withdrawn; the package's key was destroyed",
    "holiday.added": "A day off was added to a calendar, with its decree",
    "holiday.cancelled": "A day off became a working day, with its decree",
    "identity.corrected": "A reporter's identity was corrected",
    "identity.shredded": "The key of an identity was destroyed; nobody can open it",
    "identity.viewed": "Somebody looked at an identity; written before it opens",
    "information.answered": "A formal request for information was answered",
    "information.asked": "A case became a formal request for information",
    "information.decided": "An objection to an answer was decided on",
    "information.extended": "A request got seven working days more, with a reason",
    "information.objected": "The reporter objected to an answer or to silence",
    "instrument.approved": "Another national admin approved a version of the weights",
    "instrument.loaded": "The weights that come with the program were loaded",
    "instrument.proposed": "New weights were proposed",
    "instrument.refused": "Proposed weights were refused with a reason",
    "instrument.revised": "A proposal of weights was changed while it waited",
    "issue.closed": "A recurring issue was declared solved, with a reason",
    "issue.detected": "The same complaint came again and again",
    "issue.dismissed": "What was detected is no recurring issue",
    "issue.registered": "Root cause, owner and risk of an issue were registered",
    "key.made": "A new key to wrap keys was made; the older ones still open",
    "key.rewrapped": "Everything sealed was wrapped by the newest key; how many",
    "ladder.changed": "A step of the ladder changed from a day on",
    "ladder.loaded": "The ladder came from the file that ships with the program",
    "letter.issued": "The signed PDF of a reminder letter was stored; its hash",
    "letter.prepared": "A reminder letter got its number: from whom, to whom",
    "leave.cancelled": "An absence was taken back; the mandates lent for it ended",
    "leave.taken": "An officer is away: first and last day, who stands in",
    "list.exported": "A list left the system: which, by whom",
    "measure.finished": "A preventive action was finished, with proof",
    "measure.planned": "A preventive action was planned",
    "measure.proof_scanned": "Proof got the verdict of the virus scanner",
    "notice.bounced": "A mail to a reporter or officer came back",
    "notice.rule_changed": "A row of the matrix of notices was added or changed",
    "notice.rules_loaded": "The matrix of notices came from the file of the program",
    "notice.sent_again": "Messages that stood still were queued again by hand",
    "notice.skipped": "An entry of the ledger could not be told to anybody; why",
    "notice.text_approved": "A second person put a text of a notice in force",
    "notice.text_written": "A version of a text of a notice was written",
    "notice.unsubscribed": "Somebody wants nothing but legal notices any more",
    "notice.wish_set": "Somebody chose channels, language or quiet hours",
    "organisation.added": "An agency or unit was added",
    "organisation.changed": "An agency or unit was changed",
    "outcome.checked": "It was checked whether what an answer says was done",
    "outcome.drawn": "Answers were drawn whose outcome is checked",
    "outcome.proof_scanned": "A photo got the verdict of the virus scanner",
    "oversight.added": "Somebody oversees somebody from a day on, with legal basis",
    "oversight.changed": "The legal basis or the days of an oversight were corrected",
    "oversight.ended": "An oversight ended on a day",
    "plan.approved": "The leader approved an action plan",
    "plan.baseline_read": "Last year's indicators were read into a new plan",
    "plan.edited": "The header of a draft plan was changed",
    "plan.file_added": "A document of a plan was stored",
    "plan.item_added": "An item of a plan was written",
    "plan.item_cancelled": "An item was cancelled with a reason",
    "plan.item_changed": "An item was changed; the numbers before and after are kept",
    "plan.item_dropped": "An item was taken out of a plan never approved",
    "plan.made": "An action plan was begun",
    "plan.progress_rejected": "The auditor did not take the proof of a quarter",
    "plan.progress_reported": "What was done in a quarter was reported",
    "plan.progress_verified": "The auditor took the proof of a quarter",
    "plan.proof_scanned": "A proof got the verdict of the virus scanner",
    "plan.returned": "The leader returned a plan to be put right",
    "plan.revised": "An approved plan was opened for changes",
    "plan.submitted": "A plan was handed to the leader",
    "population.changed": "How many people a region had on a day was entered",
    "practice.adopted": "An agency took over a good practice",
    "post.handed_over": "The packet of a post was made: from whom to whom",
    "post.taken_over": "The successor confirmed the packet of a post",
    "practice.shared": "An agency shared a good practice",
    "programme.changed": "A priority programme changed from a day on",
    "programme.loaded": "Programmes came from the file that ships with the program",
    "promise.kept": "What a final answer promised was done",
    "promise.missed": "The day of a promise passed; nobody says it was kept",
    "publication.approved": "A second person let a masked copy out",
    "publication.hidden": "A public copy was taken back",
    "publication.proposed": "A first person proposed a masked copy",
    "recommendation.accepted": "A recommendation was accepted",
    "recommendation.claimed": "A recommendation was said to be carried out, with proof",
    "recommendation.given": "A recommendation was given",
    "recommendation.overdue": "The day of a recommendation passed without a claim",
    "recommendation.refused": "A recommendation was refused with a reason",
    "recommendation.sent_back": "A claim was sent back: something is lacking",
    "recommendation.started": "Work on a recommendation began",
    "recommendation.verified": "A recommendation was checked and is done",
    "reference.loaded": "Regions, organisations or oversight came from the files",
    "region.added": "A region was added",
    "region.changed": "A region was renamed",
    "register.declared": "An agency told what its own register counts in a month",
    "regulation.added": "A decree was entered, so that limits can cite it",
    "regulation.changed": "What is said of a decree was corrected, or that it ended",
    "round.asked": "Opening or fixing a round was asked for; a job does it",
    "round.refused": "What was asked for a round was refused, and why is told",
    "route.changed": "The days, the basis or the switch of a routing rule changed",
    "route.learnt": "Accepted returns proposed a routing rule, switched off",
    "route.switched": "A routing rule was switched on or off",
    "route.written": "A routing rule was written by hand",
    "round.issued": "The result letter of a round was made; its hash",
    "sample.calibrated": "Assessors agreed on sample answers first",
    "sample.drawn": "Answers were drawn by a seed to be scored",
    "schedule.changed": "How often a tier evaluates changed, from a day on",
    "schedule.loaded": "The matrix of evaluation came from the file of the program",
    "sheet.reminded": "A sheet was reminded of, so many working days before its end",
    "support.reached": "So many support a case that it is marked for its agency",
    "survey.closed": "A survey was closed",
    "survey.opened": "A survey was opened",
    "term.changed": "A limit changed from a day on, or an agency shortened one",
    "term.loaded": "Limits came from the file that ships with the program",
    "threshold.changed": "Above what something is a finding changed, from a day on",
    "threshold.loaded": "The thresholds of findings came from the file of the program",
}

VARIABLES: Final[Mapping[str, tuple[str, str]]] = {
    "DATABASE_URL": (
        "`postgresql://user:password@host:port/name` (PostgreSQL 15 to 18), or "
        "`?host=/socket`; empty means the embedded server in `LAPOR_HOME`",
        "",
    ),
    "LAPOR_CLAMD": (
        "Virus scanner: `host:port` or the path of a socket; empty means that files "
        "are not scanned",
        "",
    ),
    "LAPOR_DEBUG": ("Django's debug pages; never on a machine others can reach", "0"),
    "LAPOR_DEMO": (
        "Make a demo country at the first start; demo accounts need no second factor. "
        "`make run` sets 1",
        "0",
    ),
    "LAPOR_EMAIL_BACKEND": (
        "Django's mail backend for mail of the log-in",
        "smtp with LAPOR_EMAIL_HOST, else console",
    ),
    "LAPOR_EMAIL_DKIM_KEY": ("Path of the private key that signs mail", "none"),
    "LAPOR_EMAIL_DKIM_SELECTOR": ("Selector of that key in the DNS", "lapor"),
    "LAPOR_EMAIL_FROM": (
        "Sender of mail; answers come to it with a plus part",
        "lapor@localhost",
    ),
    "LAPOR_EMAIL_HOST": ("Mail server; without one no mail leaves", "none"),
    "LAPOR_EMAIL_PASSWORD": ("Password at the mail server", "none"),
    "LAPOR_EMAIL_PORT": ("Port of the mail server", "25"),
    "LAPOR_EMAIL_TLS": ("To the mail server: `none`, `starttls`, `ssl`", "none"),
    "LAPOR_EMAIL_USER": ("Name at the mail server", "none"),
    "LAPOR_MAIL_FOLDER": ("Folder of the mailbox that is read", "INBOX"),
    "LAPOR_MAIL_HOST": ("IMAP server of the mailbox for reports", "none"),
    "LAPOR_MAIL_KEEP_DAYS": ("Days that taken mails stay; 0 keeps all", "30"),
    "LAPOR_MAIL_PASSWORD": ("Password of the mailbox", "none"),
    "LAPOR_MAIL_PORT": ("Port of the IMAP server", "993"),
    "LAPOR_MAIL_TLS": ("To the IMAP server: `none`, `starttls`, `ssl`", "ssl"),
    "LAPOR_MAIL_USER": ("Name of the mailbox", "none"),
    "LAPOR_ENGINE": (
        "What computes rounds from sealed facts: `duckdb` in the worker, or a cluster "
        "`spark://host:port`, `sc://host:port` that sees the folder of the seals",
        "duckdb",
    ),
    "LAPOR_HOME": (
        "The one folder of state: `pg/`, `media/`, `keys/`, `log/`, `static/` "
        "(*direct*)",
        ".lapor",
    ),
    "LAPOR_HOSTS": (
        "Host names that are answered, with commas",
        "127.0.0.1,localhost,[::1],testserver",
    ),
    "LAPOR_IDLE_MINUTES": ("An officer's session ends after so long a silence", "30"),
    "LAPOR_METRICS_TOKEN": (
        "With it, `/metrics` asks for `Authorization: Bearer …`",
        "",
    ),
    "LAPOR_MODE": (
        "`coba` lets the program start on a database that may lose confirmed work "
        "(`fsync` off); only to try things",
        "",
    ),
    "LAPOR_OMBUDSMAN": (
        "Who takes packages: `https://…`, `drop:/folder`, or empty: the Ombudsman "
        "works in this system. See [connect](../howto/connect-the-ombudsman.md)",
        "",
    ),
    "LAPOR_OMBUDSMAN_CERT": (
        "Certificate (PEM, RSA) that packages are locked for; compulsory for a folder",
        "",
    ),
    "LAPOR_OMBUDSMAN_SECRET": (
        "Key of signed messages, both ways; `whsec_…` or plain text",
        "",
    ),
    "LAPOR_PG_BIN": (
        "Folder of PostgreSQL programs for the embedded server (*direct*)",
        "from the wheel",
    ),
    "LAPOR_PROXIES": (
        "How many own proxies stand in front; so many addresses from the right end of "
        "`X-Forwarded-For` are believed",
        "0",
    ),
    "LAPOR_PUBLIC_URL": (
        "The address people use; `https://…` switches on secure cookies and HSTS",
        "http://127.0.0.1:8000",
    ),
    "LAPOR_SMS_COST": ("Rupiah for each part of an SMS, for the count of costs", "0"),
    "LAPOR_SMS_PASSWORD": ("Password at the gateway or operator", "none"),
    "LAPOR_SMS_REPORTS": (
        "The gateway reports arrival; without it none is waited for",
        "0",
    ),
    "LAPOR_SMS_SECRETS": (
        "Keys `whsec_…` of the signed SMS hook, the newest first, with commas",
        "none: the hook is shut",
    ),
    "LAPOR_SMS_SENDER": ("Number or name that SMS come from", "1708"),
    "LAPOR_SMS_SMPP": (
        "`host:port` of an operator's SMSC, instead of a gateway",
        "none",
    ),
    "LAPOR_SMS_TOKEN": ("Token of Kannel's hook", "none: the hook is shut"),
    "LAPOR_SMS_URL": (
        "Address of Kannel's `sendsms`, or of what speaks like it",
        "none",
    ),
    "LAPOR_SMS_USER": ("Name at the gateway or operator", "none"),
    "LAPOR_SOCIAL_SECRETS": (
        "Keys `whsec_…` of the connector to social networks, the newest first",
        "none: the hook is shut",
    ),
    "LAPOR_SOCIAL_URL": ("Where our messages to that connector go", "none"),
    "LAPOR_TELEGRAM_API": ("Address of the Bot API", "https://api.telegram.org"),
    "LAPOR_TELEGRAM_SECRET": ("Token that Telegram shows our hook", "none: it is shut"),
    "LAPOR_TELEGRAM_TOKEN": ("Token of the bot", "none"),
    "LAPOR_WHATSAPP_API": (
        "Address of the Cloud API with its version",
        "https://graph.facebook.com/v23.0",
    ),
    "LAPOR_WHATSAPP_COST": ("Rupiah for a template message", "0"),
    "LAPOR_WHATSAPP_NUMBER_ID": ("Id of our number at Meta", "none"),
    "LAPOR_WHATSAPP_SECRET": ("App secret: signs the hook", "none: the hook is shut"),
    "LAPOR_WHATSAPP_TEMPLATE": (
        "Approved template with one parameter, sent outside of 24 hours",
        "none: then nothing is sent",
    ),
    "LAPOR_WHATSAPP_TOKEN": ("Permanent token of the system user", "none"),
    "LAPOR_WHATSAPP_VERIFY": ("Word of the handshake of the hook", "none"),
    "LAPOR_PUSH_HOSTS": (
        "Push services whose browsers officers may subscribe, with commas",
        "those of Chrome, Firefox, Edge and Safari",
    ),
    "LAPOR_SECRET_KEY": (
        "Signs cookies and forms",
        "made once, kept in `keys/django`",
    ),
    "LAPOR_SIGNER": (
        "Class that signs documents, see [sign documents](../howto/sign-documents.md)",
        "`lapor.kernel.pdf_signing.TrialSigner`",
    ),
    "LAPOR_TEST_HOME": ("Home folder of the tests (*direct*)", ".lapor/test"),
    "PORT": ("Port of `lapor up`, at 127.0.0.1", "8000"),
}


def facts() -> str:
    """Return every fact that the code records. Raises NotFound for a new one."""
    acts = {fact: act for act, fact in (*FACTS.items(), *ROUNDS.items())}
    rows = [
        [
            code(fact),
            f"Act “{acts[fact].label}”" if fact in acts else _meaning(MEANINGS, fact),
            code(room),
        ]
        for fact, room in recorded_facts().items()
    ]
    return page(
        "Ledger facts",
        LEDGER,
        "An act is one of the [life of a case](transitions.md) or of a "
        "[round](rounds.md), named by its button.",
        table(["Fact", "Meaning", "Written by room"], rows),
    )


def settings() -> str:
    """Return every variable that the code asks for. Raises NotFound for a new one."""
    rows = []
    for name, places in variables().items():
        if name in {"DJANGO_SETTINGS_MODULE", "LD_LIBRARY_PATH"}:
            continue  # not ours
        meaning, default = _meaning(VARIABLES, name)
        where = ", ".join(code(place) for place in sorted(places))
        rows.append([code(name), meaning, default or NOTHING, where])
    return page(
        "Settings",
        ENVIRONMENT,
        table(["Variable", "Meaning", "Default", "Read in"], rows),
        "For `make bench`: `CASES` (100000). For `make`: `PYTHON` (the Python to use), "
        "`ARGS` (more words for the command).",
    )


def _meaning(meanings: Mapping[str, T], word: str) -> T:
    """Return what a word means, or say that nobody has written it down yet."""
    try:
        return meanings[word]
    except KeyError:
        raise NotFound(
            f"“{word}” belum dijelaskan. Tulis artinya di {__name__}."
        ) from None
