"""VS Code finds the right schema for every file, and keeps the text as the check wants it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hocba_build.domain.subjects import SUBJECTS
from hocba_build.records.layout import Kind, parse_path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_bytes())
MAPPING: dict[str, str | list[str]] = SETTINGS["yaml.schemas"]
CLASS = "records/2025-2026/6a1"
PATHS = [
    "signatures/can-bo.yaml",
    "signatures/su-co/0001.yaml",
    "signatures/cap-ban/2025-2026/0001.yaml",
    "signatures/cap-ban/2025-2026/9999.yaml",
    "signatures/cap-ban/2025-2026/thu-hoi.0001.yaml",
    "records/truong.yaml",
    "records/hoc-sinh/7400000001.yaml",
    "records/ho-so/7400000001.yaml",
    "records/nam-cu/2021-2022/7400000001.yaml",
    "records/2025-2026/nam-hoc.yaml",
    "records/2025-2026/phan-cong.yaml",
    *(f"{CLASS}/{name}.yaml" for name in ("lop", "quyet-dinh", "chuyen-den/7400000001")),
    *(f"{CLASS}/{term}/{name}.yaml" for term in ("hk1", "hk2") for name in (*SUBJECTS, "ren-luyen", "chuyen-can")),
    *(f"{CLASS}/ca-nam/danh-gia-lai/{subject}.yaml" for subject in SUBJECTS),
    *(f"{CLASS}/ca-nam/{name}.yaml" for name in ("ren-luyen-he", "khen-thuong", "nhan-xet", "hoan-thanh")),
]


def matches(glob: str, path: str) -> bool:
    """A glob as the editor reads it: a star stays within one part."""
    return re.fullmatch(re.escape(glob).replace(r"\*", "[^/]*"), path) is not None


@pytest.mark.parametrize("path", PATHS)
def test_every_path_has_exactly_its_schema(path: str) -> None:
    parsed = parse_path(path)
    assert parsed is not None
    found = [
        schema
        for schema, globs in MAPPING.items()
        if any(matches(glob, path) for glob in ([globs] if isinstance(globs, str) else globs))
    ]
    assert found == [f"./schema/{parsed.kind.schema}"]


def test_paths_cover_every_kind() -> None:
    kinds = {parsed.kind for path in PATHS if (parsed := parse_path(path))}
    assert kinds == set(Kind) - {Kind.HO_SO_KIN}


def test_schemas_of_the_mapping_exist() -> None:
    assert all((ROOT / schema).is_file() for schema in MAPPING)


def test_the_editor_keeps_canonical_text() -> None:
    assert SETTINGS["files.eol"] == "\n"
    assert SETTINGS["yaml.format.enable"] is False
    assert SETTINGS["yaml.schemaStore.enable"] is False


def test_the_editor_is_offered_its_yaml_extension() -> None:
    extensions = json.loads((ROOT / ".vscode" / "extensions.json").read_bytes())
    assert extensions["recommendations"] == ["redhat.vscode-yaml"]
