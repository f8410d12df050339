"""Files: YAML composed by PyYAML, written again by the rules of ``docs/records.md``, held against the schemas."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.second_verifier.places import Place
from tests.second_verifier.store import InvalidError, decoded

SCHEMAS = Path(__file__).resolve().parents[2] / "schema"
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
LOOKS_LIKE_A_NUMBER = re.compile(
    r"0x[0-9a-f_]*|0o[0-7_]*|0b[01_]*|[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]*)?", re.IGNORECASE
)
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
BARE = "_ .-/()'%+;!–—…“”‘’"
PERSONS = {"ho_ten", "giao_vien", "giao_vien_chu_nhiem"}
NAMES = {"hoc_sinh": PERSONS | {"ten"}, "ho_so": PERSONS, "nam_cu": PERSONS | {"hieu_truong"}, "can_bo": PERSONS}
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
Nodes = list[tuple[str, Mapping[str, Any]]]


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its file's name; numbers exact."""
    return {path.name: json.loads(path.read_text(), parse_float=Decimal) for path in SCHEMAS.glob("*.json")}


def subjects(name: str = "mon") -> frozenset[str]:
    """The subjects of a list in the schemas."""
    return frozenset(schemas()["chung.schema.json"]["$defs"][name]["enum"])


@lru_cache(4096)
def read(place: Place, raw: bytes) -> Any:
    """The document of a record's file, when its text and content may stand."""
    if place.kind == "ho_so_kin":
        if not (raw.startswith(b"-----BEGIN PGP MESSAGE-----\n") and raw.endswith(b"-----END PGP MESSAGE-----\n")):
            raise InvalidError("a sealed page that is none")
        return None
    schema = f"{place.kind.replace('_', '-')}.schema.json"
    head = f"# yaml-language-server: $schema={'../' * place.path.count('/')}schema/{schema}\n".encode()
    document = parsed(raw.removeprefix(head))
    order: Nodes = [(schema, schemas()[schema])]
    if written(document, order) != raw.removeprefix(head):
        raise InvalidError(f"{place.path} is not in its canonical text")
    if next(_validator(schema).iter_errors(document), None) is not None:
        raise InvalidError(f"{place.path} does not fit its schema")
    said = {"nam_hoc": place.year, "lop": place.class_id, "hoc_ki": place.term, "mon": place.subject, "ma": place.pupil}
    if any(value is not None and key in document and document[key] != value for key, value in said.items()):
        raise InvalidError(f"{place.path} speaks of another place")
    for rows in document.values():
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict) and isinstance(row.get("huy"), int) and row["huy"] > index:
                raise InvalidError(f"{place.path} cancels what does not stand before")
    _check_names(document, NAMES.get(place.kind, set()))
    return document


