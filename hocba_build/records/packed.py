"""How one file was read, as a line of text: for other processes and for the cache. Numbers stay exact."""

from __future__ import annotations

import json
from dataclasses import astuple
from decimal import Decimal
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from hocba_build.domain.findings import Finding, Severity
from hocba_build.records.canonical import number
from hocba_build.records.document import Json
from hocba_build.records.inspect import Inspected


def pack(inspected: Inspected) -> str:
    """One file's document and findings as JSON."""
    return f'{{"d":{_json(inspected.document)},"f":{pack_findings(inspected.findings)}}}'


def unpack(text: str) -> Inspected:
    """The way back; ``ValueError``, ``KeyError`` or ``TypeError`` for what ``pack`` did not write."""
    held = json.loads(text, parse_float=Decimal)
    return Inspected(held["d"], tuple(map(_finding, held["f"])))


def pack_findings(findings: tuple[Finding, ...]) -> str:
    """Findings as JSON."""
    return json.dumps([[*astuple(finding)[:-1], finding.severity.value] for finding in findings])


def unpack_findings(text: str) -> tuple[Finding, ...]:
    """The way back."""
    return tuple(map(_finding, json.loads(text)))


def _finding(fields: list[Any]) -> Finding:
    path, line, code, message, pointer, severity = fields
    return Finding(path, line, code, message, pointer, Severity(severity))


def _json(value: Json) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{quoted(key)}:{_json(inner)}" for key, inner in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return number(value)
