"""Sheets of a year as one workbook: the pages people see, and the hidden sheet beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hocba_build.domain.entries import Mode
from hocba_build.domain.results import evaluate_class
from hocba_build.domain.results.subjects import course_of
from hocba_build.domain.school import SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, PersonId, Result, StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import word
from hocba_build.exchange.columns import Column, SheetKey, sheet_title, subject_name, title_of
from hocba_build.exchange.design import Line, Subject, page_of
from hocba_build.exchange.drawing import Drawing, Page
from hocba_build.exchange.meta import META, BookMeta, SheetMeta, encode
from hocba_build.exchange.sheets import columns_of, members_of, tokens_of
from hocba_build.exchange.tokens import Tokens


@dataclass(slots=True)
class Writer:
    """Draws sheets of one year of a school."""

    records: SchoolRecords
    year: YearId
    commit: str = ""
    _first: dict[ClassId, Mapping[StudentId, Mapping[SubjectId, Result | None]]] = field(default_factory=dict)

    @property
    def entered(self) -> YearRecords:
        """The year as entered."""
        return self.records.years[self.year]

    def draw(self, keys: Sequence[SheetKey]) -> Drawing:
        """A workbook with one sheet a key, filled from the records."""
        return self.bind([self._whole_sheet(key) for key in keys])

    def bind(self, sheets: Iterable[tuple[Subject, Sequence[Line], Mapping[StudentId, Tokens]]]) -> Drawing:
        """Pages and hidden sheet of some sheets: what each is about, its lines, and the words it starts from."""
        pages: list[Page] = []
        metas: list[SheetMeta] = []
        for subject, lines, base in sheets:
            pages.append(page_of(subject, lines))
            metas.append(SheetMeta(subject.title, subject.key, tuple(c.key for c in subject.columns), base))
        return Drawing(pages, META, encode(BookMeta(self.commit, tuple(metas))))

    def _whole_sheet(self, key: SheetKey) -> tuple[Subject, list[Line], dict[StudentId, Tokens]]:
        held = self.entered.classes[key.class_id]
        columns = columns_of(self.entered, held, key)
        members = members_of(self.entered, self.records.students, key)
        words = {member.student: tokens_of(held, key, columns, member.student) for member in members}
        lines = [Line(member, words[member.student], self.first_result(key, member.student)) for member in members]
        return self.subject(key, columns), lines, dict(words)

    def subject(self, key: SheetKey, columns: Sequence[Column]) -> Subject:
        """What the head of a sheet says."""
        entered, held = self.entered, self.entered.classes[key.class_id]
        required = 0
        if key.subject is not None and key.term is not Term.CA_NAM:
            course = course_of(entered.year, held.school_class.grade, key.subject, Mode.BINH_THUONG)
            required = course.required_regular
        return Subject(
            title=sheet_title(held, key),
            key=key,
            columns=columns,
            school=self.records.school.name_on(entered.year.last_day),
            heading=self._heading(key),
            teachers=self._teachers(key),
            required=required,
            topics=entered.year.switches.study_topic,
        )

    def _heading(self, key: SheetKey) -> str:
        held = self.entered.classes[key.class_id]
        name = held.school_class.name
        what = "Sổ chủ nhiệm" if key.subject is None else f"Bảng điểm môn {subject_name(held, key.subject)}"
        what = title_of(held, key) if key.term is Term.CA_NAM else what
        return f"{what} – Lớp {name} – {word(key.term)} – Năm học {key.year}"

    def _teachers(self, key: SheetKey) -> str:
        assigned = self.entered.assignments
        term = Term.HK2 if key.term is Term.CA_NAM else key.term
        if key.subject is None:
            homeroom = assigned.homeroom_teacher(key.class_id, self.entered.year.semesters[term].last)
            people: tuple[PersonId, ...] = (homeroom,) if homeroom else ()
        else:
            people = assigned.teachers(key.class_id, key.subject, term)
        names = [self.records.staff[person].full_name for person in people if person in self.records.staff]
        role = "Giáo viên chủ nhiệm" if key.subject is None else "Giáo viên"
        return f"{role}: {', '.join(names) or 'chưa phân công'}"

    def first_result(self, key: SheetKey, student: StudentId) -> Result | None:
        """The first semester's result, which the second semester's sheet shows."""
        if key.term is not Term.HK2 or key.subject is None:
            return None
        if key.class_id not in self._first:
            rows = evaluate_class(self.entered, self.records.students, key.class_id).rows
            self._first[key.class_id] = {
                result.student: {name: one.of(Term.HK1) for name, one in result.subjects.items()}
                for _, _, result in rows
            }
        return self._first[key.class_id].get(student, {}).get(key.subject)