def _check_names(value: Any, keys: set[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _check_names(item, keys)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in keys and isinstance(item, str | list):
                for name in [item] if isinstance(item, str) else item:
                    _check_name(name)
            else:
                _check_names(item, keys)


def _check_name(name: str) -> None:
    """Letters of Vietnamese and of minority orthographies, single spaces."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", name) if sign not in MARKS)
    allowed = set("abcdefghijklmnopqrstuvwxyzđƀABCDEFGHIJKLMNOPQRSTUVWXYZĐɃ '-")
    if set(plain) - allowed or name != " ".join(name.split()):
        raise InvalidError("a name that is none")


@cache
def _validator(schema: str) -> Draft202012Validator:
    base = "https://second.invalid/"
    known = [
        (base + name, DRAFT202012.create_resource({**body, "$id": base + name})) for name, body in schemas().items()
    ]
    return Draft202012Validator({**schemas()[schema], "$id": base + schema}, registry=Registry().with_resources(known))


def parsed(raw: bytes) -> Any:
    """A document of maps, lists and scalars; an alias is refused before anything is composed."""
    if len(raw) > 256 * 1024:
        raise InvalidError("a file too large")
    text = decoded(raw)
    if unicodedata.normalize("NFC", text) != text or "\t" in text:
        raise InvalidError("letters that are not composed")
    try:
        if any(
            isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken)
            for token in yaml.scan(text, Loader=yaml.CSafeLoader)
        ):
            raise InvalidError("anchors, aliases or tags")
        node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InvalidError("no YAML") from error
    return _value(node, 0)


def _value(node: Any, depth: int) -> Any:
    if depth > 8 or node is None:
        raise InvalidError("empty or too deep")
    if isinstance(node, yaml.MappingNode):
        pairs = [(_value(key, depth + 1), _value(item, depth + 1)) for key, item in node.value]
        if not all(isinstance(key, str) for key, _ in pairs) or len({key for key, _ in pairs}) != len(pairs):
            raise InvalidError("keys twice, or no text")
        return dict(pairs)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, depth + 1) for item in node.value]
    return str(node.value) if node.style else _plain(str(node.value))


def _plain(text: str) -> Any:
    if text in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[text]
    found = NUMBER.fullmatch(text)
    if not text:
        raise InvalidError("a key without a value")
    return text if found is None else Decimal(text) if found[2] else int(text)


def written(document: Any, order: Nodes) -> bytes:
    """The one text of a document: two levels in block style, the rest on one line."""
    if not isinstance(document, dict) or not document:
        return f"{_flow(document, order)}\n".encode()
    lines = []
    for key in _ordered(document, order):
        value, below = document[key], _below(order, key)
        if isinstance(value, dict) and value:
            lines.append(f"{_text(key)}:")
            lines += [f"  {_text(k)}: {_flow(value[k], _below(below, k))}" for k in _ordered(value, below)]
        elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
            lines.append(f"{_text(key)}:")
            lines += [f"  - {_flow(item, _items(below))}" for item in value]
        else:
            lines.append(f"{_text(key)}: {_flow(value, below)}")
    return "".join(f"{line}\n" for line in lines).encode()


def _flow(value: Any, order: Nodes) -> str:
    if isinstance(value, dict):
        inner = (f"{_text(key)}: {_flow(value[key], _below(order, key))}" for key in _ordered(value, order))
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, _items(order)) for item in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal):
        shown = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        return "0" if shown == "-0" else shown
    return json.dumps(value)


def _text(text: str) -> str:
    signs = text and text[0].isalnum() and all(sign.isalnum() or sign in BARE or sign in MARKS for sign in text)
    number = LOOKS_LIKE_A_NUMBER.fullmatch(text) and text[:1].isdigit()
    if signs and text[-1] != " " and any(map(str.isalpha, text)) and text.lower() not in WORDS and not number:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _ordered(value: Mapping[str, Any], order: Nodes) -> list[str]:
    """Keys as the schema lists them, then numbers by value, then words."""
    known = list(dict.fromkeys(key for _, node in order for key in node.get("properties", ())))
    others = [key for key in value if key not in known]
    numbers = sorted((key for key in others if key.isdigit()), key=lambda key: (int(key), key))
    return [key for key in known if key in value] + numbers + sorted(key for key in others if not key.isdigit())


def _below(order: Nodes, key: str) -> Nodes:
    named = [(name, node["properties"][key]) for name, node in order if key in node.get("properties", {})]
    if not any(key in node.get("properties", {}) for _, node in order):
        named = [(name, node) for name, holder in order for node in holder.get("patternProperties", {}).values()]
        named += [(name, holder["additionalProperties"]) for name, holder in order if "additionalProperties" in holder]
    return [found for name, node in named for found in _spread(name, node)]


def _items(order: Nodes) -> Nodes:
    return [found for name, node in order if "items" in node for found in _spread(name, node["items"])]


def _spread(name: str, node: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A schema's node with what it refers to and its branches."""
    if not isinstance(node, Mapping):
        return
    yield name, node
    if "$ref" in node:
        file, _, pointer = str(node["$ref"]).partition("#")
        target: Any = schemas()[file or name]
        for part in filter(None, pointer.split("/")):
            target = target[part]
        yield from _spread(file or name, target)
    for branch in (*node.get("allOf", ()), *node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _spread(name, branch)
    for keyword in ("if", "then", "else"):
        yield from _spread(name, node.get(keyword))


def ordered(*keys: str, **inner: Any) -> Nodes:
    """An order of keys for a paper that has no schema."""
    return [("", {"properties": {key: inner.get(key, {}) for key in keys}})]


def paper(raw: bytes, order: Nodes) -> Any:
    """A paper's document, when the bytes are its one text."""
    document = parsed(raw)
    if written(document, order) != raw:
        raise InvalidError("a paper not in its canonical text")
    return document
