"""From the founding sheet to later root persons and keys, without a ledger; who is not vouched for is not believed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from hocba_build.domain.values import PersonId
from hocba_build.records.root_sheets import RootPerson, encode_root
from hocba_build.trust.founding import Sheet
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.papers.anchors import AnchorFault, anchors
from hocba_build.trust.signing import key_statement
from tests.trust.simulator import Person, cast, new_person

PRINCIPAL, COUNCIL, OFFICE = (cast()[name] for name in ("hieu-truong", "hoi-dong", "so-gddt"))
NEXT = new_person("hieu-truong-moi")
FOUNDING = Oid("ab" * 20)
FIRST, SECOND = "signatures/goc/0001.yaml", "signatures/goc/0002.yaml"
TEXT = b"loi"


def sheet_of(*people: Person) -> Sheet:
    keys = {one.person: one.fingerprint for one in people}
    return Sheet("Trường", FOUNDING, "cd" * 32, 2, keys)


def root(number: int, people: Sequence[Person], before: bytes | None = None) -> bytes:
    rows = [RootPerson(one.person, "", one.fingerprint) for one in people]
    return encode_root(number, rows, hashlib.sha256(before).hexdigest() if before else None)


def certificates(*people: Person) -> dict[str, bytes]:
    return {f"signatures/keys/{one.person}/{one.fingerprint}.asc": one.certificate for one in people}


OLD, NEW = (PRINCIPAL, COUNCIL, OFFICE), (NEXT, COUNCIL, OFFICE)
SHEET = sheet_of(*OLD)
PAPERS = {FIRST: root(1, OLD), **certificates(*OLD, NEXT)}


def changed(*signers: Person) -> dict[str, bytes]:
    """The papers with a second root sheet, signed by these."""
    text = root(2, NEW, PAPERS[FIRST])
    signed = {f"{SECOND.removesuffix('.yaml')}.{one.person}.asc": one.sign(text, 0) for one in signers}
    return {**PAPERS, SECOND: text, **signed}


def test_a_root_person_is_believed_and_nobody_else() -> None:
    known = anchors(SHEET, PAPERS)
    assert known.check(PRINCIPAL.person, TEXT, PRINCIPAL.sign(TEXT, 0)).fingerprint == PRINCIPAL.fingerprint
    for person, signer in ((PRINCIPAL.person, COUNCIL), (NEXT.person, NEXT)):
        with pytest.raises(SignatureFault) as fault:
            known.check(person, TEXT, signer.sign(TEXT, 0))
        assert fault.value.code == "HB313"


def test_the_old_and_the_new_root_together_bring_a_new_principal() -> None:
    known = anchors(SHEET, changed(COUNCIL, OFFICE))
    assert known.sheets == 2
    assert known.check(NEXT.person, TEXT, NEXT.sign(TEXT, 0)).fingerprint == NEXT.fingerprint
    before = known.check(PRINCIPAL.person, TEXT, PRINCIPAL.sign(TEXT, 0))
    assert before.fingerprint == PRINCIPAL.fingerprint, "what was signed before still stands"


@pytest.mark.parametrize("signers", [(), (COUNCIL,), (NEXT, COUNCIL), (PRINCIPAL, OFFICE)])
def test_too_few_of_either_root_bring_nobody(signers: tuple[Person, ...]) -> None:
    with pytest.raises(AnchorFault) as fault:
        anchors(SHEET, changed(*signers))
    assert fault.value.path == SECOND


def test_one_person_with_two_signatures_counts_once() -> None:
    papers = changed(COUNCIL)
    papers["signatures/goc/0002.so-gddt.asc"] = papers["signatures/goc/0002.hoi-dong.asc"]
    with pytest.raises(AnchorFault):
        anchors(SHEET, papers)


def test_sheets_are_a_chain() -> None:
    papers = changed(COUNCIL, OFFICE)
    papers[SECOND] = root(2, NEW, b"another first sheet")
    with pytest.raises(AnchorFault, match="không nối") as fault:
        anchors(SHEET, papers)
    assert fault.value.path == SECOND


@pytest.mark.parametrize("first", [root(1, NEW), root(2, OLD), b"so: 1\n", b""])
def test_the_first_root_is_the_founding_sheets(first: bytes) -> None:
    with pytest.raises(AnchorFault) as fault:
        anchors(SHEET, {**PAPERS, FIRST: first})
    assert fault.value.path == FIRST


def test_a_later_key_that_an_older_one_binds() -> None:
    later, last, stray = (new_person("hieu-truong") for _ in range(3))
    papers = {**PAPERS, **certificates(later, last, stray)}
    for new, binder in ((later, PRINCIPAL), (last, later), (stray, stray)):
        statement = key_statement(FOUNDING, PersonId("hieu-truong"), new.fingerprint)
        papers[f"signatures/keys/hieu-truong/{new.fingerprint}.cu.asc"] = binder.sign(statement, 0)
    known = anchors(SHEET, papers)
    for one in (later, last):
        assert known.check(PRINCIPAL.person, TEXT, one.sign(TEXT, 0)).fingerprint == one.fingerprint
    with pytest.raises(SignatureFault):
        known.check(PRINCIPAL.person, TEXT, stray.sign(TEXT, 0))


def test_a_certificate_under_another_name_is_refused() -> None:
    path = f"signatures/keys/hieu-truong/{'0' * 40}.asc"
    with pytest.raises(AnchorFault) as fault:
        anchors(SHEET, {**PAPERS, path: PRINCIPAL.certificate})
    assert fault.value.path == path
