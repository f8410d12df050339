"""A leaver's running year in the ledger: what is signed is what the records say, by those who answer for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hocba_build.domain.values import PersonId
from tests.trust.office import PARTIAL, PUPIL, partial, stated
from tests.trust.simulator import MATHS, YEAR, SchoolSimulator, maths, refused, valid
from tests.trust.year_end import locked


@pytest.fixture
def school() -> SchoolSimulator:
    school = SchoolSimulator()
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    return school


def told(school: SchoolSimulator) -> tuple[str, str | None]:
    """Code and path of the one finding; the second verifier works out no results."""
    (finding,) = school.judge().findings
    return finding.code, finding.path


def test_registrar_and_principal_state_a_running_year(school: SchoolSimulator) -> None:
    stated(school, partial(school).text())
    assert valid(school)


def test_scores_that_the_records_do_not_hold(school: SchoolSimulator) -> None:
    text = partial(school).text()
    assert b"ket_qua: 8" in text
    stated(school, text.replace(b"ket_qua: 8", b"ket_qua: 9", 1))
    assert told(school) == ("HB520", PARTIAL)


@pytest.mark.parametrize(
    "changes",
    [
        {"founding": "ab" * 20},
        {"index": 0},
        {"decision": "13/QĐ-BM"},
        {"registrar": PersonId("quan-tri")},
        {"registrar_key": "0" * 40},
        {"principal": PersonId("pho-hieu-truong")},
        {"path": PARTIAL.replace("0001", "0002")},
    ],
    ids=str,
)
def test_a_statement_of_another_place_or_person(school: SchoolSimulator, changes: dict[str, object]) -> None:
    stated(school, partial(school, **changes).text())
    assert refused(school)[::2] == ("HB520", PARTIAL)


def test_a_name_that_the_records_do_not_hold(school: SchoolSimulator) -> None:
    statement = partial(school)
    stated(school, replace(statement, leaver=replace(statement.leaver, full_name="Lò Thị Khác")).text())
    assert told(school) == ("HB520", PARTIAL)


@pytest.mark.parametrize("text", [b"", b"hocba-partial/v1\n", b"\xff", b"hocba-signoff/v1\nlap-so: x\n"])
def test_what_is_no_statement(school: SchoolSimulator, text: bytes) -> None:
    stated(school, text)
    assert refused(school)[::2] == ("HB520", PARTIAL)


def test_a_text_that_only_looks_like_one(school: SchoolSimulator) -> None:
    stated(school, partial(school).text() + b"\n")
    assert refused(school)[::2] == ("HB520", PARTIAL)


@pytest.mark.parametrize(
    ("hands", "whose"), [(("gv-lan", "hieu-truong"), "van-thu"), (("van-thu", "gv-lan"), "hieu-truong")]
)
def test_a_signature_by_somebody_else(school: SchoolSimulator, hands: tuple[str, str], whose: str) -> None:
    stated(school, partial(school).text(), hands=hands)
    assert refused(school)[::2] == ("HB521", f"{PARTIAL}.{whose}.asc")


def test_a_statement_without_the_principal(school: SchoolSimulator) -> None:
    text = partial(school).text()
    files = {PARTIAL: text, f"{PARTIAL}.van-thu.asc": school.people["van-thu"].sign(text, school.now)}
    branch = school.commit("van-thu", files)
    assert [set(one) for one in school.waiting(branch).missing] == [{"hieu-truong"}]
    school.merge("pho-hieu-truong", branch)
    assert refused(school)[::2] == ("HB521", f"{PARTIAL}.hieu-truong.asc")


def test_a_teacher_states_nothing(school: SchoolSimulator) -> None:
    text = partial(school, registrar=PersonId("gv-lan"), registrar_key=school.people["gv-lan"].fingerprint).text()
    stated(school, text, author="gv-lan")
    assert refused(school)[::2] == ("HB332", PARTIAL)


def test_nobody_brings_the_principals_signature_for_him(school: SchoolSimulator) -> None:
    text = partial(school).text()
    files = {PARTIAL: text, f"{PARTIAL}.van-thu.asc": school.people["van-thu"].sign(text, school.now)}
    files[f"{PARTIAL}.hieu-truong.asc"] = school.people["hieu-truong"].sign(text, school.now)
    school.entry("van-thu", files, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB332", f"{PARTIAL}.hieu-truong.asc")


INCIDENT = b"""so: 1
loai: khac
ngay: "2025-11-03"
nguoi_bao: van-thu
mo_ta: Thu
trang_thai: da_xong
"""


def test_a_signature_without_a_statement(school: SchoolSimulator) -> None:
    armor = school.people["van-thu"].sign(b"x", school.now)
    branch = school.commit("van-thu", {f"{PARTIAL}.van-thu.asc": armor, "signatures/su-co/0001.yaml": INCIDENT})
    school.merge("pho-hieu-truong", branch)
    assert refused(school)[::2] == ("HB521", f"{PARTIAL}.van-thu.asc")


def test_a_signature_goes_with_work_of_the_office_only(school: SchoolSimulator) -> None:
    armor = school.people["gv-lan"].sign(b"x", school.now)
    branch = school.commit("gv-lan", {MATHS: maths("9"), f"{PARTIAL}.gv-lan.asc": armor})
    school.merge("gv-hung", branch)
    assert refused(school)[0] == "HB331"


def test_a_statement_is_written_once(school: SchoolSimulator) -> None:
    stated(school, partial(school).text())
    branch = school.commit("van-thu", {PARTIAL: None})
    school.merge("pho-hieu-truong", branch)
    assert refused(school)[::2] == ("HB342", PARTIAL)


def test_a_locked_year_needs_no_statement() -> None:
    school = locked()
    stated(school, partial(school).text())
    code, _, path = refused(school)
    assert (code, path, str(PUPIL) in school.judge().findings[0].message) == ("HB520", PARTIAL, False)
    assert str(YEAR) in school.judge().findings[0].message
