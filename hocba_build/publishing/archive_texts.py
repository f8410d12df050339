"""The texts of an archive: how to check it with nothing but ``sha256sum``, ``gpg`` and ``git``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from markupsafe import Markup

from hocba_build.publishing.templates import environment

FOLDER: Final = "archive"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A certificate: where it lies, whose it is, and what for."""

    path: str
    fingerprint: str
    person: str
    why: str


@dataclass(frozen=True, slots=True)
class ArchiveTexts:
    """What the texts say; days are in words."""

    school: str
    year: str
    decision: str
    locked_on: str
    classes: Sequence[str]
    founding: str
    tip: str
    index: int
    lock_path: str
    made_on: str
    founder: KeyFile
    locker: KeyFile
    maker: KeyFile | None

    def whole(self) -> bytes:
        """``README.vi.txt`` of the archive."""
        keys: dict[str, KeyFile] = {}
        for key in (self.founder, self.locker, self.maker):
            if key is not None:
                held = keys.get(key.path)
                keys[key.path] = replace(held, why=f"{held.why}, {key.why}") if held else key
        rooted = self.locker.fingerprint != self.founder.fingerprint
        return self._text("README.vi.txt", keys=tuple(keys.values()), rooted=rooted)

    def of_class(self, class_id: str) -> bytes:
        """``README.vi.txt`` of one class's bag."""
        return self._text("lop.vi.txt", class_id=class_id, key=self.locker)

    def _text(self, template: str, **more: object) -> bytes:
        values = {field.name: getattr(self, field.name) for field in fields(self)} | more
        plain = {name: Markup(text) for name, text in values.items() if type(text) is str}  # noqa: S704 - no page
        folder = Markup(self.lock_path.rpartition("/")[0])  # noqa: S704 - plain text, not a page
        page = environment(FOLDER).get_template(template)
        return (page.render({**values, **plain, "lock_folder": folder}).rstrip() + "\n").encode()


__all__ = ["ArchiveTexts", "KeyFile"]
