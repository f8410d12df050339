"""Safe edits of a class list: rows come in and end; the others keep their order, and scores stay where they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.school import Enrolment
from hocba_build.domain.values import ClassId, YearId
from hocba_build.records.codec.common import iso, subjects
from hocba_build.records.codec.year import encode_enrolment
from hocba_build.records.edits import Document, edited
from hocba_build.records.layout import Kind, path_for

_CHOICES: Final = ("lua_chon", "chuyen_de", "tu_chon", "khuyet_tat")


def class_path(year: YearId, class_id: ClassId) -> str:
    """The list of a class."""
    return path_for(Kind.LOP, year=year, class_id=class_id)


def enrol(raw: bytes, path: str, row: Enrolment, place: int, *, as_class: bool) -> bytes:
    """Put a row into a list at a place (from 0); with ``as_class`` the pupil takes what the class takes."""

    def edit(document: Document) -> None:
        electives, topics = (subjects(document.get(key, ())) for key in ("lua_chon", "chuyen_de"))
        chosen = replace(row, electives=electives, study_topics=topics) if as_class else row
        document["hoc_sinh"].insert(place, encode_enrolment(chosen, electives, topics))

    return edited(path, raw, edit)


def end_row(raw: bytes, path: str, row: Enrolment, last_day: date) -> bytes:
    """Write the last day of a pupil's row."""

    def edit(document: Document) -> None:
        _found(document, path, row)["den_ngay"] = iso(last_day)

    return edited(path, raw, edit)


def reopen_row(raw: bytes, path: str, row: Enrolment) -> bytes:
    """Take back the last day of a pupil's row."""

    def edit(document: Document) -> None:
        _found(document, path, row).pop("den_ngay", None)

    return edited(path, raw, edit)


def take_out(raw: bytes, path: str, row: Enrolment) -> bytes:
    """Take out the row of a pupil who never was in the class."""

    def edit(document: Document) -> None:
        document["hoc_sinh"].remove(_found(document, path, row))

    return edited(path, raw, edit)


def with_choices(raw: bytes, path: str, rows: Iterable[Enrolment]) -> bytes:
    """The list where the rows take what is asked; what the whole class takes is not said again."""

    def edit(document: Document) -> None:
        electives, topics = (subjects(document.get(key, ())) for key in ("lua_chon", "chuyen_de"))
        for row in rows:
            told = encode_enrolment(row, electives, topics)
            found = _found(document, path, row)
            for name in _CHOICES:
                found.pop(name, None)
                found.update({name: told[name]} if name in told else {})

    return edited(path, raw, edit)


def with_details(raw: bytes, path: str, name: str, language: str | None) -> bytes:
    """The list with the class's name and its first foreign language; ``None`` takes the language out."""

    def edit(document: Document) -> None:
        document["ten"] = name
        document.pop("ngoai_ngu_1", None)
        document.update({"ngoai_ngu_1": language} if language else {})

    return edited(path, raw, edit)


def _found(document: Document, path: str, row: Enrolment) -> Document:
    rows: list[Document] = document["hoc_sinh"]
    for entry in rows:
        if entry["ma"] == row.student and entry["tu_ngay"] == iso(row.since):
            return entry
    raise RefusedError(f"{path}: không có dòng của học sinh {row.student}.", "Chạy lại lệnh trên bản mới.")
