"""Forms as a page offers them: where each leads, what it asks and carries, as a browser would read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

SILENT: Final = frozenset({"submit", "button", "file"})


@dataclass
class Form:
    """One form: its address and its fields with what stands in them at first."""

    page: str
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    """Fields that a person types into."""
    days: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, **texts: str | Sequence[str]) -> dict[str, list[str]]:
        """What a browser would send, with these texts typed in."""
        given = {name: [text] if isinstance(text, str) else [*text] for name, text in texts.items()}
        return self.fields | given


class _Reader(HTMLParser):
    """Collects forms."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, list[Form]()
        self._in: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: text or "" for name, text in attrs}
        if tag == "form":
            self._in = Form(self.page, had.get("action", self.page), had.get("method", "get"))
            self.forms.append(self._in)
        if self._in is None or (tag != "option" and not had.get("name")):
            return
        if "required" in had and tag in ("input", "select", "textarea"):
            self._in.required.append(had["name"])
        if tag in ("input", "button"):
            self._input(self._in, had)
        if tag == "textarea":
            self._area = had["name"]
            self._in.typed.append(self._area)
            self._in.fields[self._area] = [""]
        if tag == "select":
            self._select = had["name"]
            self._in.options[self._select] = []
        if tag == "option" and self._select:
            self._in.options[self._select].append(had.get("value", ""))
            if "selected" in had or self._select not in self._in.fields:
                self._in.fields[self._select] = [had.get("value", "")]

    @staticmethod
    def _input(form: Form, had: Mapping[str, str]) -> None:
        kind = had.get("type", "text")
        if kind in ("submit", "button") or ("type" not in had and "value" in had and "formaction" in had):
            form.buttons.append((had["name"], had.get("value", "")))
        elif kind == "file":
            form.files.append(had["name"])
        elif kind in ("checkbox", "radio"):
            form.options.setdefault(had["name"], []).append(had.get("value", "on"))
            if "checked" in had:
                form.fields.setdefault(had["name"], []).append(had.get("value", "on"))
        else:
            form.fields.setdefault(had["name"], []).append(had.get("value", ""))
            if kind != "hidden":
                form.typed.append(had["name"])
                numeric = "inputmode" in had
                (form.days if "placeholder" in had and numeric else form.numbers if numeric else []).append(had["name"])

    def handle_data(self, data: str) -> None:
        if self._area and self._in is not None:
            self._in.fields[self._area] = [self._in.fields[self._area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = None
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""


def forms_of(page: str, text: str) -> Iterator[Form]:
    """The forms of a page that change something."""
    reader = _Reader(page)
    reader.feed(text)
    yield from (one for one in reader.forms if one.method == "post")
