"""A safe edit of one file: what is not meant stays as it was written, and the text stays canonical."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from hocba_build.domain.errors import HocbaError
from hocba_build.records.canonical import write
from hocba_build.records.document import Json, split_modeline
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import RecordPath, parse_path
from hocba_build.records.strict_yaml import parse

Document: TypeAlias = dict[str, Any]


def edited(path: str, raw: bytes, edit: Callable[[Document], None]) -> bytes:
    """The file after an edit of its document; a schema modeline is kept.

    Raises:
        HocbaError: the file cannot be read as what its path says.
    """
    try:
        document: Any = parse(raw)
        edit(document)
    except (FaultyError, KeyError, TypeError, AttributeError) as error:
        raise HocbaError(f"Tệp đang có lỗi, chưa sửa được: {path}.", "Chạy hocba check và sửa trước.") from error
    return write(place_at(path), document, modeline=bool(split_modeline(raw.decode())[0]))


def written(path: str, document: Json) -> bytes:
    """The text of a new file."""
    return write(place_at(path), document)


def place_at(path: str) -> RecordPath:
    """The place of a path that has one."""
    place = parse_path(path)
    if place is None:
        message = f"no such record path: {path}"
        raise ValueError(message)
    return place
