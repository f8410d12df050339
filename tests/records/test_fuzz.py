"""Whatever happens to the bytes of a sound school, the check ends with findings and goes on with the other files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from hocba_build.records.layout import parse_path
from hocba_build.records.reader import disk_source
from hocba_build.workflows.check import check_source
from tests.records.samples import BASE, SCORES, scores

FILES: Final[Mapping[str, bytes]] = dict(disk_source(BASE))
PIECES: Final = [
    *(b"8,5", b"8.55", b"1e1", b".nan", b".inf", b"-.inf", b"0x1F", b"0o17", b"017", b"2026-05-28", b"12:30:45", b"~"),
    *(b"null", b"true", b"No", b"-1", b"11", b"[]", b"{}", b"[[", b"{{", b"&a ", b"*a", b"<<: ", b"!!binary ", b"? "),
    *(b"\t", b"\r\n", b"\r", b"\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"---\n", b"...\n", b"%TAG ! x\n", b"# x", b"|\n"),
    *(text.encode() for text in ("\u202e", "\u200b", "e\u0301", "\u00d0", "\u0410", "\u2028", "\ud7ff", "😀", "“")),
    *(b'"', b"'", b": ", b", ", b"- ", b"}", b"]", b"7400000001", b'"7400000001"', b"hk1", b"9" * 40, b"a" * 200),
]

edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(st.sampled_from(PIECES), st.binary(max_size=4))),
    min_size=1,
    max_size=4,
)
"""Cuts and insertions: where (as a part of the file), how many bytes go, what comes instead."""


def edited(raw: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for where, gone, come in changes:
        at = int(where * len(raw))
        raw = raw[:at] + come + raw[at + gone :]
    return raw


@given(st.dictionaries(st.sampled_from(sorted(FILES)), edits, min_size=1, max_size=3))
def test_edited_files_never_stop_the_check(changes: dict[str, list[tuple[float, int, bytes]]]) -> None:
    """A slip elsewhere in the school does not hide the wrong score, nor does it hide this one."""
    files = {**FILES, **{path: edited(FILES[path], each) for path, each in changes.items()}}
    wrong = {**files, SCORES: scores("{gk: 85}")}
    findings = check_source(wrong).findings
    assert (SCORES, "HB108", 6) in {(found.path, found.code, found.line) for found in findings}
    for path in changes.keys() - {SCORES}:
        alone = [found for found in check_source(files).findings if found.path == path and found.code < "HB2"]
        assert [found for found in findings if found.path == path and found.code < "HB2"] == alone


@given(st.sampled_from(sorted(FILES)), st.sampled_from(sorted(FILES)))
def test_a_file_in_another_ones_place(path: str, other: str) -> None:
    """Sound text of one kind where another kind belongs is told, never mistaken."""
    findings = check_source({**FILES, path: FILES[other]}).findings
    first, second = parse_path(path), parse_path(other)
    if path == other:
        assert findings == ()
    elif FILES[path] != FILES[other]:
        assert path in {found.path for found in findings}, (first, second)
