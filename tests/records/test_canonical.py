"""One document, one text; and that text means the same to every YAML reader."""

from __future__ import annotations

import io
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from hocba_build.records.canonical import body, is_plain, modeline_of, number, write
from hocba_build.records.fmt import fmt
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import parse_path
from hocba_build.records.order import KeyOrder, key_order
from hocba_build.records.strict_yaml import lines_of, locate, parse
from hocba_build.records.text import forbidden
from tests.records.samples import BASE, SCORES, documented, place, scores

PLAIN = [
    "6a1",
    "gv-lan",
    "QĐ 12/2025",
    "Tiến bộ rõ ở hình học.",
    "Tổ Toán – Tin học",
    "45/QĐ-BM",
    "H'Linh Niê",
    "a;b",
    "50% a",
]
QUOTED = [
    "",
    "2025-2026",
    "12.6",
    "9/2",
    "7400000001",
    "6e1",
    "6E10",
    "0x1F",
    "0o17",
    "0b1",
    "1_000",
    "yes",
    "No",
    "ON",
    "y",
    "N",
]
QUOTED += [
    "true",
    "False",
    "NULL",
    "~",
    ".inf",
    "-a",
    "- a",
    "a: b",
    "a:b",
    "a #b",
    "a, b",
    "[a",
    "a]",
    "{a",
    "a}",
    "&a",
    "*a",
]
QUOTED += [
    "!a",
    "|a",
    ">a",
    "@a",
    "`a",
    "%a",
    '"a"',
    "'a'",
    " a",
    "a ",
    "a\\b",
    "?a",
    "=",
    "<<",
    "2025-09-05",
    "1:30",
    "a_b:",
    "…",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", QUOTED)
def test_quoted(text: str) -> None:
    assert not is_plain(text)


def read_back(text: str) -> list[Any]:
    """A value as YAML 1.1, YAML 1.2 and our own parser read it, in block and flow style."""
    document = body({"a": text, "b": {"c": {text: text}}, "d": [{"e": [text]}]}, KeyOrder(()))
    readings = [
        yaml.safe_load(document),
        YAML(typ="safe", pure=True).load(io.StringIO(document)),
        parse(document.encode()),
    ]
    return [value for found in readings for value in (found["a"], *found["b"]["c"].items(), found["d"][0]["e"][0])]


@pytest.mark.parametrize("text", PLAIN + QUOTED)
def test_every_reader_reads_the_same(text: str) -> None:
    assert read_back(text) == [text, (text, text), text] * 3


LETTERS = st.text(alphabet=st.sampled_from("aeyno69xXtTruefalsNul.-+_ /():#,'\"[]{}&*!|>%@`~=<?\\;ếĐ…–0"), max_size=12)


@given(LETTERS)
def test_any_text_survives_every_reader(text: str) -> None:
    assert read_back(text) == [text, (text, text), text] * 3


NUMBERS = {
    "8": 8,
    "8.5": Decimal("8.50"),
    "10": Decimal("10.0"),
    "0": Decimal("-0.0"),
    "-1.5": Decimal("-1.5"),
    "100": Decimal("1E+2"),
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers_have_one_form(text: str, value: int | Decimal) -> None:
    assert number(value) == text


TEXT = (
    st.text(max_size=20)
    .filter(lambda text: not forbidden(text) and "\n" not in text)
    .map(lambda text: unicodedata.normalize("NFC", text))
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    TEXT,
    st.integers(-999_999_999, 999_999_999),
    st.decimals(-99_999, 99_999, places=4, allow_nan=False),
)
VALUES: Any = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(TEXT, VALUES, min_size=1, max_size=4)


def depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


@given(DOCUMENTS.filter(lambda document: depth(document) <= 8))
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    raw = write(place(), document)
    assert parse(raw) == document
    assert fmt(place(), raw) == raw


@pytest.mark.parametrize("path", documented())
def test_the_documented_files_are_canonical(path: str) -> None:
    assert inspect(place(path), documented()[path]).findings == ()


def test_the_base_example_is_canonical() -> None:
    paths = [path.relative_to(BASE).as_posix() for path in BASE.rglob("*.yaml")]
    assert len(paths) > 10
    for path in paths:
        if parse_path(path):
            assert inspect(place(path), (BASE / path).read_bytes()).findings == ()


def test_shape() -> None:
    document = parse(b"b: {y: {k: 1}, x: []}\na: [1, 2]\nc: [{m: 1}, {n: [2]}]\nd: {}\ne: []\n")
    assert body(document, KeyOrder(())) == (
        'a: [1, 2]\nb:\n  x: []\n  "y": {k: 1}\nc:\n  - {m: 1}\n  - {"n": [2]}\nd: {}\ne: []\n'
    )


def test_keys_follow_the_schema_and_rows_ascend() -> None:
    raw = b'diem:\n  "7400000002": {ck: 1, tx: [2], zz: 1, gk: 3, aa: 2}\n  "7400000001": {}\nmon: toan\nlop: 6a1\n'
    order = key_order(place().kind.schema)
    assert body(parse(raw), order) == (
        'lop: 6a1\nmon: toan\ndiem:\n  "7400000001": {}\n  "7400000002": {tx: [2], gk: 3, ck: 1, aa: 2, zz: 1}\n'
    )


def test_grades_ascend_by_value() -> None:
    raw = b'mon_hoc:\n  "10": {toan: 105, ngu-van: 105}\n  "6": {toan: 140}\n'
    written = body(parse(raw), key_order("nam-hoc.schema.json"))
    assert written.index('"6"') < written.index('"10"')


def test_the_modeline_is_kept_and_put_right() -> None:
    right = modeline_of(place()).encode() + scores("{gk: 8}")
    assert right.startswith(b"# yaml-language-server: $schema=../../../../schema/diem.schema.json\n")
    assert inspect(place(), right).findings == ()
    wrong = b"# yaml-language-server: $schema=../x.json\n" + scores("{gk: 8}")
    assert fmt(place(), wrong) == right


def test_lines_are_found_by_pointer() -> None:
    raw = documented()["records/2025-2026/10a1/lop.yaml"]
    lines = lines_of(raw)
    text = raw.decode().split("\n")
    assert '"7400000002"' in text[lines["/hoc_sinh/1/ma"] - 1]
    assert text[lines["/khoi"] - 1] == "khoi: 10"
    assert locate(raw, "/hoc_sinh/1/khong_co/0") == lines["/hoc_sinh/1"]
    assert locate(raw, "") == 1
    assert locate(b"a/b: 1\nc~d: 2\n", "/c~0d") == 2
    assert locate(b"a/b: 1\nc~d: 2\n", "/a~1b") == 1


def test_the_first_difference_is_named() -> None:
    (finding,) = inspect(place(SCORES), scores("{tx: [8, 7.50], gk: 8}")).findings
    assert "cột 29" in finding.message
    assert "«7.50»" in finding.message
