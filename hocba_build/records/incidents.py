"""Incident files: where they lie, their canonical text, and what they say."""

from __future__ import annotations

from typing import Any

from hocba_build.domain.incidents import Incident, IncidentKind, Step
from hocba_build.domain.values import PersonId
from hocba_build.records.codec.common import Doc, compact, day, iso
from hocba_build.records.document import Json
from hocba_build.records.edits import place_at, written
from hocba_build.records.faults import Fault, pointer_to
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, path_for

OPEN, DONE = "dang_xu_li", "da_xong"


def incident_path(number: int) -> str:
    """Where the incident of a number lies."""
    return path_for(Kind.SU_CO, number=number)


def encode_incident(incident: Incident) -> bytes:
    """The text of an incident's file."""
    steps: list[Json] = [{"ngay": iso(one.day), "nguoi": one.person, "viec": one.text} for one in incident.steps]
    document = compact(
        so=incident.number,
        loai=incident.kind.value,
        ngay=iso(incident.day),
        nguoi_bao=incident.reporter,
        mo_ta=incident.text,
        lien_quan=[*incident.concerns] or None,
        noi_tiep=incident.follows,
        xu_li=steps or None,
        trang_thai=DONE if incident.done else OPEN,
    )
    return written(incident_path(incident.number), document)


def decode_incident(doc: Doc) -> Incident:
    """An incident from its document."""
    steps = (Step(day(row["ngay"]), PersonId(row["nguoi"]), row["viec"]) for row in doc.get("xu_li", ()))
    return Incident(
        number=doc["so"],
        kind=IncidentKind(doc["loai"]),
        day=day(doc["ngay"]),
        reporter=PersonId(doc["nguoi_bao"]),
        text=doc["mo_ta"],
        concerns=tuple(doc.get("lien_quan", ())),
        follows=doc.get("noi_tiep"),
        steps=tuple(steps),
        done=doc["trang_thai"] == DONE,
    )


def read_incident(path: str, raw: bytes) -> Incident | Fault:
    """What an incident's file says, or the first thing that is wrong with it."""
    read = inspect(place_at(path), raw)
    if read.findings:
        first = read.findings[0]
        return Fault(first.code, first.message, first.line, first.pointer)
    document: Any = read.document
    incident = decode_incident(document)
    if incident_path(incident.number) != path:
        return Fault("HB110", f"«so» là {incident.number} nhưng tệp mang số khác: sửa khoá", None, pointer_to("so"))
    if incident.follows is not None and incident.follows >= incident.number:
        message = "«noi_tiep» phải là số của một sự cố trước: sửa khoá"
        return Fault("HB110", message, None, pointer_to("noi_tiep"))
    return incident
