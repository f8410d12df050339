"""What is fuzzed: each target reads any bytes, lets only the program's own faults pass, and checks what was read.

The imports stand in the functions: the fuzzer instruments modules while they are imported.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Final

Target = Callable[[bytes], None]


def commit(data: bytes) -> None:
    """A commit that is read can be written again, to the byte."""
    from hocba_build.trust.git.objects import ObjectFault, Oid, format_commit, parse_commit, with_signature

    try:
        read = parse_commit(Oid("0" * 40), data)
    except ObjectFault as fault:
        assert fault.code == "HB301"
        return
    payload = format_commit(read.tree, read.parents, read.author, read.committer, read.message)
    assert payload == read.payload
    assert (payload if read.armor is None else with_signature(payload, read.armor)) == data


def tree(data: bytes) -> None:
    """A tree that is read can be written again, to the byte."""
    from hocba_build.trust.git.objects import ObjectFault, format_tree, parse_tree

    try:
        read = parse_tree(data)
    except ObjectFault as fault:
        assert fault.code == "HB302"
        return
    assert format_tree(read) == data
    assert len({entry.name for entry in read}) == len(read)


def signature(data: bytes) -> None:
    """No armor but the teacher's own is her signature, and that one only over what she signed."""
    from hocba_build.trust.openpgp import SignatureFault, check_detached, read_certificate
    from tests.fuzz.seeds import ARMOR, CERTIFICATE, TEXT, binary

    certificate = read_certificate(CERTIFICATE)
    for text in (TEXT, TEXT + b" "):
        try:
            check_detached(text, data, [certificate])
        except SignatureFault as fault:
            assert fault.code in ("HB311", "HB312", "HB313", "HB314", "HB315")
        else:
            assert text == TEXT
            assert binary(data) == binary(ARMOR)


def packet(data: bytes) -> None:
    """The bytes of a packet: taken apart without falling over; nothing of them is lost."""
    from hocba_build.trust.signature_packet import has_embedded_signature, one_signature

    has_embedded_signature(data)
    read = one_signature(data)
    if read is not None:
        assert data.endswith(read.body)
        assert read.body.startswith(read.signed)
        assert len(read.quick) == 2


def certificate(data: bytes) -> None:
    """A certificate that is read is public, of one primary key, and extends itself."""
    from hocba_build.trust.openpgp import SignatureFault, extends, read_certificate

    try:
        read = read_certificate(data)
    except SignatureFault as fault:
        assert fault.code in ("HB316", "HB390")
        return
    assert b"PRIVATE" not in data
    assert read.fingerprint in read.keys
    assert extends(data, data)


def statement(data: bytes) -> None:
    """A sign-off that is read is the text that its content gives."""
    from hocba_build.domain.values import YearId
    from hocba_build.trust.year_end.signoffs import StatementFaultError, read_statement
    from hocba_build.trust.year_end.signoffs import statement as written

    try:
        draft, files = read_statement(data, YearId("2025-2026"))
    except StatementFaultError:
        return
    assert written(draft, files) == data


def paper(data: bytes) -> None:
    """Lock records, frozen classes, affirmations, repairs, sheets: read as the one text they have, or refused."""
    from hocba_build.domain.errors import HocbaError
    from hocba_build.trust.founding import read_sheet
    from hocba_build.trust.git.objects import ObjectFault
    from hocba_build.trust.policy import read_root
    from hocba_build.trust.recovery.taint import AffirmationError, affirmation, read_affirmation
    from hocba_build.trust.year_end.locks import LockFaultError, read_class, read_lock

    with contextlib.suppress(LockFaultError):
        assert read_lock(data).text() == data
    with contextlib.suppress(LockFaultError):
        read_class(data)
    with contextlib.suppress(AffirmationError):
        assert affirmation(*read_affirmation(data)) == data
    try:
        read_root(data, "signatures/goc/0001.yaml")
    except ObjectFault as fault:
        assert fault.code == "HB340"
    with contextlib.suppress(HocbaError):
        read_sheet(data)


def bundle(data: bytes) -> None:
    """The lines before a bundle's pack."""
    import io

    from hocba_build.trust.git.bundle import UnreadableError, _read_header

    try:
        header = _read_header(io.BytesIO(data))
    except UnreadableError:
        return
    assert all(len(oid) == 40 for oid in header.refs.values())


def planted(data: bytes) -> None:
    """A fault of our own, to see that the fuzzer finds one."""
    from hocba_build.trust.git.objects import ObjectFault, parse_tree

    try:
        parse_tree(data)
    except ObjectFault:
        return
    if data:
        raise AssertionError("planted")


def code(data: bytes) -> None:
    """The text of a QR code: what is read is written again, to the letter."""
    from hocba_build.trust.papers import base45
    from hocba_build.trust.papers.copies import PREFIX, read_code
    from hocba_build.trust.papers.slips import SlipFault

    text = data.decode("latin-1")
    try:
        slip, way = read_code(text)
    except SlipFault:
        return
    assert PREFIX + base45.encode(slip.text() + b"".join(way)) == text.rstrip()


TARGETS: Final[Mapping[str, Target]] = {
    one.__name__: one for one in (commit, tree, signature, packet, certificate, statement, paper, bundle, code)
}
