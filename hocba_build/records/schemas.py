"""The only door to JSON Schema: two validators over the same files.

``jsonschema_rs`` answers quickly whether a document fits; only where it does not, ``jsonschema`` says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hocba_build.records.document import Json
from hocba_build.records.package_data import package_data

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_BASE: Final = "https://hocba.invalid/schema/"
"""A name, never an address: what a schema refers to is in the registry, and nothing is ever fetched."""
_SHARED: Final = "chung.schema.json"
"""The one file that the others refer to: a file is read when it is asked for, and no other with it."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One place that does not fit: the keyword that failed, its value in the schema, the instance, where."""

    keyword: str
    limit: Any
    instance: Any
    where: tuple[str | int, ...]
    known: tuple[str, ...]
    patterns: tuple[str, ...]
    title: str | None


def schema_root() -> Path:
    """The folder of the schema files."""
    return package_data("schema")


@cache
def schema(name: str) -> Mapping[str, Any]:
    """One schema file as data, with exact numbers."""
    return _loaded(name, Decimal)


@cache
def _loaded(name: str, number: type[Decimal] | type[float]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((schema_root() / name).read_bytes(), parse_float=number)
    return loaded


@cache
def _rust_registry() -> jsonschema_rs.Registry:
    import jsonschema_rs

    return jsonschema_rs.Registry([(_BASE + _SHARED, {**_loaded(_SHARED, float), "$id": _BASE + _SHARED})])


@cache
def _quick(name: str) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs

    body = {**_loaded(name, float), "$id": _BASE + name}
    return jsonschema_rs.Draft202012Validator(body, registry=_rust_registry())


@cache
def _explaining(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    shared = DRAFT202012.create_resource({**schema(_SHARED), "$id": _BASE + _SHARED})
    registry: Registry[Any] = Registry().with_resource(_BASE + _SHARED, shared)
    return Draft202012Validator({**schema(name), "$id": _BASE + name}, registry=registry)


def fits(name: str, document: Json) -> bool:
    """Whether a document fits a schema."""
    return _quick(name).is_valid(document)


def violations(name: str, document: Json) -> Iterator[Violation]:
    """Why a document does not fit: the deepest reason of each error, in the order of the document."""
    from jsonschema.exceptions import best_match

    errors = sorted(_explaining(name).iter_errors(document), key=lambda error: [str(part) for part in error.path])
    for error in errors:
        yield _violation(best_match([error]) or error)


def _violation(error: ValidationError) -> Violation:
    local = error.schema if isinstance(error.schema, Mapping) else {}
    return Violation(
        keyword=str(error.validator),
        limit=error.validator_value,
        instance=error.instance,
        where=tuple(error.absolute_path),
        known=tuple(local.get("properties", ())),
        patterns=tuple(local.get("patternProperties", ())),
        title=local.get("title"),
    )


def resolve(name: str, node: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Follow a schema node's ``$ref``, if any: the file it lands in, and the node there."""
    while isinstance(reference := node.get("$ref"), str):
        file, _, fragment = reference.partition("#")
        name = file or name
        node = schema(name)
        for part in fragment.strip("/").split("/") if fragment.strip("/") else ():
            node = node[part.replace("~1", "/").replace("~0", "~")]
    return name, node
