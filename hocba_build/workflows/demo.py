"""A fictional school from nothing: its records as a fresh repository, then everything that is made from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from time import monotonic
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.results import evaluate_class
from hocba_build.domain.school import SchoolRecords, YearRecords
from hocba_build.domain.values import Standing, YearId
from hocba_build.domain.words import word
from hocba_build.publishing.site.scope import OFFICE
from hocba_build.records.writer import files_of, write_files
from hocba_build.trust.gitrepo import Author, Revision, found_repository
from hocba_build.workflows.build_site import build_site
from hocba_build.workflows.check import CheckResult, check
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.print_pdfs import PrintReport, Selection, print_pdfs
from hocba_build.workflows.sample import Plan, generate

VIETNAM: Final = timezone(timedelta(hours=7))
FOUNDED: Final = datetime(2026, 3, 9, 7, 30, tzinfo=VIETNAM)
"""The day the sample's open year stands at; a fixed day, so that the same seed gives the same commit."""
ATTRIBUTES: Final = b"* -text\n"

Tell = Callable[[str], None]
"""Called with a Vietnamese sentence after each step."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made."""

    school: Path
    checked: CheckResult
    pages: int
    printed: PrintReport

    @property
    def failed(self) -> bool:
        """Whether something of the fictional school was refused: the program, not the school, would be wrong."""
        return self.checked.failed or bool(self.printed.failures)


def make_demo(directory: Path, plan: Plan, *, jobs: int, tell: Tell) -> Demonstration:
    """Make the school, check it, evaluate it, build its site and print a year of transcripts.

    Raises:
        RefusedError: the folder holds something already.
    """
    clock = _Clock(tell)
    found_demo(directory, plan)
    school = directory / "truong"
    records = open_school(school)
    clock.lap(f"Hồ sơ: {_extent(records)}.")
    checked = check(school)
    clock.lap(f"Kiểm tra: {checked.files} tệp, {_faults(checked)}.")
    for sentence in _outcomes(records, _closed_year(records)):
        tell(f"  {sentence}")
    clock.lap("Kết quả: đã tính.")
    pages = build_site(school, directory / "site", OFFICE)
    clock.lap(f"Trang tĩnh: {pages} trang.")
    printed = print_pdfs(records, Selection(_closed_year(records)), directory / "pdf", jobs=jobs)
    clock.lap(f"Học bạ: {printed.printed} học sinh của năm học {_closed_year(records)}.")
    return Demonstration(school, checked, pages, printed)


def found_demo(directory: Path, plan: Plan) -> Revision:
    """Write the sample school into ``directory/truong`` as a fresh repository.

    Raises:
        RefusedError: the folder holds something already.
    """
    if directory.exists() and any(directory.iterdir()):
        raise RefusedError(
            f"Thư mục {directory.name} đã có tệp, không ghi đè.", "Chọn một thư mục mới hoặc xoá thư mục này trước."
        )
    directory.mkdir(parents=True, exist_ok=True)
    school = directory / "truong"
    school.mkdir()
    write_files(school, files_of(generate(plan)), {})
    (school / ".gitattributes").write_bytes(ATTRIBUTES)
    author = Author("quan-tri", "quan-tri@truong.invalid")
    return found_repository(school, author, FOUNDED, "Trường mẫu: hồ sơ ban đầu\n")


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
