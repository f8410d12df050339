"""A batch of copies from the ledger: whom it is for, which locked years each copy shows, which copy it replaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from hocba_build.domain.copies import Batch, Copy, Purpose, newest, next_number, school_year_of
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, PersonId, SchoolLevel, Standing, StudentId, YearId
from hocba_build.records.reader import read_records
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.papers.copies import CopiesFault, frozen_class, with_root
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.workflows.ledger.history import History

MAX_COPIES: Final = 9999
RECEIVERS: Final = {Purpose.LUU: "Lưu tại trường", Purpose.HOC_SINH: "Học sinh và gia đình"}
"""Who receives a copy where nobody says otherwise; for the other purposes it must be said."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be issued: the pupils of a year (of a class, or these), the whole transcript or that year's pages."""

    year: YearId
    purpose: Purpose
    receiver: str | None = None
    class_id: ClassId | None = None
    pupils: frozenset[StudentId] = frozenset()
    whole: bool = True
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """The class in which a pupil ended a year, and whether still at the school."""

    class_id: ClassId
    stayed: bool


class BatchMaker:
    """Makes a batch on top of the ledger's newest entry."""

    def __init__(self, history: History, wish: Wish) -> None:
        """Take the judged ledger, and what is wanted."""
        self.history, self.wish = history, wish
        self.trees, self.state, self.tree = history.trees, history.state, history.tree
        self._ends: dict[YearId, Mapping[StudentId, _End]] = {}

    @cached_property
    def records(self) -> SchoolRecords:
        """The records of that entry."""
        records = read_records(TreeSource(self.trees, self.tree)).records
        if records is None or self.wish.year not in records.years:
            raise HocbaError(f"Không có năm học {self.wish.year} trong sổ.", "Xem hocba board.")
        return records

    @cached_property
    def earlier(self) -> list[Batch]:
        """The batches in the ledger."""
        return batches_in(self.trees, self.tree)

    def make(self, author: PersonId, day: date) -> Batch:
        """The batch.

        Raises:
            RefusedError: a year is not locked, or nobody is to get a copy.
            HocbaError: no such year, class or pupil, or no receiver is named.
        """
        year = school_year_of(day)
        copies = self._all_copies(year)
        years = sorted({one for copy in copies for one in copy.years})
        batch = Batch(
            year=year,
            number=1 + sum(1 for one in self.earlier if one.year == year),
            founding=self.state.founding,
            index=self.state.index,
            day=day,
            author=author,
            purpose=self.wish.purpose,
            receiver=self.receiver,
            decision=self.wish.decision,
            whole=self.wish.whole,
            first=copies[0].number,
            locks={one: self._act(one) for one in years},
            leaves=0,
            root="",
            copies=copies,
        )
        try:
            return with_root(self.trees, self.tree, batch)
        except CopiesFault as fault:
            raise HocbaError(f"Chưa cấp được: {fault}.", "Xem hocba verify.") from fault

    @cached_property
    def receiver(self) -> str:
        """Who receives the copies.

        Raises:
            HocbaError: nobody said, and the purpose does not say it.
        """
        receiver = self.wish.receiver or RECEIVERS.get(self.wish.purpose)
        if receiver is None:
            raise HocbaError("Chưa nêu nơi nhận.", 'Thêm --to "Trường THPT …".')
        return receiver

    def _all_copies(self, year: YearId) -> tuple[Copy, ...]:
        copies = tuple(self._copies(next_number(self.earlier, year)))
        if not copies:
            raise RefusedError("Không có học sinh nào để cấp bản.", "Xem lại lớp, mã học sinh; xem hocba board.")
        if copies[-1].number > MAX_COPIES:
            raise RefusedError(f"Năm học {year} đã cấp đến bản số {MAX_COPIES}.", "Cấp tiếp trong năm học sau.")
        return copies

    def _copies(self, first: int) -> Iterator[Copy]:
        known = newest(self.earlier)
        for number, (pupil, level) in enumerate(self._pupils(), first):
            series = pupil, level, self.wish.purpose, self.receiver
            before, edition = known.get(series, (None, 0))
            yield Copy(number, pupil, level, edition + 1, before, self._years(pupil, level))

    def _pupils(self) -> Iterator[tuple[StudentId, SchoolLevel]]:
        """The wanted pupils with frozen results of the year, in list order, class by class."""
        year = self.records.years[self.wish.year]
        if self.wish.class_id is not None and self.wish.class_id not in year.classes:
            raise HocbaError(f"Năm học {year.year.id} không có lớp {self.wish.class_id}.", "Xem hocba board.")
        ended = self._ended(self.wish.year)
        unknown = sorted(self.wish.pupils - ended.keys())
        if unknown:
            text = ", ".join(unknown)
            raise HocbaError(f"Năm học {self.wish.year} không có kết quả đã khoá của {text}.", "Xem lại mã học sinh.")
        for class_id, held in sorted(year.classes.items(), key=lambda row: (row[1].school_class.grade, row[0])):
            if self.wish.class_id not in (None, class_id):
                continue
            for pupil in dict.fromkeys(row.student for row in held.school_class.enrolments):
                end = ended.get(pupil)
                if end and end.class_id == class_id and (pupil in self.wish.pupils or self._is_meant(end)):
                    yield pupil, SchoolLevel.of_grade(held.school_class.grade)

    def _is_meant(self, end: _End) -> bool:
        """Whoever left gets a copy only by name."""
        return end.stayed and not self.wish.pupils

    def _years(self, pupil: StudentId, level: SchoolLevel) -> Mapping[YearId, ClassId]:
        """The years that the copy shows, with the pupil's class."""
        wanted = [self.wish.year] if not self.wish.whole else list(self._attended(pupil, level))
        found = {year: self._ended(year).get(pupil) for year in wanted}
        return {year: end.class_id for year, end in found.items() if end is not None}

    def _attended(self, pupil: StudentId, level: SchoolLevel) -> Iterator[YearId]:
        for year, entered in sorted(self.records.years.items()):
            classes = [
                held.school_class
                for held in entered.classes.values()
                if any(row.student == pupil for row in held.school_class.enrolments)
            ]
            if year <= self.wish.year and classes and SchoolLevel.of_grade(classes[0].grade) is level:
                yield year

    def _act(self, year: YearId) -> int:
        """The act of locking in force.

        Raises:
            RefusedError: the year is not locked.
        """
        lock = self.state.locks.get(year)
        if lock is None:
            raise RefusedError(f"Năm học {year} chưa khoá.", "Bản chính thức chỉ có sau khi khoá sổ: hocba board.")
        if lock.scope is not None:
            raise RefusedError(f"Năm học {year} đang mở để sửa.", "Khoá lại năm ấy trước khi cấp bản: hocba board.")
        return lock.acts

    def _ended(self, year: YearId) -> Mapping[StudentId, _End]:
        """How each pupil with frozen results ended a year."""
        if year not in self._ends:
            folder = f"signatures/khoa-so/{year}/{self._act(year):04d}"
            self._ends[year] = dict(self._read_ends(folder))
        return self._ends[year]

    def _read_ends(self, folder: str) -> Iterator[tuple[StudentId, _End]]:
        for path, blob in self.trees.files(self.tree, folder):
            name = path.rpartition("/")[2]
            if name not in ("khoa.yaml", "khoa.yaml.asc"):
                class_id = ClassId(name.removesuffix(".yaml"))
                for pupil, (_, leaf) in frozen_class(self.trees.content(blob)).items():
                    yield pupil, _End(class_id, stayed=leaf["trang_thai"] == Standing.DANG_HOC.value)


__all__ = ["RECEIVERS", "BatchMaker", "Wish"]
