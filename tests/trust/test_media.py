"""The register of media, as papers of the office: form, number, and that the ledger has such an entry and lock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hocba_build.trust.git.objects import Oid
from hocba_build.trust.papers.media import Media, read_media
from tests.trust.simulator import YEAR, SchoolSimulator, refused, valid
from tests.trust.year_end import locked


def paper(school: SchoolSimulator, **changes: object) -> Media:
    made = Media(
        number=1,
        day="2026-06-20",
        year=YEAR,
        founding=school.founding,
        tip=school.main,
        lock=1,
        statement="ab" * 32,
        discs={1: "cd" * 32, 2: "ef" * 32},
        copies=2,
        place="Phòng lưu trữ, tủ 2",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_register_grows_paper_by_paper() -> None:
    school = locked()
    first = paper(school)
    assert read_media(first.text()) == first
    school.entry("van-thu", {first.path: first.text()}, "pho-hieu-truong")
    second = paper(school, number=2, discs={}, place="Sở GDĐT")
    school.entry("quan-tri", {second.path: second.text()}, "hieu-truong")
    assert valid(school)


CHANGES = [
    {"number": 2},
    {"founding": Oid("0" * 40)},
    {"tip": Oid("0" * 40)},
    {"lock": 2},
    {"statement": "ab"},
    {"discs": {0: "cd" * 32}},
    {"discs": {1: "CD" * 32}},
    {"copies": 0},
    {"place": ""},
    {"place": "x" * 201},
    {"day": "20/06/2026"},
    {"year": "2026"},
]


@pytest.mark.parametrize("changes", CHANGES, ids="-".join)
def test_a_paper_that_says_what_cannot_be(changes: dict[str, object]) -> None:
    school = locked()
    wrong = paper(school, **changes)
    path = "signatures/luu-tru/0001.yaml"
    school.entry("van-thu", {path: wrong.text()}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB549", path)


@pytest.mark.parametrize("text", [b"", b"so: 1\n", b"\xff"])
def test_a_paper_of_another_form(text: bytes) -> None:
    school = locked()
    path = "signatures/luu-tru/0001.yaml"
    school.entry("van-thu", {path: text}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB549", path)


def test_a_teacher_registers_nothing() -> None:
    school = locked()
    wanted = paper(school)
    school.entry("gv-lan", {wanted.path: wanted.text()}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB332", wanted.path)
