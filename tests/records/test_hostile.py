"""Input nobody should write: each is refused with its code and line, and never with a traceback or a long wait."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.findings import Finding
from hocba_build.records.fmt import fmt
from hocba_build.records.inspect import inspect
from tests.records.samples import FIRST_ROW, HEADER, place, scores

BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

TEXTS: dict[str, tuple[bytes, str, int | None]] = {
    "alias bomb": (BOMB.encode(), "HB105", 1),
    "alias": (b"a: *b\n", "HB105", 1),
    "tag": (scores("!!python/object:os.system {}"), "HB105", FIRST_ROW),
    "tag on a scalar": (scores("{gk: !!float 8}"), "HB105", FIRST_ROW),
    "directive": (b"%YAML 1.1\n---\na: 1\n", "HB105", 1),
    "two documents": (scores("{gk: 8}") + b"---\na: 1\n", "HB105", FIRST_ROW + 1),
    "duplicate pupil": (scores("{gk: 8}") + b'  "7400000001": {gk: 9}\n', "HB104", FIRST_ROW + 1),
    "duplicate test": (scores("{gk: 8, gk: 9}"), "HB104", FIRST_ROW),
    "deep flow": (b"[" * 200_000, "HB107", 1),
    "deep maps": (b'{"a":' * 40_000, "HB107", 1),
    "deep block": (b"- " * 100_000, "HB107", 1),
    "deep closed": (b"[" * 100_000 + b"]" * 100_000, "HB107", 1),
    "ten megabytes": (b"a" * 10_000_000, "HB107", None),
    "long key": (b"k" * 200 + b": 1\n", "HB107", 1),
    "latin-1": (scores("{nhan_xet: abc}").replace(b"abc", b"Ti\xean"), "HB101", FIRST_ROW),
    "utf-16": ("a: 1\n".encode("utf-16"), "HB101", 1),
    "bom": (b"\xef\xbb\xbf" + scores("{gk: 8}"), "HB101", 1),
    "crlf": (scores("{gk: 8}").replace(b"\n", b"\r\n"), "HB101", 1),
    "one lone cr": (scores("{gk: 8}") + b"\r", "HB101", FIRST_ROW + 1),
    "nfd": (scores("{nhan_xet: Tie\u0302\u0301n bo\u0323\u0302}"), "HB106", FIRST_ROW),
    "bidi": (scores("{nhan_xet: a\u202eb}"), "HB106", FIRST_ROW),
    "escaped bidi": (scores('{nhan_xet: "a\\u202eb"}'), "HB106", FIRST_ROW),
    "escaped newline": (scores('{nhan_xet: "a\\nb"}'), "HB106", FIRST_ROW),
    "escaped nfd": (scores('{nhan_xet: "a\\u0301"}'), "HB106", FIRST_ROW),
    "zero width": (scores("{nhan_xet: a\u200bb}"), "HB106", FIRST_ROW),
    "line separator": (scores("{nhan_xet: a\u2028b}"), "HB106", FIRST_ROW),
    "next line": (scores("{nhan_xet: a\u0085b}"), "HB106", FIRST_ROW),
    "no-break space": (scores("{nhan_xet: a\u00a0b}"), "HB106", FIRST_ROW),
    "null byte": (scores("{nhan_xet: a\x00b}"), "HB106", FIRST_ROW),
    "escape sequence": (scores("{nhan_xet: a\x1b[31mb}"), "HB106", FIRST_ROW),
    "tab": (scores("{gk:\t8}"), "HB106", FIRST_ROW),
    "block text": (HEADER.encode() + b'  "7400000001":\n    nhan_xet: |\n      a\n', "HB106", FIRST_ROW + 1),
    "unquoted number key": (HEADER.encode() + b"  74: {gk: 8}\n", "HB103", FIRST_ROW),
    "list as key": (b"? [a]\n: 1\n", "HB103", 1),
    "null key": (b"null: 1\n", "HB103", 1),
    "missing value": (scores("{gk: }"), "HB103", FIRST_ROW),
    "comma score in a map": (scores("{gk: 8,5, ck: 7}"), "HB103", FIRST_ROW),
    "comma score in a list": (scores("{tx: [7, 8,5]}"), "HB103", FIRST_ROW),
    "unclosed": (scores("{gk: 8"), "HB103", FIRST_ROW + 1),
    "colon in plain text": (b"a: b: c\n", "HB103", 1),
    "empty": (b"", "HB103", 1),
    "only a comment": (b"# x\n", "HB103", 1),
    "comment": (scores("{gk: 8} # phạm lỗi"), "HB102", FIRST_ROW),
    "trailing zero": (scores("{gk: 8.50}"), "HB102", FIRST_ROW),
    "point zero": (scores("{gk: 8.0}"), "HB102", FIRST_ROW),
    "order": (scores("{ck: 8, gk: 8}"), "HB102", FIRST_ROW),
    "spacing": (scores("{gk:  8}"), "HB102", FIRST_ROW),
    "single quotes": (scores("{mien: 'QĐ 12/2025'}"), "HB102", FIRST_ROW),
    "needless quotes": (scores('{mien: "QĐ 12/2025"}'), "HB102", FIRST_ROW),
    "folded": (scores("{nhan_xet: Tiến bộ\n    rõ}"), "HB102", FIRST_ROW),
    "no final newline": (scores("{gk: 8}").rstrip(), "HB102", FIRST_ROW),
    "blank line": (scores("{gk: 8}") + b"\n", "HB102", FIRST_ROW + 1),
    "document start": (b"---\n" + scores("{gk: 8}"), "HB102", 1),
    "rows out of order": (scores("{gk: 8}") + b'  "7400000000": {gk: 9}\n', "HB102", FIRST_ROW),
    "other modeline": (b"# yaml-language-server: $schema=x.json\n" + scores("{gk: 8}"), "HB102", 1),
    "text score": (scores('{gk: "8,5"}'), "HB108", FIRST_ROW),
    "exponent": (scores("{gk: 1e1}"), "HB108", FIRST_ROW),
    "two decimals": (scores("{gk: 8.55}"), "HB108", FIRST_ROW),
    "forgotten point": (scores("{gk: 85}"), "HB108", FIRST_ROW),
    "octal": (scores("{gk: 010}"), "HB108", FIRST_ROW),
    "not a number": (scores("{gk: .nan}"), "HB108", FIRST_ROW),
    "infinite": (scores("{gk: .inf}"), "HB108", FIRST_ROW),
    "hexadecimal": (scores("{gk: 0xA}"), "HB108", FIRST_ROW),
    "sexagesimal": (scores("{gk: '1:30'}"), "HB108", FIRST_ROW),
    "negative": (scores("{gk: -1}"), "HB108", FIRST_ROW),
    "a date": (scores("{gk: 2026-05-28}"), "HB108", FIRST_ROW),
    "a truth value": (scores("{gk: true}"), "HB108", FIRST_ROW),
    "merge key": (scores("{<<: {gk: 8}}"), "HB108", FIRST_ROW),
    "too many digits": (scores("{gk: 8.00000000000000000001}"), "HB108", FIRST_ROW),
    "not a map": (b"[]\n", "HB108", 1),
    "other class": (scores("{gk: 8}").replace(b"6a1", b"6a2"), "HB110", 2),
    "other subject": (scores("{gk: 8}").replace(b"toan", b"khtn"), "HB110", 4),
}


@pytest.mark.parametrize("name", TEXTS)
def test_refused_with_code_and_line(name: str) -> None:
    raw, code, line = TEXTS[name]
    started = time.process_time()
    findings = inspect(place(), raw).findings
    assert [(finding.code, finding.line) for finding in findings] == [(code, line)]
    assert time.process_time() - started < 2


SENTENCES = {
    '{gk: "8,5"}': "viết dấu chấm: 8.5",
    "{gk: 8,5}": "viết dấu chấm: 8.5",
    "{gk: 85}": "có phải 8.5?",
    "{gk: 8.55}": "một chữ số thập phân",
    "{gk: 1e1}": "luỹ thừa",
    "{gkk: 8}": "khoá lạ «gkk»: có phải «gk»?",
    "{gk: tám}": "phải là một số",
    "{khong_du: [tx9]}": "«tx5»",
}


@pytest.mark.parametrize(("row", "words"), SENTENCES.items())
def test_the_sentence_says_what_to_do(row: str, words: str) -> None:
    (finding,) = inspect(place(), scores(row)).findings
    assert words in finding.message


def test_personal_text_is_not_repeated() -> None:
    raw = (
        'ma: "7400000001"\nnhan_than:\n'
        '  - {tu_ngay: "2024-08-15", ho_ten: " Lò Thị Ánh", gioi_tinh: khac, ngay_sinh: "2013-02-30"}\n'
    ).encode()
    findings = inspect(place("records/hoc-sinh/7400000001.yaml"), raw).findings
    assert [finding.code for finding in findings] == ["HB108"] * 3
    assert not any("Lò" in finding.message or "2013" in finding.message for finding in findings)


NAMES = {
    "\u00d0ỗ Văn Bình": "U+00D0",
    "Lò Thị \u0410n": "U+0410",
    "Lò Thị \u0391n": "U+0391",
    "Lò Thị \uff21n": "U+FF21",
    "Lò Thị An2": "U+0032",
    "H’Linh Niê": "U+2019",
    "Lò  Thị An": "dấu cách thừa",
}


@pytest.mark.parametrize(("name", "words"), NAMES.items())
def test_letters_that_only_look_right_are_refused_in_names(name: str, words: str) -> None:
    raw = (
        f'ma: "7400000001"\nnhan_than:\n  - {{tu_ngay: "2024-08-15", ho_ten: {name}, gioi_tinh: nu, '
        'ngay_sinh: "2013-05-17"}\n'
    ).encode()
    (finding,) = inspect(place("records/hoc-sinh/7400000001.yaml"), raw).findings
    assert (finding.code, finding.line, finding.pointer) == ("HB106", 3, "/nhan_than/0/ho_ten")
    assert words in finding.message


GOOD_NAMES = [
    "H'Linh Niê",
    "Y Ƀhăm Êban",
    "Đỗ Thị Ỷ",
    "K'Brơ̆ Ñ",
    "Rơ Châm Ŏi",
    "Ksor H'Bĭa",
    "Sô̆ Ư̆",
    "Čil Ê̆",
    "Lò-Văn Ôn",
]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_minority_orthographies_are_names(name: str) -> None:
    raw = (
        f'ma: "7400000001"\nnhan_than:\n  - {{tu_ngay: "2024-08-15", ho_ten: {name}, gioi_tinh: nu, '
        'ngay_sinh: "2013-05-17"}\n'
    ).encode()
    assert inspect(place("records/hoc-sinh/7400000001.yaml"), raw).findings == ()


REFUSED_BY_FMT = [
    "alias bomb",
    "tag",
    "directive",
    "two documents",
    "duplicate pupil",
    "deep flow",
    "ten megabytes",
    "bidi",
    "comma score in a map",
    "comma score in a list",
    "comment",
    "latin-1",
]


@pytest.mark.parametrize("name", REFUSED_BY_FMT)
def test_fmt_refuses_what_could_lose_or_guess(name: str) -> None:
    raw, code, _ = TEXTS[name]
    found = fmt(place(), raw)
    assert isinstance(found, Finding)
    assert found.code == code


MENDED = ["bom", "crlf", "nfd", "trailing zero", "point zero", "order", "spacing", "single quotes", "needless quotes"]
MENDED += ["folded", "no final newline", "blank line", "document start", "rows out of order", "other modeline"]


@pytest.mark.parametrize("name", MENDED)
def test_fmt_mends_what_has_one_meaning(name: str) -> None:
    mended = fmt(place(), TEXTS[name][0])
    assert isinstance(mended, bytes)
    assert inspect(place(), mended).findings == ()
    assert fmt(place(), mended) == mended


PIECES = (
    "a 8 8.50 8,5 - : { } [ ] , \" ' # &a *a !!str null true \\ ? ế … e\u0301 \u202e".split(" "),
    ["- ", ": ", "\n", "\n  ", " # ", "|\n", ">\n", "---\n", "%YAML\n", "\t", "\r\n", ", "],
)
TANGLES = st.lists(st.sampled_from([piece for group in PIECES for piece in group]), max_size=40)


@given(st.one_of(st.binary(max_size=200), TANGLES.map(lambda parts: "".join(parts).encode())))
def test_any_bytes_give_findings_or_a_stable_text(raw: bytes) -> None:
    inspect(place(), raw)
    once = fmt(place(), raw)
    if isinstance(once, bytes):
        assert fmt(place(), once) == once
