"""Whose rows a change touches: what an opening of a few pupils' rows is held against."""

from __future__ import annotations

import pytest

from hocba_build.records.cells import differing_pupils
from hocba_build.records.layout import parse_path

HEAD = 'nam_hoc: "2025-2026"\nlop: 6a1\nhoc_ki: hk1\nmon: toan\ndiem:\n'
ONE, TWO = '  "7400000001": {{gk: {}}}\n', '  "7400000002": {{gk: {}}}\n'
BOTH = HEAD + ONE.format(8) + TWO.format(6)


@pytest.mark.parametrize(
    ("new", "touched"),
    [
        (BOTH, set()),
        (HEAD + ONE.format(9) + TWO.format(6), {"7400000001"}),
        (HEAD + ONE.format(8), {"7400000002"}),
        (HEAD + ONE.format(9) + TWO.format(7), {"7400000001", "7400000002"}),
        (None, {"7400000001", "7400000002"}),
        (BOTH.replace("lop: 6a1", "lop: 6a2"), None),
        (BOTH + "ghi_chu: x\n", None),
        ("[1, 2]\n", None),
        ("diem: [1]\n", None),
        ("diem: {\n", None),
    ],
)
def test_the_rows_that_differ_or_nothing_certain(new: str | None, touched: set[str] | None) -> None:
    place = parse_path("records/2025-2026/6a1/hk1/toan.yaml")
    assert place is not None
    texts = (BOTH.encode(), None if new is None else new.encode())
    for old, other in (texts, texts[::-1]):
        assert differing_pupils(place, old, other) == touched


def test_a_list_of_a_class_is_nobodys_row_and_a_brought_file_is_one_pupils() -> None:
    listed, brought = (
        parse_path(f"records/2025-2026/6a1/{name}") for name in ("lop.yaml", "chuyen-den/7400000001.yaml")
    )
    assert listed is not None
    assert brought is not None
    assert differing_pupils(listed, b"hoc_sinh: []\n", b"hoc_sinh: [1]\n") is None
    assert differing_pupils(brought, None, b"?") == frozenset({"7400000001"})
