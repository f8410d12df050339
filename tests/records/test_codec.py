"""Documents and domain values: what is decoded is encoded again, and fits its schema."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.entries import (
    Absences,
    Award,
    BroughtSemester,
    BroughtSubject,
    Completion,
    ConductEntry,
    Decision,
    DecisionKind,
    Honours,
    Mode,
    Reassessment,
    SubjectEntry,
    Tests,
    TransferIn,
)
from hocba_build.domain.legacy import LegacyForm, LegacySubject, LegacyTerm, LegacyYear, OldConduct, OldLearning
from hocba_build.domain.people import Event, EventKind, Family, Guardian, Identity, Student
from hocba_build.domain.school import Enrolment, SchoolClass
from hocba_build.domain.subjects import ARTS_CONTENTS, ELECTIVES
from hocba_build.domain.values import (
    ClassId,
    Conclusion,
    Exempt,
    Level,
    Outcome,
    Score,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)
from hocba_build.records.canonical import write
from hocba_build.records.codec import decode, encode_table, outside, people, year
from hocba_build.records.document import Json
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import RecordPath, parse_path
from hocba_build.records.reader import read_records
from hocba_build.records.strict_yaml import parse
from hocba_build.records.writer import files_of
from tests.records.samples import BASE, documented, place

PUPIL = StudentId("7400000001")
YEAR, CLASS = YearId("2025-2026"), ClassId("6a1")
FOLDER = "records/2025-2026/6a1"

SCORES = st.integers(0, 100).map(lambda tenths: Score(Decimal(tenths) / 10))
OUTCOMES = st.sampled_from(Outcome)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
LEVELS = st.sampled_from(Level)
TEXTS = st.sampled_from(["Tiến bộ rõ.", "a: b", "12.6", "yes", "Chăm, ngoan", 'nói "thử"', "6e1", "Lò Thị Ánh #1"])
NAMES = st.sampled_from(["Lò Thị Ánh", "H'Linh Niê", "Đỗ Văn Bình"])
MAYBE_TEXT = st.none() | TEXTS


def some_tests(values: st.SearchStrategy[Any], *, topic: bool = False) -> st.SearchStrategy[Tests]:
    """Tests of one kind of result."""
    return st.builds(
        Tests,
        st.lists(st.none() | values, min_size=1, max_size=5).map(tuple),
        st.none() | values,
        st.none() | values,
        st.none() | values if topic else st.none(),
        st.frozensets(st.sampled_from(["tx1", "tx2", "gk", "ck"])),
    )


ARTS = st.fixed_dictionaries({"am_nhac": some_tests(OUTCOMES), "mi_thuat": some_tests(OUTCOMES)})
EXEMPT = st.builds(SubjectEntry, st.just({}), TEXTS, MAYBE_TEXT)

TABLES: dict[str, st.SearchStrategy[Any]] = {
    "hk1/toan": st.builds(
        SubjectEntry, st.fixed_dictionaries({"": some_tests(SCORES, topic=True)}), st.none(), MAYBE_TEXT
    )
    | EXEMPT,
    "hk2/gdtc": st.builds(SubjectEntry, st.fixed_dictionaries({"": some_tests(OUTCOMES)}), st.none(), MAYBE_TEXT)
    | EXEMPT,
    "hk1/nghe-thuat": st.builds(SubjectEntry, ARTS, st.none(), MAYBE_TEXT) | EXEMPT,
    "hk1/ren-luyen": st.builds(ConductEntry, LEVELS, MAYBE_TEXT),
    "hk1/chuyen-can": st.dictionaries(
        st.sampled_from(["2025-09", "2025-10"]), st.builds(Absences, st.integers(0, 31), st.integers(0, 31)), min_size=1
    ),
    "ca-nam/danh-gia-lai/toan": st.builds(Reassessment, SCORES, st.just(value=False), st.none() | DAYS, MAYBE_TEXT)
    | st.builds(Reassessment, st.none(), st.just(value=True), st.none() | DAYS),
    "ca-nam/danh-gia-lai/gdtc": st.builds(Reassessment, OUTCOMES, st.just(value=False), st.none() | DAYS),
    "ca-nam/ren-luyen-he": st.builds(ConductEntry, LEVELS, MAYBE_TEXT),
    "ca-nam/khen-thuong": st.builds(
        Honours,
        st.lists(st.builds(Award, TEXTS, MAYBE_TEXT, st.none() | DAYS), min_size=1, max_size=3).map(tuple),
        st.lists(st.tuples(TEXTS, MAYBE_TEXT), max_size=2).map(tuple),
        st.lists(st.tuples(TEXTS, MAYBE_TEXT), max_size=2).map(tuple),
    ),
    "ca-nam/nhan-xet": TEXTS,
    "ca-nam/hoan-thanh": st.builds(Completion, TEXTS, DAYS, MAYBE_TEXT, st.integers(1, 2)),
    "quyet-dinh": st.lists(
        st.one_of(
            st.builds(
                Decision,
                st.just(DecisionKind.CHE_DO),
                TEXTS,
                DAYS,
                st.just({SubjectId("toan"): Mode.KHGDCN, SubjectId("gdtc"): Mode.MIEN}),
            ),
            st.builds(Decision, st.just(DecisionKind.LEN_LOP), TEXTS, DAYS, st.none(), st.booleans()),
            st.builds(
                Decision,
                st.sampled_from([DecisionKind.DIEU_CHINH, DecisionKind.XEP_MUC]),
                TEXTS,
                DAYS,
                st.none(),
                st.none(),
                st.sampled_from(Term),
                LEVELS,
            ),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
}


def through_file(where: RecordPath, document: Json) -> Any:
    """Written, checked and read again."""
    raw = write(where, document)
    inspected = inspect(where, raw)
    assert inspected.findings == ()
    return decode(where.kind, parse(raw))


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
def test_tables(name: str, data: st.DataObject) -> None:
    where = place(f"{FOLDER}/{name}.yaml")
    table = {PUPIL: data.draw(TABLES[name]), StudentId("7400000002"): data.draw(TABLES[name])}
    assert through_file(where, encode_table(where, table)) == table


IDENTITIES = st.builds(Identity, DAYS, NAMES, st.booleans(), DAYS, st.none() | st.just("Ánh"), MAYBE_TEXT)
EVENTS = st.builds(
    Event,
    DAYS,
    st.sampled_from([kind for kind in EventKind if kind is not EventKind.HUY]),
    st.none() | st.just(YEAR),
    MAYBE_TEXT,
    MAYBE_TEXT,
    MAYBE_TEXT,
    st.none() | st.integers(6, 12),
)


@given(st.lists(IDENTITIES, min_size=1, max_size=3), st.lists(EVENTS, max_size=3), st.none() | st.just("7412345678"))
def test_students(identities: list[Identity], events: list[Event], code: str | None) -> None:
    in_order = tuple(sorted(identities, key=lambda held: held.since))
    student = Student(PUPIL, in_order, tuple(sorted(events, key=lambda event: event.day)), (), code)
    where = place("records/hoc-sinh/7400000001.yaml")
    # A transfer has keys of its own that the schema may ask for; what is encoded is decoded either way.
    assert decode(where.kind, people.encode_student(student)) == student


GUARDIANS = st.none() | st.builds(Guardian, NAMES, MAYBE_TEXT)


@given(
    st.builds(Family, TEXTS, MAYBE_TEXT, MAYBE_TEXT, MAYBE_TEXT, st.none() | st.just("074313000001"), *[GUARDIANS] * 3)
)
def test_families(family: Family) -> None:
    where = place("records/ho-so/7400000001.yaml")
    assert through_file(where, people.encode_family(PUPIL, family, date(2025, 9, 5))) == family


CHOICES = st.frozensets(st.sampled_from(sorted(ELECTIVES)), min_size=4, max_size=4)
TOPICS = st.frozensets(st.sampled_from(["toan", "ngu-van", "vat-li", "hoa-hoc"]).map(SubjectId), min_size=3, max_size=3)


@given(st.lists(st.tuples(CHOICES, TOPICS | st.just(frozenset()), st.booleans()), max_size=5))
def test_class_lists(rows: list[tuple[frozenset[SubjectId], frozenset[SubjectId], bool]]) -> None:
    enrolments = tuple(
        Enrolment(StudentId(f"74{number:08d}"), date(2025, 9, 5), None, taken, topics, frozenset(), inclusive)
        for number, (taken, topics, inclusive) in enumerate(rows, 1)
    )
    held = SchoolClass(ClassId("10a1"), "10A1", 10, "Tiếng Anh", enrolments)
    assert year.decode_class(year.encode_class(YEAR, held)) == held  # type: ignore[arg-type]


TEST_SETS = some_tests(SCORES, topic=True).filter(lambda tests: not tests.not_sat)
BROUGHT = (
    st.builds(BroughtSubject, SCORES, remark=MAYBE_TEXT)
    | st.builds(BroughtSubject, contents=st.fixed_dictionaries({"": TEST_SETS}), remark=MAYBE_TEXT)
    | st.builds(BroughtSubject, exemption=TEXTS, remark=MAYBE_TEXT)
)
ARTS_SETS = some_tests(OUTCOMES).filter(lambda tests: not tests.not_sat)
BROUGHT_ARTS = st.builds(BroughtSubject, OUTCOMES) | st.builds(
    BroughtSubject, contents=st.fixed_dictionaries(dict.fromkeys(ARTS_CONTENTS, ARTS_SETS))
)
BROUGHT_SUBJECTS = st.fixed_dictionaries(
    {SubjectId("toan"): BROUGHT}, optional={SubjectId("khtn"): BROUGHT, SubjectId("nghe-thuat"): BROUGHT_ARTS}
)
BROUGHT_SEMESTERS = st.builds(
    BroughtSemester,
    BROUGHT_SUBJECTS,
    st.none() | LEVELS,
    st.none() | LEVELS,
    st.none() | st.builds(Absences, st.integers(0, 9), st.integers(0, 9)),
    MAYBE_TEXT,
)


@given(st.builds(TransferIn, TEXTS, MAYBE_TEXT, TEXTS, DAYS, st.fixed_dictionaries({Term.HK1: BROUGHT_SEMESTERS})))
def test_transfers(held: TransferIn) -> None:
    where = place(f"{FOLDER}/chuyen-den/7400000001.yaml")
    assert through_file(where, outside.encode_transfer(YEAR, CLASS, PUPIL, held)) == held


def legacy(
    form: LegacyForm, term: st.SearchStrategy[LegacyTerm], subject: LegacySubject
) -> st.SearchStrategy[LegacyYear]:
    return st.builds(
        LegacyYear,
        st.just(PUPIL),
        st.just(YearId("2021-2022")),
        st.just(form),
        st.booleans(),
        st.integers(6, 12),
        st.just("6A2"),
        TEXTS,
        MAYBE_TEXT,
        MAYBE_TEXT,
        st.just({SubjectId("toan"): subject}),
        st.fixed_dictionaries(dict.fromkeys(Term, term)),
        st.none() | st.integers(0, 60),
        st.none() | st.sampled_from(Conclusion),
        st.none() | st.sampled_from([Title.GIOI]),
        st.none() | st.booleans(),
        st.none(),
        MAYBE_TEXT,
        st.none() | NAMES,
        st.none() | NAMES,
        *[st.lists(TEXTS, max_size=2).map(tuple)] * 3,
        st.none() | st.builds(Completion, st.just("7/QĐ-BM"), DAYS, st.none() | st.just("12")),
        st.none() | LEVELS,
    )


NEW = st.builds(LegacyTerm, LEVELS, LEVELS)
OLD = st.builds(LegacyTerm, st.none(), st.none(), st.sampled_from(OldLearning), st.sampled_from(OldConduct), SCORES)
FULL = Score(Decimal("8.5")), Score(Decimal(8)), Score(Decimal("8.2")), None, "Tốt: rõ"
SUBJECT = LegacySubject(*FULL, ("Trần Văn Tú",))
SHARED = LegacySubject(Exempt.MIEN, *FULL[1:], ("Trần Văn Tú", "Lê Thị Én"))


KEPT = legacy(LegacyForm.TT22, NEW, SUBJECT) | legacy(LegacyForm.TT58, OLD, SUBJECT)


@given(KEPT | legacy(LegacyForm.TT22, NEW, SHARED))
def test_kept_years(held: LegacyYear) -> None:
    where = place("records/nam-cu/2021-2022/7400000001.yaml")
    assert through_file(where, outside.encode_legacy(held)) == held


@pytest.mark.parametrize("path", documented())
def test_documented_files_decode(path: str) -> None:
    where = place(path)
    assert decode(where.kind, parse(documented()[path])) is not None


def test_a_cancelled_entry_is_void() -> None:
    raw = (
        'ma: "7400000001"\nnhan_than:\n'
        '  - {tu_ngay: "2024-08-15", ho_ten: Lò Thị Anh, gioi_tinh: nu, ngay_sinh: "2013-05-17"}\n'
        '  - {tu_ngay: "2024-08-15", ho_ten: Lò Thị Ánh, gioi_tinh: nu, ngay_sinh: "2013-05-17", huy: 1}\n'
        'su_kien:\n  - {ngay: "2024-09-05", loai: thoi_hoc}\n  - {ngay: "2024-09-06", loai: huy, huy: 1}\n'
    ).encode()
    where = place("records/hoc-sinh/7400000001.yaml")
    assert inspect(where, raw).findings == ()
    student: Student = decode(where.kind, parse(raw))
    assert [held.full_name for held in student.identities] == ["Lò Thị Ánh"]
    assert student.events == ()
    late = raw.replace(b"huy: 1}\nsu_kien", b"huy: 2}\nsu_kien")
    assert [(found.code, found.line) for found in inspect(where, late).findings] == [("HB108", 4)]


def test_a_whole_school_survives() -> None:
    files = {
        path.relative_to(BASE).as_posix(): path.read_bytes()
        for path in sorted(BASE.rglob("*.yaml"))
        if parse_path(path.relative_to(BASE).as_posix())
    }
    records = read_records(files).records
    assert records is not None
    assert read_records(files_of(records)).records == records
