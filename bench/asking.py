"""Asking every question and noting what it cost."""

import time
from collections.abc import Callable, Iterator

import psutil
from django.db import connections
from rich.console import Console

from bench import exports, people, reports, wrk
from bench.counting import queries_of
from bench.place import Place
from bench.questions import Question, Samples, questions, samples
from bench.serving import Cost, Serving
from bench.table import Line

SUBMIT_CLIENTS = (1, 8, 32)
AIM_SUBMIT, AIM_MEMORY, AIM_CSV = 300, 300, 4.0
WARM_UP = 1.5  # seconds, not counted


def _pace() -> float:
    """Return the seconds of processor time of a million turns, the best of five."""
    found = []
    for _ in range(5):
        begun, total = time.process_time(), 0
        for n in range(1_000_000):
            total += n * n
        found.append(time.process_time() - begun)
    return min(found)


class Asking:
    """One run over all questions."""

    def __init__(
        self, place: Place, system: Serving, seconds: float, console: Console
    ) -> None:
        """``seconds`` is how long each question is asked."""
        self.place, self.system, self.seconds = place, system, seconds
        self.console = console
        self.given: Samples = samples()
        self.kept: list[str] = []
        self.worker = 0.0
        self.pace = _pace()

    def all(self, only: set[str]) -> Iterator[Line]:
        """Yield a line for each question, as they are answered."""
        for question in questions(self.given):
            if not only or question.name in only:
                yield self._told(self._page(question))
        if not only or "csv" in only:
            yield self._told(self._csv())
        if not only or "xlsx" in only:
            yield self._told(self._xlsx())
        for clients in SUBMIT_CLIENTS:
            if not only or {f"submit{clients}", "submit"} & only:
                yield self._told(self._submit(clients))

    def facts(self) -> dict[str, str]:
        """Return what is not a rate."""
        memory = self.system.memory()
        parts = ", ".join(f"{name} {mb:.0f}" for name, mb in memory.items())
        is_small = memory["pss"] <= AIM_MEMORY
        return {
            "memory without PostgreSQL, MB": f"{parts} (aim for pss {AIM_MEMORY}, "
            f"{'met' if is_small else 'not met'})",
            "cold start, s": f"{self.system.cold_start:.1f}",
            "reports": "; ".join(self.kept) or "not asked",
            "machine": f"{psutil.cpu_count()} cores, "
            f"{psutil.virtual_memory().total / 2**30:.0f} GiB; a million turns of a "
            f"Python loop: {self.pace * 1000:.0f} ms before, {_pace() * 1000:.0f} ms "
            "after (rented processors are not always equally fast)",
        }

    def _page(self, question: Question) -> Line:
        self._ask(question, WARM_UP)
        before = self.system.cost()
        load = self._ask(question, self.seconds)
        line = self._line(question.name, question.label, load, before)
        line.queries = queries_of(*question.lines[0])
        connections.close_all()
        if question.p95:
            line.aim, line.is_met = f"p95 ≤ {question.p95:g}", load.p95 <= question.p95
        elif question.aim:
            line.aim, line.is_met = f"≥ {question.aim:g}", load.rate >= question.aim
        return line

    def _ask(self, question: Question, seconds: float) -> wrk.Load:
        return wrk.ask(
            self.place.address,
            question.lines,
            clients=question.clients,
            seconds=seconds,
        )

    def _submit(self, clients: int) -> Line:
        before = self.system.cost()
        load, kept = reports.hand_in(self.place, clients=clients, seconds=self.seconds)
        line = self._line(f"submit{clients}", "Report handed in", load, before)
        connections.close_all()
        if clients == 8:
            line.aim, line.is_met = f"≥ {AIM_SUBMIT}", load.rate >= AIM_SUBMIT
        self.kept.append(
            f"{kept.acknowledged} acknowledged, {kept.found} found complete"
            f"{'' if kept.is_complete else ' (LOST SOME)'}, "
            f"{kept.begun_more} more unread at the end"
        )
        return line

    def _csv(self) -> Line:
        cookie = people.session_of(self.given.nation)
        return self._export(
            "csv",
            "CSV, whole nation, closed",
            lambda: exports.csv_rows(self.place, "/meja/ekspor/?tab=done", cookie),
            aim=AIM_CSV,
        )

    def _xlsx(self) -> Line:
        cookie = people.session_of(self.given.admin)
        path = "/meja/ekspor/?tab=todo&bentuk=xlsx"
        return self._export(
            "xlsx",
            "XLSX, open cases of one agency",
            lambda: exports.workbook(self.place, path, cookie),
        )

    def _export(
        self, name: str, label: str, take: Callable[[], exports.Taken], aim: float = 0
    ) -> Line:
        before = self.system.cost()
        taken = take()
        spent = self.system.cost() - before
        line = Line(
            name=name,
            label=label,
            p50=taken.seconds * 1e3,
            p95=taken.seconds * 1e3,
            p99=taken.seconds * 1e3,
            web=spent.web * 1e3,
            database=spent.database * 1e3,
            foreign=_foreign(spent, 0.0),
            note=f"{taken.rows:,} rows, {taken.bytes / 2**20:.1f} MB",
        )
        if aim:
            per_rows = taken.seconds * exports.ENOUGH / max(taken.rows, 1)
            line.aim, line.is_met = f"≤ {aim:g} s / 100 k", per_rows <= aim
        return line

    def _line(self, name: str, label: str, load: wrk.Load, before: Cost) -> Line:
        spent = self.system.cost() - before
        answered = max(load.requests, 1)
        return Line(
            name=name,
            label=label,
            clients=load.clients,
            rate=load.rate,
            p50=load.p50,
            p95=load.p95,
            p99=load.p99,
            web=spent.web * 1e3 / answered,
            database=spent.database * 1e3 / answered,
            foreign=_foreign(spent, load.generator),
            failed=load.refused + load.broken,
        )

    def _told(self, line: Line) -> Line:
        self.console.print(
            f"  {line.label} ({line.clients}): {line.rate:,.0f}/s, "
            f"p95 {line.p95:,.1f} ms, web {line.web:.2f} + db {line.database:.2f} ms",
            style="dim",
        )
        return line


def _foreign(spent: Cost, generator: float) -> float:
    """Return how many cores were busy with what is not ours."""
    ours = spent.web + spent.worker + spent.database + generator
    return max(0.0, (spent.machine - ours) / max(spent.moment, 0.001))
