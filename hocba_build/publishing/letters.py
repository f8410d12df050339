"""Letters and papers of the office as PDF: one style, one head, the same content gives the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from hocba_build.publishing import pdf
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "letters"


def letter(template: str, title: str, **values: object) -> bytes:
    """A paper from its template; ``title`` is the file's."""
    markup = environment(FOLDER).get_template(template).render(values)
    return pdf.render([markup], _css(), title).pdf


@cache
def letters_edition() -> str:
    """Names every template of the papers."""
    state = hashlib.sha256()
    for path in sorted((template_root() / FOLDER).glob("*")):
        state.update(path.name.encode() + b"\n" + path.read_bytes())
    return state.hexdigest()


@cache
def _css() -> str:
    return (template_root() / FOLDER / "letter.css").read_text("utf-8")
