"""Templates: none unused, none with inline script or style."""

import re
from pathlib import Path

TEMPLATES = Path("lapor/web/templates")
FROM_PACKAGES = ("account/", "mfa/", "allauth/")
INLINE = re.compile(
    r"<script(?![^>]*(?:src=|type=\"application/json\"))|\sstyle=|\son\w+="
)


def names() -> list[str]:
    return sorted(
        p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html")
    )


def test_none_is_unused():
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*Path("lapor").rglob("*.py"), *TEMPLATES.rglob("*.html")]
    )
    unused = [
        name
        for name in names()
        if name not in text and not name.startswith(FROM_PACKAGES)
    ]
    assert unused == []


def test_none_has_script_or_style_in_the_page():
    found = [
        name
        for name in names()
        if INLINE.search((TEMPLATES / name).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_none_marks_text_as_safe():
    marked = [
        str(path)
        for path in [*Path("lapor").rglob("*.py"), *TEMPLATES.rglob("*.html")]
        if re.search(r"\|safe\b|autoescape off", path.read_text("utf-8"))
    ]
    assert marked == []
