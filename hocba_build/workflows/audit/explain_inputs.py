"""Which cells of which files a printed figure was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.results.join import Stay, StudentStays
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SEMESTERS, StudentId, SubjectId, Term, YearId
from hocba_build.records.layout import subject_path

AGAIN: Final = "danh_gia_lai"
CONDUCT, ABSENCES, LEARNING, CONCLUSION = "ren-luyen", "chuyen-can", "hoc-tap", "ket-luan"
OTHERS: Final = (CONDUCT, ABSENCES, LEARNING, CONCLUSION)
"""What may be asked about besides a subject."""
TERMS: Final = ("hk1", "hk2", "ca-nam", "danh-gia-lai")
_NOT_COUNTED: Final = ("nhan_xet",)
Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is asked about: a subject or one of ``OTHERS``, and ``hk1``, ``hk2``, ``ca_nam`` or ``danh_gia_lai``."""

    what: str
    term: str

    @property
    def subject(self) -> SubjectId | None:
        """The subject, where it is one."""
        return SubjectId(self.what) if self.what in SUBJECTS else None

    @property
    def key(self) -> str:
        """The figure's path in the results."""
        if self.subject is not None:
            return f"{self.what}.{self.term}"
        names = {CONDUCT: "ren_luyen", LEARNING: "hoc_tap", ABSENCES: "buoi_nghi", CONCLUSION: "ket_luan"}
        return f"{self.term}.{names[self.what]}"

    @property
    def semesters(self) -> tuple[Term, ...]:
        """The semesters whose cells take part."""
        return tuple(term for term in SEMESTERS if self.term in (term.value, Term.CA_NAM.value, AGAIN))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cells of a file: of one pupil (or, with an empty id, of nobody alone), in the columns that fit."""

    path: str
    pupil: str
    fits: Fits


def figure_of(what: str, term: str) -> Figure:
    """The figure a person names.

    Raises:
        HocbaError: there is no such subject or term.
    """
    if what not in SUBJECTS and what not in OTHERS:
        hint = f"Các môn: {', '.join(SUBJECTS)}; hoặc {', '.join(OTHERS)}."
        raise HocbaError(f"Không có môn {what}.", hint)
    written = term.lower().replace("_", "-")
    only_year = what in (ABSENCES, CONCLUSION)
    allowed = TERMS if what in SUBJECTS else ("ca-nam",) if only_year else TERMS[:3]
    if written not in allowed:
        raise HocbaError(f"Không có kì {term} của {what}.", f"Chỉ có: {', '.join(allowed)}.")
    return Figure(what, written.replace("-", "_"))


def wanted_for(year: YearId, stays: StudentStays, figure: Figure, taken: Sequence[SubjectId]) -> tuple[Wanted, ...]:
    """The cells behind a figure; ``taken`` are the pupil's subjects. Files come once, in the order of the ledger."""
    found: dict[str, list[Wanted]] = {}
    for one in _all(year, stays, figure, taken):
        found.setdefault(one.path, []).append(one)
    return tuple(Wanted(path, rows[0].pupil, _any([row.fits for row in rows])) for path, rows in found.items())


def _any(fits: Sequence[Fits]) -> Fits:
    return lambda column: any(one(column) for one in fits)


def _all(year: YearId, stays: StudentStays, figure: Figure, taken: Sequence[SubjectId]) -> Iterator[Wanted]:
    if figure.subject is not None:
        yield from _subject(year, stays, figure, figure.subject)
        return
    if figure.what in (LEARNING, CONCLUSION):
        for subject in taken:
            yield from _subject(year, stays, Figure(subject, _whole(figure)), subject)
    if figure.what in (CONDUCT, CONCLUSION):
        yield from _registers(year, stays, figure, "ren-luyen.yaml", "ren_luyen")
        yield from _decided(year, stays, lambda column: ".ren_luyen" in column)
    if figure.what in (ABSENCES, CONCLUSION):
        yield from _registers(year, stays, figure, "chuyen-can.yaml", "buoi_nghi")
    if figure.what in (LEARNING, CONCLUSION):
        yield from _decided(year, stays, lambda column: ".mon." not in column)


def _whole(figure: Figure) -> str:
    """A conclusion is read from the results after re-assessment too."""
    return AGAIN if figure.what == CONCLUSION else figure.term


def _subject(year: YearId, stays: StudentStays, figure: Figure, subject: SubjectId) -> Iterator[Wanted]:
    grade = stays.last.records.school_class.grade
    for stay in stays.once:
        folder, held = _folder(year, stay), stay.records
        for term in figure.semesters:
            if stays.student in held.subjects.get((term, subject), {}):
                path = subject_path(year, held.school_class.id, term, subject)
                yield Wanted(path, stays.student, lambda column: not column.endswith(_NOT_COUNTED))
        if figure.term == AGAIN and stays.student in held.reassessments.get(subject, {}):
            path = f"{folder}/ca-nam/danh-gia-lai/{subject}.yaml"
            yield Wanted(path, stays.student, lambda column: column not in _NOT_COUNTED)
        yield from _brought(folder, stay, stays.student, [f"{term.value}.mon.{subject}" for term in figure.semesters])
    yield from _decided(year, stays, lambda column: column.endswith(f".mon.{subject}"))
    yield Wanted(f"records/{year}/nam-hoc.yaml", "", lambda column: column == f"mon_hoc.{grade}.{subject}")


def _registers(year: YearId, stays: StudentStays, figure: Figure, name: str, key: str) -> Iterator[Wanted]:
    """The homeroom teacher's registers of the semesters."""
    for stay in stays.once:
        folder = _folder(year, stay)
        for term in figure.semesters:
            yield Wanted(f"{folder}/{term.value}/{name}", stays.student, lambda column: column not in _NOT_COUNTED)
        yield from _brought(folder, stay, stays.student, [f"{term.value}.{key}" for term in figure.semesters])
        if key == "ren_luyen" and figure.what == CONCLUSION:
            path = f"{folder}/ca-nam/ren-luyen-he.yaml"
            yield Wanted(path, stays.student, lambda column: column not in _NOT_COUNTED)


def _brought(folder: str, stay: Stay, student: StudentId, prefixes: Sequence[str]) -> Iterator[Wanted]:
    """What came from another school."""
    if student in stay.records.transfers:
        path = f"{folder}/chuyen-den/{student}.yaml"
        yield Wanted(path, student, lambda column: any(f"{column}.".startswith(f"{prefix}.") for prefix in prefixes))


def _decided(year: YearId, stays: StudentStays, fits: Fits) -> Iterator[Wanted]:
    for stay in stays.once:
        if stays.student in stay.records.decisions:
            yield Wanted(f"{_folder(year, stay)}/quyet-dinh.yaml", stays.student, fits)


def _folder(year: YearId, stay: Stay) -> str:
    return f"records/{year}/{stay.records.school_class.id}"
