"""Do printed pages say what a lock froze: every figure, level, remark and name of a year, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hocba_build.domain.legacy import LegacyYear
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import SchoolLevel
from hocba_build.publishing.transcript.form import load_form
from hocba_build.publishing.transcript.model import SubjectRow, SummaryRow, YearPages
from hocba_build.publishing.transcript.subjects import kept_rows
from hocba_build.publishing.transcript.summary import kept_summary

NO_ROW = SubjectRow("", used=False)
BESIDE = frozenset({"was", "notes"})
"""What a page shows beside the results: what was struck out, and by whom. The ledger alone proves that."""


def disagreements(pages: YearPages, full_name: str, year: LegacyYear) -> Iterator[str]:
    """The places of a year's pages that differ from the frozen year, in a person's words."""
    said = (pages.full_name, pages.class_name, pages.grade, pages.place.school, pages.homeroom_teacher)
    frozen = (full_name, year.class_name, year.grade, year.school, year.homeroom_teacher or "")
    names = ("họ và tên", "lớp", "khối", "trường", "giáo viên chủ nhiệm")
    yield from (name for name, one, other in zip(names, said, frozen, strict=True) if one != other)
    if pages.draft:
        yield "dấu bản nháp"
    yield from _rows(pages, year)
    wanted = kept_summary(year)
    yield from (
        f"phần tổng kết ({field})"
        for field in wanted.__dataclass_fields__.keys() - BESIDE
        if _plain(getattr(pages.summary, field)) != _plain(getattr(wanted, field))
    )


def _plain(value: object) -> object:
    """Rows of levels without what was struck out."""
    if isinstance(value, tuple):
        return tuple(replace(one, was={}) if isinstance(one, SummaryRow) else one for one in value)
    return value


def _rows(pages: YearPages, year: LegacyYear) -> Iterator[str]:
    unknown = sorted(subject for subject in year.subjects if subject not in ORDER)
    if unknown:
        yield f"môn {', '.join(unknown)}"
        return
    form = load_form(pages.form).rows[SchoolLevel.of_grade(year.grade)]
    wanted = kept_rows(form, year)
    for place in range(max(len(wanted), len(pages.rows))):
        ours = wanted[place] if place < len(wanted) else NO_ROW
        theirs = pages.rows[place] if place < len(pages.rows) else NO_ROW
        if not _same(ours, theirs):
            yield f"môn {theirs.label or ours.label}"


def _same(ours: SubjectRow, theirs: SubjectRow) -> bool:
    """Whether two rows agree; the foreign language's name may follow its label."""
    if not theirs.label.startswith(ours.label) or ours.used != theirs.used:
        return False
    figures = ("hk1", "hk2", "year", "reassessed", "remark", "teachers")
    return all(getattr(ours, name) == getattr(theirs, name) for name in figures)
