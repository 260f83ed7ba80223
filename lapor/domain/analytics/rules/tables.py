"""The tables that evaluation is computed from: names, columns, meaning. Pure data.

The same tables exist three times: as views of the database (what is true now), as
Parquet files of a sealed round (what was true then), as temporary views of whichever
engine computes. Each room that owns the source makes the view ``evaluation_<name>``.

Every table has ``agency`` and ``unit`` (codes of organisations, ``""`` when there is no
unit), so that any of them can be grouped by either. Moments are UTC. Durations are
microseconds of working time in the calendar and zone of the agency (Monday to Friday
without holidays and collective leave, pauses taken out); ``*_days`` are whole working
days as the terms count them. No personal data, no words of a reporter.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Kind = Literal["int64", "string", "boolean", "timestamp", "date", "float64"]
#: Raise it when a column is added, renamed or changes its meaning.
SCHEMA_VERSION: Final = 3


class Column(NamedTuple):
    """One column. A missing moment or duration is null; texts are never null."""

    name: str
    kind: Kind
    meaning: str


_WHO: Final = (
    Column("agency", "string", "code of the agency"),
    Column("unit", "string", "code of the unit, empty when none"),
)

CASES: Final = (
    Column("case_id", "int64", "internal number of the case"),
    Column("number", "string", "number of the case, as people know it"),
    Column("assignment_id", "int64", "0 for a case that was never dispatched"),
    *_WHO,
    Column("is_present", "boolean", "the one row of its case that counts cases"),
    Column("state", "string", "state of the case (cases.rules.State)"),
    Column("bucket", "string", "one of the six official buckets"),
    Column("classification", "string", "code of the class, empty when none"),
    Column("category", "string", "code of the category, empty when none"),
    Column("province", "string", "code of the province, empty when unknown"),
    Column("regency", "string", "code of the regency or city, empty when unknown"),
    Column("channel", "string", "how it came"),
    Column("programme", "string", "priority programme, empty when none"),
    Column("is_anonymous", "boolean", "the reporter asked for it"),
    Column("is_secret", "boolean", "the reporter asked for it"),
    Column("is_oversight", "boolean", "of a class that auditors handle (berkadar)"),
    Column("month", "int64", "of receipt, in Jakarta: 202611"),
    Column("received_at", "timestamp", "receipt"),
    Column("verified_at", "timestamp", "verification"),
    Column("verification_due_at", "timestamp", "end of the term"),
    Column("dispatched_at", "timestamp", "to this organisation"),
    Column("followed_up_at", "timestamp", "first follow-up by this organisation"),
    Column("follow_up_due_at", "timestamp", "end of the term"),
    Column("answered_at", "timestamp", "last final answer"),
    Column("completion_due_at", "timestamp", "end of the term of the class"),
    Column("closed_at", "timestamp", "close or archive"),
    Column("escalated_at", "timestamp", "consent to the Ombudsman"),
    Column("returned_at", "timestamp", "accepted return, ends this assignment"),
    Column("verification_microseconds", "int64", "receipt to verification"),
    Column("follow_up_microseconds", "int64", "dispatch to first follow-up"),
    Column("completion_microseconds", "int64", "dispatch to final answer"),
    Column("verification_days", "int64", "receipt to verification"),
    Column("follow_up_days", "int64", "dispatch to first follow-up"),
    Column("completion_days", "int64", "dispatch to final answer"),
    Column("open_days", "int64", "dispatch to cut-off, of open cases only"),
    Column("late_days", "int64", "term of completion to final answer or cut-off"),
    Column("is_verification_overdue", "boolean", "unverified past its term"),
    Column("is_follow_up_overdue", "boolean", "without follow-up past its term"),
    Column("is_completion_overdue", "boolean", "without final answer past its term"),
    Column("was_held", "boolean", "was on hold at some time"),
    Column("return_count", "int64", "accepted returns of the case"),
    Column("pause_count", "int64", "pauses of its terms"),
    Column("reopen_count", "int64", "reopenings"),
    Column("follow_up_count", "int64", "follow-ups and answers written"),
    Column("closing", "string", "how it ended (cases.rules.Closing), empty if open"),
    Column("result", "string", "result of the final answer, empty when none"),
    Column("archive_reason", "string", "why archived, empty when not"),
    Column("rating", "int64", "stars 1 to 5, rounded mean of the three questions"),
    Column("stars", "int64", "stars of the three questions added up, 3 to 15"),
    Column("solved", "string", "yes, partly, no, or empty: not asked or silent"),
    Column("is_disputed", "boolean", "the reporter replied against the final answer"),
    Column("promises_due", "int64", "promises whose date has come"),
    Column("promises_kept", "int64", "of those, done by their date"),
    Column("answer_length", "int64", "words of the final answer, null when none"),
    Column("answer_fingerprint", "string", "hash of the normalised answer, or empty"),
    Column("climbed_days", "int64", "working days late of the highest step told"),
)

CONTRIBUTIONS: Final = (
    *_WHO,
    Column("assignment_id", "int64", "internal number of the part"),
    Column("number", "string", "number of the case that another agency leads"),
    Column("is_compulsory", "boolean", "no final answer without it"),
    Column("asked_at", "timestamp", "asked for a part (penanganan bersama)"),
    Column("due_at", "timestamp", "end of the term of the part"),
    Column("handed_in_at", "timestamp", "handed in"),
    Column("ended_at", "timestamp", "no longer asked for: stepped back, case ended"),
)

AGENCIES: Final = (
    *_WHO,
    Column("name", "string", "its name on the last day"),
    Column("kind", "string", "organisations.rules.OrganisationKind"),
    Column("ranking_group", "string", "ministries, regencies, … never mixed"),
    Column("province", "string", "code of its province, empty for the centre"),
    Column("region", "string", "code of its region, empty for the centre"),
    Column("population", "int64", "inhabitants of its region, null when unknown"),
    Column("is_connected", "boolean", "has an admin's account and a decree in force"),
    Column("is_decree_valid", "boolean", "a decree (SK) is in force on the last day"),
    Column("is_decree_complete", "boolean", "it names every admin and liaison officer"),
    Column("is_contact_published", "boolean", "a contact stands on its public page"),
    Column("months", "int64", "months of the period, begun ones count"),
    Column("active_months", "int64", "months with a log-in of an admin"),
    Column("was_active_lately", "boolean", "a log-in of an admin in the last 30 days"),
    Column("officers", "int64", "liaison officers with a valid mandate"),
    Column("prompt_officers", "int64", "of those, all first follow-ups on time"),
    Column("units", "int64", "active units"),
    Column("previous_received", "int64", "reports received in the period before"),
    Column("declared_offline", "int64", "reports in local registers, as declared"),
    Column("has_micro_round", "boolean", "ended a round over its units in the year"),
)

ISSUES: Final = (
    *_WHO,
    Column("issue_id", "int64", "internal number"),
    Column("detected_on", "date", "first day it met the rule"),
    Column("has_cause", "boolean", "a root cause is registered"),
    Column("has_measure", "boolean", "at least one preventive action"),
    Column("is_closed", "boolean", "was declared closed"),
    Column("cases", "int64", "reports in it"),
    Column("cases_after_close", "int64", "reports that came after it was closed"),
)

MEASURES: Final = (
    *_WHO,
    Column("measure_id", "int64", "internal number of the preventive action"),
    Column("issue_id", "int64", "the issue it answers, 0 for a declared programme"),
    Column("due_on", "date", "planned end"),
    Column("finished_on", "date", "real end with evidence, null when open"),
    Column("effect", "string", "effective, unproven, worse, or empty: too early"),
    Column("is_policy_use", "boolean", "rule, SOP or budget that cites the data"),
)

ANSWERS: Final = (
    *_WHO,
    Column("sample_id", "int64", "internal number of the sample"),
    Column("answer_id", "int64", "internal number of the sampled answer"),
    Column("given_at", "timestamp", "final answer, else the last follow-up"),
    Column("stratum", "string", "class, unit, on time or late, rated or not"),
    Column("stratum_size", "int64", "answers of the stratum in the population"),
    Column("stratum_sampled", "int64", "answers drawn from it"),
    Column("score_hundredths", "int64", "0 to 10000, final; null: not scored"),
    Column("is_vetoed", "boolean", "leaked personal data or threatened the reporter"),
)

RECOMMENDATIONS: Final = (
    *_WHO,
    Column("recommendation_id", "int64", "internal number"),
    Column("given_on", "date", "day it was given"),
    Column("due_on", "date", "day it is due"),
    Column("status", "string", "plans.rules.RecommendationStatus"),
    Column("is_open", "boolean", "neither refused nor verified"),
    Column("is_linked", "boolean", "a plan item answers it, or refused with a reason"),
)

PLANS: Final = (
    *_WHO,
    Column("plan_id", "int64", "internal number"),
    Column("year", "int64", "year of the plan"),
    Column("approved_on", "date", "approved by the leader, null when not"),
    Column("approval_due_on", "date", "last day in time (28 February by default)"),
)

ITEMS: Final = (
    *_WHO,
    Column("plan_id", "int64", "internal number of the plan"),
    Column("item_id", "int64", "internal number"),
    Column("year", "int64", "year of the plan"),
    Column("due_on", "date", "end of its last quarter"),
    Column("weight", "int64", "weight inside the plan"),
    Column("progress_hundredths", "int64", "realised of target, 0 to 10000"),
    Column("fields_complete", "int64", "fields that are filled in measurably"),
    Column("fields_all", "int64", "fields that must be"),
    Column("finished_on", "date", "verified end, null when open"),
    Column("is_outcome", "boolean", "its target is an outcome, such as RTL or PTL"),
    Column("is_outcome_reached", "boolean", "the outcome was reached"),
)

TABLES: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "cases": CASES,
        "contributions": CONTRIBUTIONS,
        "agencies": AGENCIES,
        "issues": ISSUES,
        "measures": MEASURES,
        "answers": ANSWERS,
        "recommendations": RECOMMENDATIONS,
        "plans": PLANS,
        "items": ITEMS,
    }
)
