"""The texts of a transcript's pages as JSON: what was printed can be printed again, and compared, elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from hocba_build.publishing.transcript.model import TranscriptView

MAX_STORED: Final = 1024 * 1024


class StoredFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """What is no transcript's text."""


def store(view: TranscriptView) -> bytes:
    """The view as canonical JSON."""
    return json.dumps(_plain(view), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def restore(raw: bytes) -> TranscriptView:
    """The view from what ``store`` wrote.

    Raises:
        StoredFault: it is nothing that ``store`` wrote.
    """
    try:
        view = _value(TranscriptView, json.loads(raw)) if len(raw) <= MAX_STORED else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoredFault("nội dung trang in không đọc được") from error
    if not isinstance(view, TranscriptView) or store(view) != raw:
        raise StoredFault("nội dung trang in không đúng dạng chuẩn")
    return view


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of the model
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


def _value(kind: Any, said: Any) -> Any:  # noqa: ANN401 - any value of the model
    """A value of a kind of the model; what is of another kind is refused."""
    if get_origin(kind) in (Union, UnionType):
        inner = [one for one in get_args(kind) if one is not type(None)]
        return None if said is None else _value(inner[0], said)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), said)
    if get_origin(kind) is Mapping:
        return {_value(str, key): _value(get_args(kind)[1], item) for key, item in said.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _value(hints[name], part) for name, part in said.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(said)
    plain = getattr(kind, "__supertype__", kind)  # A NewType is what stands below it.
    if type(said) is not plain:
        raise TypeError(said)
    return said


def _tuple(kinds: Sequence[Any], said: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any value of the model
    if not isinstance(said, list):
        raise TypeError(said)
    if kinds[-1] is Ellipsis:
        return tuple(_value(kinds[0], item) for item in said)
    return tuple(_value(kind, item) for kind, item in zip(kinds, said, strict=True))


__all__ = ["StoredFault", "restore", "store"]
