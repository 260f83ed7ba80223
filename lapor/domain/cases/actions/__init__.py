"""Everything that changes a case: each act locks, permits, moves and records."""

from .answering import (
    ask_reporter,
    comment,
    final_answer,
    follow_up,
    note,
    reply,
    supply,
)
from .arrival import (
    NewCase,
    archive,
    classify,
    complete,
    hold,
    open_case,
    pass_on,
    protect,
)
from .bulk import correct_taken_over, take_over, worked_on
from .climbing import ClimbedClock, Step, note_climbs
from .clocks import recompute
from .contact_search import find_by_contact
from .copying import Lives, copy_lives, reserve_cases
from .dispatching import (
    ask_return,
    dispatch,
    dispatch_unit,
    grant_return,
    hand_back,
    refuse_return,
)
from .ending import (
    accept,
    close,
    come_back,
    escalate,
    expire,
    reopen,
    revive,
    sweep,
    withdraw,
)
from .exporting import export_list
from .extending import extend
from .joining import merge, unmerge
from .meetings import Resolved, carry_out, convene
from .prioritising import restrict, tag
from .promising import confirm_promise, keep_promise, watch_promises
from .reference import load_categories, load_classifications
from .relaying import tell
from .scanning import scan_files
from .steps import local_day
from .together import (
    advise,
    consult,
    contribute,
    decline,
    invite,
    release,
    send_copy,
)
from .topics import save_category, save_classification
from .words import learn_words

__all__ = [
    "ClimbedClock",
    "Lives",
    "NewCase",
    "Resolved",
    "Step",
    "accept",
    "advise",
    "archive",
    "ask_reporter",
    "ask_return",
    "carry_out",
    "classify",
    "close",
    "come_back",
    "comment",
    "complete",
    "confirm_promise",
    "consult",
    "contribute",
    "convene",
    "copy_lives",
    "correct_taken_over",
    "decline",
    "dispatch",
    "dispatch_unit",
    "escalate",
    "expire",
    "export_list",
    "extend",
    "final_answer",
    "find_by_contact",
    "follow_up",
    "grant_return",
    "hand_back",
    "hold",
    "invite",
    "keep_promise",
    "learn_words",
    "load_categories",
    "load_classifications",
    "local_day",
    "merge",
    "note",
    "note_climbs",
    "open_case",
    "pass_on",
    "protect",
    "recompute",
    "refuse_return",
    "release",
    "reopen",
    "reply",
    "reserve_cases",
    "restrict",
    "revive",
    "save_category",
    "save_classification",
    "scan_files",
    "send_copy",
    "supply",
    "sweep",
    "tag",
    "take_over",
    "tell",
    "unmerge",
    "watch_promises",
    "withdraw",
    "worked_on",
]
