"""The one text of a document: two levels in block style, the rest on one line, keys in the schema's order."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hocba_build.records.document import Json
from hocba_build.records.layout import RecordPath
from hocba_build.records.order import KeyOrder, key_order

_WORDS: Final = {None: "null", True: "true", False: "false"}
_SAFE: Final = re.compile(r"[^\W_](?:[\w\u0300-\u036f .\-/()'%+;!–—…“”‘’]*[\w\u0300-\u036f.\-/()'%+;!–—…“”‘’])?")
"""Plain text in block and flow style alike: it starts with a letter or digit and holds no sign YAML reads."""
_WORD: Final = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|nan|inf)", re.IGNORECASE)
_NUMBER_LIKE: Final = re.compile(r"0x[0-9a-f_]*|0o[0-7_]*|0b[01_]*|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]*)?", re.I)
"""Everything YAML 1.1 or 1.2 could take for a number (without sign or leading point, which are never plain)."""


def write(path: RecordPath, document: Json, *, modeline: bool = False) -> bytes:
    """The canonical bytes of a file."""
    text = body(document, key_order(path.kind.schema))
    return ((modeline_of(path) if modeline else "") + text).encode()


def modeline_of(path: RecordPath) -> str:
    """The line by which an editor finds the schema of a file."""
    up = "../" * path.path.count("/")
    return f"# yaml-language-server: $schema={up}schema/{path.kind.schema}\n"


def body(document: Json, order: KeyOrder) -> str:
    """The canonical text of a document without its modeline."""
    if not isinstance(document, dict) or not document:
        return _flow(document, order) + "\n"
    return "".join(_top(key, document[key], order.below(key)) for key in order.sorted(document))


def _top(key: str, value: Json, order: KeyOrder) -> str:
    """A top-level key: a map or a list of maps stands below it, one entry a line; anything else beside it."""
    if isinstance(value, dict) and value:
        rows = [f"  {_string(name)}: {_flow(value[name], order.below(name))}\n" for name in order.sorted(value)]
        return f"{_string(key)}:\n" + "".join(rows)
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return f"{_string(key)}:\n" + "".join(f"  - {_flow(item, order.items())}\n" for item in value)
    return f"{_string(key)}: {_flow(value, order)}\n"


def _flow(value: Json, order: KeyOrder) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dict):
        pairs = [f"{_string(key)}: {_flow(value[key], order.below(key))}" for key in order.sorted(value)]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, order.items()) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    return number(value)


def number(value: int | Decimal) -> str:
    """A number without exponent, trailing zeros or negative zero."""
    if isinstance(value, int):
        return str(value)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _string(text: str) -> str:
    if is_plain(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_plain(text: str) -> bool:
    """Whether YAML 1.1 and 1.2 both read the bare text back as this very string."""
    if not _SAFE.fullmatch(text) or not any(map(str.isalpha, text)):
        return False
    return not _WORD.fullmatch(text) and not _NUMBER_LIKE.fullmatch(text)
