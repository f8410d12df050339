"""Slips and their codes: what was put in comes out, nothing else is read, and sizes still scan from paper."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.copies import CopyId
from hocba_build.domain.legacy import LegacySubject, LegacyTerm
from hocba_build.domain.subjects import SUBJECTS as KNOWN
from hocba_build.domain.values import (
    Conclusion,
    Exempt,
    Level,
    Outcome,
    Score,
    StudentId,
    SubjectId,
    Title,
    YearId,
)
from hocba_build.trust.papers import base45
from hocba_build.trust.papers.copies import GROUP, PREFIX, Slips, leads_to, read_code
from hocba_build.trust.papers.slips import SUBJECTS, Slip, SlipFault, read_slip
from hocba_build.trust.year_end.leaves import root_of

YEAR = YearId("2025-2026")
SCORES = LegacySubject(Score(Decimal("8.5")), Score(Decimal(10)), Score(Decimal("9.5")), Score(Decimal(0)))
WORDS = LegacySubject(Outcome.DAT, Exempt.MIEN, Outcome.CHUA_DAT)


def slip(place: int = 0, subjects: int = 12) -> Slip:
    """A full page of a pupil with a long name."""
    rows = tuple((name, WORDS if number % 3 else SCORES) for number, name in enumerate(SUBJECTS[:subjects]))
    return Slip(
        school=b"\x01\x02\x03\x04",
        copy=CopyId(YEAR, place + 1),
        place=place,
        year=YEAR,
        version=2,
        pupil=StudentId("7400000001"),
        digest=hashlib.sha256(b"x").digest()[:16],
        full_name="Nguyễn Hoàng Thuỳ Phương Quỳnh",
        born_on=date(2014, 5, 17),
        class_name="12.6",
        grade=12,
        terms=(LegacyTerm(Level.TOT, Level.KHA), LegacyTerm(Level.DAT, None), LegacyTerm(None, Level.CHUA_DAT)),
        half_days_absent=None,
        conclusion=Conclusion.O_LAI_LOP,
        title=Title.XUAT_SAC,
        completed=False,
        subjects=rows,
    )


def test_the_table_of_subjects_is_never_changed() -> None:
    """The places are printed on paper: new subjects go behind these."""
    first = "ngu-van toan ngoai-ngu-1 gdcd lich-su-va-dia-li khtn cong-nghe tin-hoc gdtc nghe-thuat hdtn-hn gddp"
    later = "lich-su dia-li gdktpl vat-li hoa-hoc sinh-hoc gdqpan am-nhac mi-thuat tieng-dtts ngoai-ngu-2"
    assert SUBJECTS[:23] == tuple(map(SubjectId, f"{first} {later}".split()))
    assert set(SUBJECTS) == set(KNOWN)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"half_days_absent": 0},
        {"half_days_absent": 45, "conclusion": None, "title": None, "completed": None},
        {"completed": True, "subjects": ()},
        {"copy": CopyId(YearId("2026-2027"), 9999), "place": 65535},
    ],
    ids=str,
)
def test_what_was_put_in_comes_out(changes: dict[str, object]) -> None:
    made = replace(slip(), **changes)  # type: ignore[arg-type]
    assert read_slip(made.text() + b"rest") == (made, b"rest")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_slip_or_none(raw: bytes) -> None:
    try:
        found, rest = read_slip(raw)
    except SlipFault:
        return
    assert found.text() + rest == raw


@given(st.integers(0, 150), st.integers(1, 255))
def test_a_changed_byte_gives_another_slip_or_none(at: int, by: int) -> None:
    text = slip().text()
    raw = bytearray(text)
    raw[at % len(raw)] = (raw[at % len(raw)] + by) % 256
    try:
        assert read_slip(bytes(raw)) != (slip(), b"")
    except SlipFault:
        return


@pytest.mark.parametrize(("raw", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"ietf!", "QED8WEX0")])
def test_letters_are_those_of_the_standard(raw: bytes, text: str) -> None:
    """The examples of RFC 9285."""
    assert (base45.encode(raw), base45.decode(text)) == (text, raw)


@pytest.mark.parametrize("text", ["GGW", "A", "ab", "AB\n", "::::"])
def test_letters_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)."):
        base45.decode(text)


@pytest.mark.parametrize("count", [1, 2, 16, 17, 40])
def test_every_code_leads_to_its_group_and_no_other(count: int) -> None:
    slips = Slips([slip(place) for place in range(count)])
    groups = slips.groups
    assert root_of(groups).hex() == slips.root
    for place in range(count):
        read, way = read_code(slips.code(place))
        assert read == slip(place)
        assert leads_to(read, way, count, groups)
        assert not leads_to(replace(read, version=3), way, count, groups)
        assert not leads_to(replace(read, place=(place + 1) % (count + 1)), way, count, groups)
        assert not leads_to(read, (*way, b"\0" * 32), count, groups)
        assert not leads_to(read, way, count + GROUP, groups)


def test_a_full_code_fits_thirty_millimetres() -> None:
    """Version 14 has 73 modules, and 8 of margin: 0.37 mm each on 30 mm of paper."""
    code = Slips([slip(place, subjects=14) for place in range(GROUP)]).code(5)
    assert len(code) <= 528


@pytest.mark.parametrize("first", range(256))
def test_every_schools_codes_are_read(first: int) -> None:
    """A code may begin with a space; what surrounds a pasted text does no harm."""
    made = replace(slip(), school=bytes([first, 0, 0, 0]))
    code = Slips([made]).code(0)
    assert read_code(f"{code}\r\n") == (made, ())


@pytest.mark.parametrize("text", ["", "HB1:", "HB1:A", "HB2:00", PREFIX + base45.encode(slip().text() + b"x")])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(SlipFault):
        read_code(text)
