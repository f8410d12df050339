"""Papers of the office on a simulated school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hocba_build.domain.values import PersonId, StudentId
from hocba_build.records.reader import read_records
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.papers.leaving import running_year
from hocba_build.trust.papers.office_partial import partial_path
from hocba_build.trust.papers.partial import Partial
from tests.trust.simulator import PUPILS, YEAR, SchoolSimulator
from tests.trust.year_end import state_of

PUPIL = StudentId(next(iter(PUPILS)))
DAY = date(2026, 2, 10)
PARTIAL = partial_path(YEAR, 1)


def partial(school: SchoolSimulator, **changes: object) -> Partial:
    """A pupil's statement on main, with what a test wants otherwise."""
    tree = school.writer.tree_of(school.main)
    records = read_records(TreeSource(school.trees, tree)).records
    assert records is not None
    found = running_year(records, YEAR, PUPIL, "12/QĐ-BM", DAY)
    assert found is not None
    statement = Partial(
        founding=school.founding,
        path=PARTIAL,
        index=state_of(school).index,
        leaver=found[0],
        decision="12/QĐ-BM",
        results=found[1],
        registrar=PersonId("van-thu"),
        registrar_key=school.people["van-thu"].fingerprint,
        principal=PersonId("hieu-truong"),
    )
    return replace(statement, **changes)  # type: ignore[arg-type]


def stated(
    school: SchoolSimulator, text: bytes, *, author: str = "van-thu", hands: tuple[str, str] | None = None
) -> Oid:
    """The statement signed by the registrar, then by the principal, who merges; ``hands`` are whose keys sign."""
    first, second = hands or (author, "hieu-truong")
    files = {PARTIAL: text, f"{PARTIAL}.{author}.asc": school.people[first].sign(text, school.now)}
    branch = school.commit(author, files)
    signature = school.people[second].sign(text, school.now)
    branch = school.commit("hieu-truong", {f"{PARTIAL}.hieu-truong.asc": signature}, branch)
    return school.merge("hieu-truong", branch)
