"""Where printed files lie: replaced in one step, readable by the owner only, with a list of what each was made from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.publishing.pdf_files import Part, gather

MANIFEST = ".ke-khai.json"
FAILURES = "that-bai.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """A pupil that could not be printed."""

    class_id: ClassId
    student: StudentId
    fault: str


@dataclass(slots=True)
class Shelf:
    """The folder of one school year."""

    out: Path
    year: YearId
    known: dict[str, list[str]] = field(default_factory=dict)
    """By ``class/pupil``: the digest of what the file was made from, and of the file."""

    @classmethod
    def open(cls, out: Path, year: YearId) -> Shelf:
        """The shelf with its list; a list that cannot be read only means that everything is printed again."""
        shelf = cls(out, year)
        try:
            read = json.loads((shelf.folder / MANIFEST).read_text("utf-8"))
            shelf.known = {str(key): [str(made), str(file)] for key, (made, file) in read["tep"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            shelf.known = {}
        return shelf

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(self.folder / ".gitignore", b"*\n")  # In a repository they must never be committed.
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whatever stopped the run, what is done stays known."""
        self.save()

    @property
    def folder(self) -> Path:
        """The year's folder."""
        return self.out / self.year

    def pupil_path(self, class_id: ClassId, student: StudentId) -> Path:
        """One pupil's file; its name holds the id only."""
        return self.folder / class_id / f"{student}.pdf"

    def has(self, class_id: ClassId, student: StudentId, made_from: str) -> bool:
        """Whether the file is there, made from the same, and untouched since."""
        made, file = self.known.get(f"{class_id}/{student}", ["", ""])
        path = self.pupil_path(class_id, student)
        return made == made_from and path.is_file() and _digest(path.read_bytes()) == file

    def put(self, class_id: ClassId, student: StudentId, made_from: str, content: bytes) -> Path:
        """Put one pupil's file in its place."""
        path = self.pupil_path(class_id, student)
        replace(path, content)
        self.known[f"{class_id}/{student}"] = [made_from, _digest(content)]
        return path

    def put_class(
        self, class_id: ClassId, names: Mapping[StudentId, str], title: str, sheets: Sheets = Sheets.SINGLE
    ) -> Path:
        """The class's file, in list order, from the pupils' files; it is left alone when nothing in it changed."""
        parts = {f"{class_id}/{student}": name for student, name in names.items()}
        return self._gathered(class_id, parts, title, sheets)

    def put_sheets(self, class_id: ClassId, student: StudentId, title: str, sheets: Sheets) -> Path:
        """One pupil's file once more, with its pages as they lie on paper."""
        key = f"{class_id}/{student}"
        return self._gathered(key, {key: title}, title, sheets)

    def _gathered(self, key: str, parts: Mapping[str, str], title: str, sheets: Sheets) -> Path:
        key = sheets.of(key)
        path = self.folder / f"{key}.pdf"
        files = [f"{name}\n{self.known[part][1]}" for part, name in parts.items()]
        made_from = _digest("\n".join([title, *files]).encode())
        made, file = self.known.get(key, ["", ""])
        if made == made_from and path.is_file() and _digest(path.read_bytes()) == file:
            return path
        content = gather([Part(self.folder / f"{part}.pdf", name) for part, name in parts.items()], title, sheets)
        replace(path, content)
        self.known[key] = [made_from, _digest(content)]
        self.save()
        return path

    def save(self) -> None:
        """Keep the list."""
        if self.known:
            document = {"schema_version": SCHEMA_VERSION, "tep": dict(sorted(self.known.items()))}
            replace(self.folder / MANIFEST, json.dumps(document, indent=1).encode())

    def report_failures(self, failures: Sequence[Failure]) -> None:
        """Write ``that-bai.json`` for this run, or take an old one away."""
        path = self.out / FAILURES
        if not failures:
            path.unlink(missing_ok=True)
            return
        listed = [{"nam_hoc": self.year, "lop": one.class_id, "ma": one.student, "loi": one.fault} for one in failures]
        document = {"schema_version": SCHEMA_VERSION, "that_bai": listed}
        replace(path, json.dumps(document, ensure_ascii=False, indent=1).encode())


def replace(path: Path, content: bytes) -> None:
    """Write a file of personal data in one step: a reader sees the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.dang-ghi")
    try:
        with open(beside, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as target:
            target.write(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)  # A full disk keeps the old file, and no part of the new one.
        raise


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
