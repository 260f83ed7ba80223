"""How a reporter can be reached is asked in one place alone."""

from pathlib import Path

ASKING = ("contacts_for_delivery", "former_contacts")


def test_contacts_are_read_by_notifications_alone():
    used = [
        str(path)
        for path in Path("lapor").rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in ASKING)
        and "notifications" not in path.parts
        and path != Path("lapor/domain/reporters/queries.py")
    ]

    assert used == []


def test_an_address_is_written_down_in_no_message():
    fields = Path("lapor/domain/notifications/models/delivery.py").read_text()

    assert "address = " not in fields
    assert "EmailField" not in fields
