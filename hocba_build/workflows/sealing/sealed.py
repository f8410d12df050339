"""Life pages sealed to the office, opened by whoever holds one of its keys: asked once, kept in memory only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.records.codec import decode
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, parse_path, path_for
from hocba_build.records.reader import Source
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.openpgp import readers_of

SEALED: Final = ".asc"
"""What the name of an encrypted file has beside that of its plain text."""


def plain_path(student: StudentId) -> str:
    """A life page in plain text."""
    return path_for(Kind.HO_SO, student=student)


def sealed_path(student: StudentId) -> str:
    """A life page sealed to the office."""
    return path_for(Kind.HO_SO_KIN, student=student)


def sealed_pages(source: Source) -> Iterator[tuple[StudentId, str]]:
    """The sealed pages of a source: pupil and path."""
    for path in source:
        place = parse_path(path) if path.endswith(SEALED) else None
        if place is not None and place.student is not None:
            yield place.student, path


def opened(messages: Mapping[StudentId, bytes], keys: Keyring) -> dict[StudentId, bytes]:
    """What the pupils' sealed pages say; those for which no key is here are left out.

    Raises:
        KeyTroubleError: the key is here and its owner did not unlock it, or a page is damaged.
    """
    by_readers: dict[frozenset[str], list[StudentId]] = {}
    for student, message in messages.items():
        by_readers.setdefault(readers_of(message), []).append(student)
    found: dict[StudentId, bytes] = {}
    for students in by_readers.values():
        read = keys.decrypt([messages[student] for student in students])
        if read is not None:
            found.update(zip(students, read, strict=True))
    return found


@dataclass(frozen=True, slots=True)
class OpenedSource(Mapping[str, bytes]):
    """A source in which the sealed pages that could be opened stand in plain text, in the place of that text."""

    source: Source
    plain: Mapping[str, bytes]

    def __iter__(self) -> Iterator[str]:
        """The paths, sorted."""
        shut = (path for path in self.source if path.removesuffix(SEALED) not in self.plain)
        return iter(sorted([*shut, *self.plain]))

    def __len__(self) -> int:
        """How many files there are."""
        return len(self.source)

    def __getitem__(self, path: str) -> bytes:
        """A file's bytes."""
        if path.endswith(SEALED) and path.removesuffix(SEALED) in self.plain:
            raise KeyError(path)
        return self.plain[path] if path in self.plain else self.source[path]

    def in_its_place(self, finding: Finding) -> Finding:
        """A finding about an opened page, told of the file that holds it."""
        return replace(finding, path=finding.path + SEALED) if finding.path in self.plain else finding


def open_source(source: Source, keys: Keyring, paths: Collection[str] | None = None) -> OpenedSource:
    """Open every sealed page of a source, or those of the paths.

    Raises:
        KeyTroubleError: the key is here and was not unlocked, or a page is damaged.
    """
    wanted = {student: source[path] for student, path in sealed_pages(source) if paths is None or path in paths}
    return OpenedSource(source, {plain_path(student): text for student, text in opened(wanted, keys).items()})


def with_families(
    records: SchoolRecords, source: Source, students: Iterable[StudentId], keys: Keyring
) -> SchoolRecords:
    """The records with the sealed life pages of these pupils, as far as they can be opened here.

    Raises:
        KeyTroubleError: the key is here and was not unlocked, or a page is damaged.
    """
    wanted = {student: source[sealed_path(student)] for student in students if student in records.sealed_families}
    found = {}
    for student, text in opened(wanted, keys).items():
        place = parse_path(plain_path(student))
        read = inspect(place, text) if place is not None else None
        if read is not None and not read.findings:
            found[student] = decode(Kind.HO_SO, read.document)
    return replace(
        records, families={**records.families, **found}, sealed_families=records.sealed_families - found.keys()
    )
