"""Taking the present list out, as CSV or as a workbook."""

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.domain.cases.actions import export_list
from lapor.domain.cases.queries import EXPORT_COLUMNS
from lapor.kernel import clock
from lapor.kernel.tables import write_csv, write_xlsx
from lapor.web.desk.narrowing import narrowing
from lapor.web.desk.place import officer, today

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 4 * 1024 * 1024  # bytes, then it goes to the disk


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Stream the tab with its filters; never an identity, and always on record."""
    user, now, chosen = officer(request), clock.now(), narrowing(request.GET)
    kind = "xlsx" if request.GET.get("bentuk") == "xlsx" else "csv"
    rows = export_list(
        chosen.tab,
        chosen.filters,
        kind=kind,
        by=user,
        at=now,
        on=today(now),
        zone=ZoneInfo(timezone.get_current_timezone_name()),
    )
    name = f"{gettext('laporan')}-{chosen.tab}-{timezone.localdate(now)}.{kind}"
    response = _workbook(rows, name) if kind == "xlsx" else _csv(rows, name)
    return response


def _csv(rows: Iterator[tuple[Any, ...]], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(
        write_csv(EXPORT_COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _workbook(rows: Iterator[tuple[Any, ...]], name: str) -> HttpResponseBase:
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    file = cast(BinaryIO, spool)  # closed with the response
    write_xlsx(file, EXPORT_COLUMNS, rows, sheet=gettext("Laporan"))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)
