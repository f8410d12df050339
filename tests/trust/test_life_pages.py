"""A life page may change its form, never go: what the judge refuses, beside what it lets through."""

from __future__ import annotations

import pytest

from hocba_build.trust.openpgp import encrypt, encrypts, read_certificate, readers_of, reading_keys
from tests.trust.simulator import SchoolSimulator, new_person, refused, valid

PUPIL = "7400000001"
PLAIN, SEALED = f"records/ho-so/{PUPIL}.yaml", f"records/ho-so/{PUPIL}.yaml.asc"
PAGE = f'ma: "{PUPIL}"\nho_so:\n  - {{tu_ngay: "2025-08-15", dan_toc: Kinh}}\n'.encode()
GROWN = PAGE + '  - {tu_ngay: "2025-10-01", dan_toc: Thái}\n'.encode()


@pytest.fixture
def school() -> SchoolSimulator:
    made = SchoolSimulator()
    made.entry("van-thu", {PLAIN: PAGE}, "truong-van-phong")
    return made


def seal(school: SchoolSimulator) -> bytes:
    return encrypt(PAGE, [read_certificate(school.people["van-thu"].certificate)])


def test_a_page_is_sealed_and_opened_again(school: SchoolSimulator) -> None:
    school.entry("van-thu", {PLAIN: None, SEALED: seal(school)}, "truong-van-phong")
    school.entry("van-thu", {SEALED: seal(school)}, "truong-van-phong")
    school.entry("van-thu", {PLAIN: GROWN, SEALED: None}, "truong-van-phong")
    assert valid(school)


def test_a_plain_page_does_not_vanish(school: SchoolSimulator) -> None:
    branch = school.commit("van-thu", {PLAIN: None})
    school.merge("truong-van-phong", branch)
    assert refused(school) == ("HB343", branch, PLAIN)


def test_a_sealed_page_does_not_vanish(school: SchoolSimulator) -> None:
    school.entry("van-thu", {PLAIN: None, SEALED: seal(school)}, "truong-van-phong")
    branch = school.commit("van-thu", {SEALED: None})
    school.merge("truong-van-phong", branch)
    assert refused(school) == ("HB343", branch, SEALED)


def test_anothers_sealed_page_does_not_take_its_place(school: SchoolSimulator) -> None:
    branch = school.commit("van-thu", {PLAIN: None, SEALED.replace(PUPIL, "7400000002"): seal(school)})
    school.merge("truong-van-phong", branch)
    assert refused(school) == ("HB343", branch, PLAIN)


def test_what_is_no_message_is_no_sealed_page(school: SchoolSimulator) -> None:
    branch = school.commit("van-thu", {PLAIN: None, SEALED: b"ma: x\n"})
    school.merge("truong-van-phong", branch)
    assert refused(school) == ("HB103", branch, SEALED)


def test_readers_are_known_without_a_key() -> None:
    one, other = (read_certificate(new_person(name).certificate) for name in ("van-thu", "hieu-truong"))
    assert encrypts(one)
    message = encrypt(b"x", [one, other])
    assert readers_of(message) == reading_keys(one) | reading_keys(other)
    assert readers_of(encrypt(b"x", [one])) == reading_keys(one)
    assert reading_keys(one).isdisjoint(reading_keys(other))
    assert readers_of(b"la\n") == frozenset()
