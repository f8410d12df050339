"""What is known of files read before, by content: one SQLite file that may be deleted at any time.

A key is made of the Git blob id, the path and a digest of the program itself, so an answer can be old but never wrong.
Whatever goes wrong with the file (locked, cut short, not a database) only costs the time to read again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.records.inspect import Inspected
from hocba_build.records.layout import RecordPath
from hocba_build.records.package_data import package_data
from hocba_build.records.packed import unpack, unpack_findings

FILE: Final = "records.sqlite"
_LARGEST: Final = 256 * 1024 * 1024
_BATCH: Final = 500
_WAIT_SECONDS: Final = 0.2
_BROKEN: Final = (ValueError, KeyError, TypeError, IndexError)


def blob_id(raw: bytes) -> bytes:
    """The Git blob id of a file's bytes."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).digest()


@cache
def program_digest() -> bytes:
    """A digest of the code and schemas that decide what is found: another version keeps to itself."""
    digest = hashlib.sha256()
    floors = Path(__file__).resolve().parents[1]
    sources = [*(floors / "domain").rglob("*.py"), *(floors / "records").rglob("*.py")]
    for path in sorted([*sources, *package_data("schema").glob("*.json")]):
        data = path.read_bytes()
        digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return digest.digest()


def _key(kind: bytes, *parts: bytes) -> bytes:
    return hashlib.sha256(b"\0".join([kind, program_digest(), *parts])).digest()


def file_key(place: RecordPath, raw: bytes) -> bytes:
    """What one file's answer is kept under."""
    return _key(b"file", place.path.encode(), blob_id(raw))


def tree_key(files: Iterable[tuple[str, bytes]]) -> bytes:
    """What the answer about a whole tree is kept under."""
    digest = hashlib.sha256()
    for path, raw in files:
        digest.update(path.encode("utf-8", "surrogateescape") + b"\0" + blob_id(raw))
    return _key(b"tree", digest.digest())


class Cache:
    """The remembered answers of one state folder."""

    def __init__(self, folder: Path) -> None:
        """Remember in a folder; nothing is opened yet."""
        self._path = folder / FILE
        self._fresh: dict[bytes, str] = {}

    def recall(self, files: Iterable[tuple[RecordPath, bytes]]) -> dict[str, Inspected]:
        """What is known of these files, by path."""
        paths = {file_key(place, raw): place.path for place, raw in files}
        known: dict[str, Inspected] = {}
        for key, text in self._values(list(paths)).items():
            with suppress(*_BROKEN):
                known[paths[key]] = unpack(text)
        return known

    def keep(self, place: RecordPath, raw: bytes, packed: str) -> None:
        """Remember one file's answer at the next ``save``."""
        self._fresh[file_key(place, raw)] = packed

    def recall_tree(self, key: bytes) -> tuple[Finding, ...] | None:
        """The findings of a whole tree, where it was checked before."""
        for text in self._values([key]).values():
            with suppress(*_BROKEN):
                return unpack_findings(text)
        return None

    def keep_tree(self, key: bytes, packed: str) -> None:
        """Remember a whole tree's findings at the next ``save``."""
        self._fresh[key] = packed

    def save(self) -> None:
        """Write what is new; a cache that cannot be written is left alone."""
        if not self._fresh:
            return
        rows = [(key, text, _seal(text)) for key, text in self._fresh.items()]
        with suppress(sqlite3.Error, OSError), self._open() as connection:
            connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)
        self._fresh.clear()

    def _values(self, keys: list[bytes]) -> Mapping[bytes, str]:
        found: dict[bytes, str] = {}
        with suppress(sqlite3.Error, OSError), self._open() as connection:
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                query = f"SELECT key, value, seal FROM answers WHERE key IN ({marks})"  # noqa: S608 - question marks
                for key, text, seal in connection.execute(query, batch):
                    if isinstance(text, str) and seal == _seal(text):
                        found[key] = text
        return found

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection that is always closed; a file that is no database, or grew too large, is begun anew."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._path.is_file() and self._path.stat().st_size > _LARGEST:
            self._path.unlink()
        connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        try:
            with connection:
                connection.execute("PRAGMA synchronous = OFF")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, value TEXT, seal BLOB) WITHOUT ROWID"
                )
                yield connection
        except sqlite3.OperationalError:
            raise  # Locked or read-only: somebody else's turn, the file may be sound.
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            raise
        finally:
            connection.close()


def _seal(text: str) -> bytes:
    """A short digest by which a damaged row shows itself."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
