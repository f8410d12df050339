"""The law cases of ``cases/*.yaml``, which a vice-principal can read: one runner for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from hocba_build.domain.results.document import student_document
from hocba_build.domain.values import Standing
from tests.law.builder import evaluate

FOLDER = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [pytest.param(case, id=f"{path.stem}: {case['ten']}") for case in page["truong_hop"]]
    return found


@pytest.mark.parametrize("case", _cases())
def test_law_case(case: dict[str, Any]) -> None:
    """Every value a case expects stands in the results, at the path it names."""
    document = student_document(evaluate(case), "", Standing.DANG_HOC)
    document["ca_nam"]["canh_bao"] = [notice["code"] for notice in document["ca_nam"]["canh_bao"]]
    assert case["mong_doi"], "a case that expects nothing proves nothing"
    assert {path: _at(document, path) for path in case["mong_doi"]} == case["mong_doi"]


def _at(document: Any, path: str) -> Any:
    for key in path.split("."):
        document = document[key]
    return document
