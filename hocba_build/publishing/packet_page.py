"""The page on top of a transfer packet: what it says, what proves it, and how to check it, for a person without us."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from markupsafe import Markup

from hocba_build.domain.legacy import LegacyTerm, LegacyYear
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import date_text, result_text, word
from hocba_build.publishing.partial_page import PartialPage
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "goi"
_STYLE: Final = "tom-tat.css"


@dataclass(frozen=True, slots=True)
class LockedYear:
    """A year with the lock it stands on."""

    results: LegacyYear
    version: int
    decision: str
    day: date
    signer: str
    leaf: str

    @property
    def subjects(self) -> list[tuple[str, ...]]:
        """Name, both semesters, year, re-assessed."""
        listed = sorted(self.results.subjects.items(), key=lambda item: ORDER.get(item[0], len(ORDER)))
        return [
            (_name(subject), *(result_text(part) for part in (row.hk1, row.hk2, row.year, row.reassessed)))
            for subject, row in listed
        ]

    @property
    def levels(self) -> list[tuple[str, str, str]]:
        """Term, learning, conduct."""
        terms = self.results.terms
        return [
            (word(term), word(terms.get(term, LegacyTerm()).learning), word(terms.get(term, LegacyTerm()).conduct))
            for term in Term
        ]

    @property
    def conclusion(self) -> str:
        """What the year ended in."""
        said = (word(self.results.conclusion), word(self.results.title))
        return "; ".join(part for part in said if part) or "–"


@dataclass(frozen=True, slots=True)
class PacketPage:
    """Everything the page shows; nothing of it is anybody else's."""

    school: str
    founding: str
    index: int
    pupil: StudentId
    full_name: str
    born_on: date
    female: bool
    years: tuple[LockedYear, ...]
    kept: tuple[YearId, ...]
    partial: PartialPage | None
    fingerprint: str
    """SHA-256 of the packet's list of contents."""


def render_packet_page(page: PacketPage) -> bytes:
    """The page as HTML that fetches nothing and runs nothing."""
    style = (template_root() / FOLDER / _STYLE).read_text("utf-8")
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment(FOLDER).get_template("tom-tat.html")
    sheet = Markup(style)  # noqa: S704 - our own style sheet, whose digest the page's policy names
    return template.render(page=page, style=sheet, allowed=allowed, born=date_text(page.born_on)).encode()


@cache
def page_edition() -> str:
    """Names the page's form."""
    state = hashlib.sha256()
    for path in sorted((template_root() / FOLDER).glob("*")):
        state.update(path.name.encode() + b"\n" + path.read_bytes())
    return state.hexdigest()


def _name(subject: SubjectId) -> str:
    return SUBJECTS[subject].name if subject in SUBJECTS else subject
