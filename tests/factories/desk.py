"""Acting at the desk as its pages do."""

from lapor.domain.cases.models import Case, Message

SEND = {"langkah": "kirim"}


def act(client, case: Case, slug: str, **given: object):
    """Press the button of an act as the page offers it."""
    page = client.get(f"/meja/{case.number}/?aksi={slug}")
    version = page.context["case"].version
    return client.post(
        f"/meja/{case.number}/", {"aksi": slug, "version": version, **SEND, **given}
    )


def slugs(client, case: Case) -> list[str]:
    page = client.get(f"/meja/{case.number}/")
    return [offer.slug for offer in page.context["offers"]]


def fresh(case: Case) -> Case:
    return Case.objects.select_related("agency", "unit").get(pk=case.pk)


def messages_of(case: Case) -> list[str]:
    return list(
        Message.objects.filter(case=case)
        .order_by("pk")
        .values_list("content", flat=True)
    )
