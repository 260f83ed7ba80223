"""Reading cases. An officer's reads start at ``seen_by``, a reporter's at his code."""

from .acts import acts_for_officer, acts_for_reporter, ombudsman_way
from .clocks import WhyThisDate, standing_of, why
from .clusters import joined_in_nation, joined_to
from .desk import JOINED, Filters, Tab, as_lines, queue, queue_counts, queue_page
from .effects import Effect, effect_of_class
from .exporting import COLUMNS as EXPORT_COLUMNS
from .exporting import export_rows
from .files import file_of_reporter, file_seen_by, known_files
from .following import Followed, followed
from .hops import Dispute, Hop, decides, disputes, has_hops, hops
from .meetings import meetings_of, open_decisions
from .moves import Moves, moves_if
from .next_step import NextStep, next_step
from .parts import (
    Share,
    combined,
    involved,
    lacking,
    part_of,
    present_parts,
    shares,
)
from .promises import ShownPromise, promise_to_judge, promises_of
from .reporter import case_of_holder, open_with
from .search import Found, by_number, search
from .seen import HELD, SHARED, case_seen_by, is_permitted, protections_of, seen_by
from .taxonomy import (
    categories,
    category_by_slug,
    category_tree,
    classification_by_code,
    classifications,
    finer_classes,
    public_classes,
    with_finer,
)
from .timeline import Eyes, Line, sentence_of, timeline

__all__ = [
    "EXPORT_COLUMNS",
    "HELD",
    "JOINED",
    "SHARED",
    "Dispute",
    "Effect",
    "Eyes",
    "Filters",
    "Followed",
    "Found",
    "Hop",
    "Line",
    "Moves",
    "NextStep",
    "Share",
    "ShownPromise",
    "Tab",
    "WhyThisDate",
    "acts_for_officer",
    "acts_for_reporter",
    "as_lines",
    "by_number",
    "case_of_holder",
    "case_seen_by",
    "categories",
    "category_by_slug",
    "category_tree",
    "classification_by_code",
    "classifications",
    "combined",
    "decides",
    "disputes",
    "effect_of_class",
    "export_rows",
    "file_of_reporter",
    "file_seen_by",
    "finer_classes",
    "followed",
    "has_hops",
    "hops",
    "involved",
    "is_permitted",
    "joined_among",
    "joined_in_nation",
    "joined_to",
    "known_files",
    "lacking",
    "meetings_of",
    "moves_if",
    "next_step",
    "ombudsman_way",
    "open_decisions",
    "open_with",
    "part_of",
    "present_parts",
    "promise_to_judge",
    "promises_of",
    "protections_of",
    "public_classes",
    "queue",
    "queue_counts",
    "queue_page",
    "search",
    "seen_by",
    "sentence_of",
    "shares",
    "standing_of",
    "timeline",
    "why",
    "with_finer",
]
