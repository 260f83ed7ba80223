"""Words that speak of a danger to life: the receipt then names the numbers to call.

This is a message and nothing more: the report takes its ordinary way (domain §9.9).
"""

import re
from typing import Final

DANGER: Final = re.compile(
    r"\b(kebakaran|terbakar|bunuh\s+diri|mengakhiri\s+hidup|dibunuh|pembunuhan|"
    r"dianiaya|penganiayaan|dipukuli|disekap|penyekapan|diperkosa|pemerkosaan|"
    r"dicabuli|kdrt|tenggelam|longsor|banjir\s+bandang|keracunan|sekarat|bom)\b",
    re.IGNORECASE,
)


def speaks_of_danger(text: str) -> bool:
    """Say whether a text mentions fire, violence, suicide or the like.

    >>> speaks_of_danger("Ada orang hendak bunuh  diri di jembatan")
    True
    >>> speaks_of_danger("Lampu jalan mati")
    False
    """
    return DANGER.search(text) is not None
