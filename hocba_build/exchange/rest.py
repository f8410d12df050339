"""The file of the rest: the refused rows as a sheet of their own, every refused cell marked with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hocba_build.domain.results.join import StudentStays
from hocba_build.domain.school import Enrolment
from hocba_build.domain.values import StudentId
from hocba_build.exchange.book import Writer
from hocba_build.exchange.design import Line, Subject
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.importing import RestRow, SheetImport
from hocba_build.exchange.roster import Member
from hocba_build.exchange.sheets import tokens_of
from hocba_build.exchange.tokens import Tokens

_CONFLICT = "HB415"


@dataclass(frozen=True, slots=True)
class Rest:
    """Refused rows of sheets of one workbook; ``writer`` knows the records after the good rows."""

    writer: Writer
    sheets: Sequence[SheetImport]

    def draw(self) -> Drawing:
        """The workbook of the rest."""
        return self.writer.bind([self._sheet(sheet) for sheet in self.sheets if sheet.rest])

    def _sheet(self, sheet: SheetImport) -> tuple[Subject, list[Line], dict[StudentId, Tokens]]:
        held = self.writer.entered.classes[sheet.key.class_id]
        base: dict[StudentId, Tokens] = {}
        lines = []
        for one in sheet.rest:
            current: Tokens = {}
            if one.member is not None:
                current = tokens_of(held, sheet.key, sheet.columns, one.member.student)
                base[one.member.student] = current
            lines.append(self._line(sheet, one, current))
        return self.writer.subject(sheet.key, sheet.columns), lines, base

    def _line(self, sheet: SheetImport, one: RestRow, current: Tokens) -> Line:
        remarks = _remarks(one)
        member = one.member or _stranger(one)
        typed = {name: word for name, word in one.row.words.items() if word is not None}
        conflicts = {name for name, fault in zip(one.keys, one.faults, strict=True) if fault.code == _CONFLICT}
        raw = {name: current.get(name, "") if name in conflicts else one.row.raw.get(name, "") for name in remarks}
        words = {name: word for name, word in {**current, **typed}.items() if name not in remarks}
        return Line(member, words, self.writer.first_result(sheet.key, member.student), raw, remarks)


def _remarks(one: RestRow) -> Mapping[str, str]:
    """The reasons by column; several on one cell are joined."""
    found: dict[str, str] = {}
    for name, fault in zip(one.keys, one.faults, strict=True):
        text = f"{fault.code}: {fault.message}"
        found[name] = f"{found[name]}\n{text}" if name in found else text
    return found


def _stranger(one: RestRow) -> Member:
    """A row that means nobody known: id and name as they were typed."""
    student, name = StudentId(one.row.said[0]), one.row.said[1]
    return Member(student, name, None, Enrolment(student, date.min), StudentStays(student, ()))
