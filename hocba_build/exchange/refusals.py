"""What an import refuses or remarks, named by sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass

from hocba_build.domain.values import StudentId


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """One fault of a sheet, or with ``warning`` a remark: where it stands, and a sentence that says what to do."""

    file: str
    sheet: str
    cell: str
    code: str
    message: str
    student: StudentId | None = None
    warning: bool = False


class RefusedFileError(Exception):
    """Ends the reading of one workbook; never leaves the exchange floor's readers."""

    def __init__(self, code: str, message: str, sheet: str = "", cell: str = "") -> None:
        """Keep everything in ``args``, so that pickling keeps it."""
        super().__init__(code, message, sheet, cell)

    def at(self, file: str) -> Refusal:
        """The refusal for the file of a name."""
        code, message, sheet, cell = self.args
        return Refusal(file, sheet, cell, code, message)
