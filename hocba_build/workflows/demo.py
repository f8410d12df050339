"""A fictional school from nothing: its whole signed life, then everything that is made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from hocba_build.domain.results import evaluate_class
from hocba_build.domain.school import SchoolRecords, YearRecords
from hocba_build.domain.values import Standing, YearId
from hocba_build.domain.words import word
from hocba_build.publishing.site.scope import OFFICE
from hocba_build.trust.gpg import keyring
from hocba_build.trust.judge import Judgement
from hocba_build.trust.verdict import WORDS, Verdict
from hocba_build.workflows.build_site import build_site
from hocba_build.workflows.check import CheckResult, check
from hocba_build.workflows.ledger.approvals import approved
from hocba_build.workflows.ledger.verify import locked_years, verify
from hocba_build.workflows.life.acts import REGISTRAR
from hocba_build.workflows.life.live import live_through
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.families import with_life_pages
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Selection, print_pdfs
from hocba_build.workflows.sample import Plan

Tell = Callable[[str], None]
"""Called with a Vietnamese sentence after each step."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made."""

    school: Path
    judged: Judgement
    checked: CheckResult
    pages: int
    printed: PrintReport

    @property
    def failed(self) -> bool:
        """Whether something of the fictional school was refused: the program, not the school, would be wrong."""
        return self.judged.verdict is not Verdict.VALID or self.checked.failed or bool(self.printed.failures)


def make_demo(directory: Path, plan: Plan, *, jobs: int, tell: Tell) -> Demonstration:
    """Let the school live, verify and check it, evaluate it, build its site and print a year of transcripts.

    Raises:
        RefusedError: the folder holds something already.
    """
    clock = _Clock(tell)
    lived = live_through(directory, plan, tell)
    clock.lap(f"Sổ có chữ kí: {lived.entries} mục, {len(lived.waiting)} đề xuất đang chờ duyệt.")
    judged = verify(lived.school, lived.sheet)
    locked = locked_years(judged)
    clock.lap(f"Kiểm tra: {WORDS[judged.verdict]}; {judged.commits} lần ghi, đã khoá {', '.join(locked) or '–'}.")
    checked = check(lived.school)
    records = open_school(lived.school).records
    clock.lap(f"Hồ sơ: {_extent(records)}; {checked.files} tệp, {_faults(checked)}.")
    for sentence in _outcomes(records, _closed_year(records)):
        tell(f"  {sentence}")
    pages = build_site(lived.school, directory / "site", OFFICE, sheet=lived.sheet).pages
    clock.lap(f"Trang tĩnh: {pages} trang.")
    year = _closed_year(records)
    allowed = approved(lived.school, lived.sheet)
    selection = Selection(year)
    with keyring(directory / "khoa" / REGISTRAR) as keys:
        records, _ = with_life_pages(lived.school, records, selection, keys)
    out = directory / "pdf"
    printed = print_pdfs(
        records, selection, out, means=Means(jobs=jobs), locked=allowed.locked, approvals=allowed.approvals
    )
    clock.lap(f"Học bạ: {printed.printed} học sinh của năm học {year}.")
    return Demonstration(lived.school, judged, checked, pages, printed)


class _Clock:
    """Says what was done and how long it took; figures of one run, for whoever watches."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._last = monotonic()

    def lap(self, sentence: str) -> None:
        now = monotonic()
        seconds = f"{now - self._last:.1f}".replace(".", ",")
        self._tell(f"{sentence} ({seconds} giây)")
        self._last = now


def _closed_year(records: SchoolRecords) -> YearId:
    """The last year but the open one; the open one where there is no other."""
    years = sorted(records.years)
    return years[-2] if len(years) > 1 else years[-1]


def _extent(records: SchoolRecords) -> str:
    classes = sum(len(year.classes) for year in records.years.values())
    return f"{len(records.students)} học sinh, {classes} lượt lớp, năm học {', '.join(sorted(records.years))}"


def _faults(checked: CheckResult) -> str:
    if not checked.findings:
        return "không có lỗi"
    return f"{len(checked.findings)} điều cần xem (hocba check)"


def _outcomes(records: SchoolRecords, year: YearId) -> Iterator[str]:
    entered: YearRecords = records.years[year]
    for class_id, held in entered.classes.items():
        rows = evaluate_class(entered, records.students, class_id).rows
        stayed = Counter(result.conclusion for _, standing, result in rows if standing is Standing.DANG_HOC)
        left = Counter(standing for _, standing, _ in rows if standing is not Standing.DANG_HOC)
        said = [f"{word(end).lower() if end else 'chưa đủ điểm'} {count}" for end, count in stayed.most_common()]
        said += [f"{word(standing).lower()} {count}" for standing, count in left.most_common()]
        yield f"{held.school_class.name}, {year}: {len(rows)} học sinh; {', '.join(said)}"
