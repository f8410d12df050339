"""What can be believed while some files cannot be read: a rule across files is as sound as the files it reads.

Without this, one slip in a score file would call every re-assessment of the class wrong, and tell people to delete it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath, parse_path

_FROM_ASSIGNMENTS: Final = frozenset({"HB206", "HB207"})
_FROM_RESULTS: Final = frozenset({"HB204", "HB216", "HB217", "HB218", "HB222"})
_FROM_LISTS: Final = frozenset({"HB207", "HB220"}) | _FROM_RESULTS
_OF_RESULTS: Final = SUBJECT_KINDS | {
    Kind.REN_LUYEN,
    Kind.CHUYEN_CAN,
    Kind.DANH_GIA_LAI,
    Kind.REN_LUYEN_HE,
    Kind.QUYET_DINH,
    Kind.CHUYEN_DEN,
}
_STUDENT: Final = re.compile(r"(?<!\d)\d{10}(?!\d)")


class Doubts:
    """The codes that may only follow from files that could not be read, by school, year and pupil."""

    def __init__(self, records: SchoolRecords, faulty: Iterable[RecordPath]) -> None:
        """Note what each faulty file leaves in doubt."""
        self._school: set[str] = set()
        self._years: defaultdict[YearId | None, set[str]] = defaultdict(set)
        self._pupils: defaultdict[StudentId, set[str]] = defaultdict(set)
        for place in faulty:
            self._note(records, place)

    def _note(self, records: SchoolRecords, place: RecordPath) -> None:
        if place.kind is Kind.CAN_BO:
            self._school |= _FROM_ASSIGNMENTS
        elif place.kind is Kind.PHAN_CONG:
            self._years[place.year] |= _FROM_ASSIGNMENTS
        elif place.kind is Kind.LOP:
            self._years[place.year] |= _FROM_LISTS
        elif place.kind is Kind.HOC_SINH and place.student is not None:
            self._pupils[place.student].add("HB201")
        elif place.kind in _OF_RESULTS:
            for student in _listed(records, place):
                self._pupils[student] |= _FROM_RESULTS

    def believable(self, finding: Finding) -> bool:
        """Whether the finding would stand whatever the faulty files hold."""
        place = parse_path(finding.path)
        codes = self._school | self._years.get(place.year if place else None, set())
        for named in _STUDENT.findall(f"{finding.pointer or ''} {finding.message}"):
            codes = codes | self._pupils.get(StudentId(named), set())
        return finding.code not in codes


def _listed(records: SchoolRecords, place: RecordPath) -> Iterator[StudentId]:
    """The pupils of the class a file is about."""
    year = records.years.get(place.year) if place.year else None
    of_class = year.classes.get(place.class_id) if year and place.class_id else None
    for enrolment in of_class.school_class.enrolments if of_class else ():
        yield enrolment.student
