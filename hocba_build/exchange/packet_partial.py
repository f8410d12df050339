"""The running year of a packet: no lock covers it, so it stands on two signatures."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.exchange.packet import Packet
from hocba_build.exchange.packet_zip import PacketFault
from hocba_build.trust.openpgp import SignatureFault, check_detached, read_certificate
from hocba_build.trust.papers.anchors import Anchors
from hocba_build.trust.papers.partial import Partial, PartialFault, read_partial

UNKNOWN_KEY = "HB313"


def read_statement(packet: Packet) -> Partial | None:
    """The statement of the running year; ``None`` where the packet has none.

    Raises:
        PacketFault: HB513, it is none of this pupil and school.
    """
    path = packet.contents.partial
    if path is None:
        return None
    try:
        statement = read_partial(packet.files[path])
    except PartialFault as error:
        raise PacketFault("HB513", str(error), path) from error
    said = (statement.founding, statement.path, statement.leaver.pupil)
    if said != (packet.contents.founding, path, packet.contents.pupil):
        raise PacketFault("HB513", "kết quả năm chưa khoá là của học sinh hoặc trường khác", path)
    if statement.leaver.year in packet.contents.locks:
        raise PacketFault("HB513", f"năm học {statement.leaver.year} đã khoá, không thể chưa khoá", path)
    return statement


def check_hands(packet: Packet, statement: Partial, known: Anchors) -> Iterator[PacketFault]:
    """The principal, by an anchored key; the registrar, by the key that the principal vouched for."""
    text = packet.files[statement.path]
    principal, registrar = (statement.signature_path(person) for person in (statement.principal, statement.registrar))
    try:
        known.check(statement.principal, text, packet.files.get(principal, b""))
    except SignatureFault as fault:
        unknown = fault.code == UNKNOWN_KEY
        reason = "khoá của hiệu trưởng không nối được với tờ gốc" if unknown else fault.message
        yield PacketFault("HB511" if unknown else "HB513", f"chữ kí năm chưa khoá: {reason}", principal)
        return
    path = f"signatures/keys/{statement.registrar}/{statement.registrar_key}.asc"
    try:
        certificate = read_certificate(packet.files.get(path, b""))
        signed = check_detached(text, packet.files.get(registrar, b""), [certificate])
    except SignatureFault as fault:
        yield PacketFault("HB513", f"chữ kí của văn thư: {fault.message}", registrar)
        return
    if signed.fingerprint != statement.registrar_key:
        yield PacketFault("HB513", "văn thư kí bằng khoá khác khoá đã nêu", registrar)


__all__ = ["check_hands", "read_statement"]
