"""Labels and sleeves of an archive's discs as PDF: what stands on them, and room for what is written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from hocba_build.publishing import pdf
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "archive"
MANY: Final = 12
"""Classes that are named one by one on the round label."""


@dataclass(frozen=True, slots=True)
class Disc:
    """One disc; ``digest`` is the SHA-256 of its image, ``names`` are its classes."""

    number: int
    medium: str
    volume: str
    names: Sequence[str]
    digest: str

    @property
    def groups(self) -> str:
        """The digest as people compare it: groups of eight."""
        return " ".join(self.digest[at : at + 8] for at in range(0, len(self.digest), 8))

    @property
    def classes(self) -> str:
        """The classes on it."""
        return ", ".join(self.names)

    @property
    def short(self) -> str:
        """The same where there is little room."""
        if len(self.names) <= MANY:
            return f"Lớp {self.classes}"
        return f"{len(self.names)} lớp, từ {self.names[0]} đến {self.names[-1]}"


@dataclass(frozen=True, slots=True)
class Label:
    """What all discs say."""

    school: str
    year: str
    decision: str
    locked_on: str
    made_on: str
    maker: str
    founding: str
    tip: str
    index: int
    discs: Sequence[Disc]


def label_pdf(label: Label) -> bytes:
    """Two pages a disc; the same content gives the same bytes."""
    page = environment(FOLDER).get_template("label.html")
    markup = page.render({field.name: getattr(label, field.name) for field in fields(label)})
    css = (template_root() / FOLDER / "label.css").read_text("utf-8")
    return pdf.render([markup], css, f"Nhãn đĩa lưu trữ học bạ {label.year}").pdf


__all__ = ["Disc", "Label", "label_pdf"]
