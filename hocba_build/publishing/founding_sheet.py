"""The founding sheet on paper: what the persons of the root sign and keep, with the file itself in a QR code."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from hocba_build.publishing.pdf import render
from hocba_build.publishing.qr import LARGEST, drawing
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "founding"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the root: what the person is, name, id and the key's fingerprint."""

    role: str
    name: str
    person: str
    fingerprint: str

    @property
    def groups(self) -> str:
        """The fingerprint as people read it out: groups of four."""
        return _grouped(self.fingerprint.upper())


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """All that stands on the paper; ``file`` is the sheet as ``verify --root`` takes it."""

    school: tuple[str, str]
    act: tuple[str, str]
    threshold: int
    holders: Sequence[Holder]
    day: date
    file: bytes


def sheet_pdf(sheet: PaperSheet) -> bytes:
    """One page; the same sheet gives the same bytes."""
    whole = len(sheet.file) <= LARGEST
    page = environment(FOLDER).get_template("sheet.html")
    markup = page.render(
        code=sheet.school[0],
        school=sheet.school[1],
        founding=_grouped(sheet.act[0]),
        digest=_grouped(sheet.act[1]),
        threshold=sheet.threshold,
        holders=sheet.holders,
        day=sheet.day,
        file_digest=_grouped(hashlib.sha256(sheet.file).hexdigest()),
        whole=whole,
        qr=Markup(drawing(sheet.file.decode() if whole else _short(sheet))),  # noqa: S704 - drawn by us, no text in it
    )
    css = (template_root() / FOLDER / "sheet.css").read_text("utf-8")
    return render([markup], css, f"Tờ gốc của sổ học bạ, {sheet.school[1]}").pdf


def _short(sheet: PaperSheet) -> str:
    """What fits where the file does not: its digest, the founding act and the fingerprints."""
    rows = [f"sha256 {hashlib.sha256(sheet.file).hexdigest()}", f"lap_so {sheet.act[0]}", f"cay_sha256 {sheet.act[1]}"]
    rows += [f"{one.person} {one.fingerprint}" for one in sheet.holders]
    return "\n".join(rows)


def _grouped(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
