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
"""A name, never an address: every schema is in the registry, and nothing is ever fetched."""


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
    loaded: dict[str, Any] = _loaded(Decimal)[name]
    return loaded


@cache
def _loaded(number: type[Decimal] | type[float]) -> dict[str, dict[str, Any]]:
    return {
        path.name: json.loads(path.read_bytes(), parse_float=number)
        for path in sorted(schema_root().glob("*.schema.json"))
    }


@cache
def _rust_registry() -> jsonschema_rs.Registry:
    import jsonschema_rs

    return jsonschema_rs.Registry(
        [(_BASE + name, {**body, "$id": _BASE + name}) for name, body in _loaded(float).items()]
    )


@cache
def _quick(name: str) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs

    body = {**_loaded(float)[name], "$id": _BASE + name}
    return jsonschema_rs.Draft202012Validator(body, registry=_rust_registry())


@cache
def _explaining(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    resources = [
        (_BASE + other, DRAFT202012.create_resource({**body, "$id": _BASE + other}))
        for other, body in _loaded(Decimal).items()
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
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
