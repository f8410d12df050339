"""What is typed is kept cell by cell, held against what its page showed, and never given up by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import ClassId, PersonId, StudentId, SubjectId, Term, YearId
from hocba_build.exchange.columns import SheetKey
from hocba_build.exchange.values import MAX_REMARK
from hocba_build.workflows.desk.drafts import Draft, Drafts
from hocba_build.workflows.desk.phrases import FIRST, HOMEROOM, SUBJECT, Phrases
from hocba_build.workflows.desk.typed_cells import Choice, choose

PUPIL, OTHER = StudentId("7400000001"), StudentId("7400000002")
KEY = SheetKey(YearId("2025-2026"), ClassId("7a1"), Term.HK2, SubjectId("toan"))
ME = PersonId("gv-khang")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path, ME)


def test_a_cell_is_held_against_what_it_was_when_first_typed() -> None:
    """Also where it was empty then: a colleague's later value in it must be seen as a change."""
    first = Draft().with_cells({PUPIL: {"tx1": "8"}}, {})
    again = first.with_cells({PUPIL: {"tx1": "9", "tx2": "5"}}, {PUPIL: {"tx1": "7", "tx2": "4"}})
    assert again.typed == {PUPIL: {"tx1": "9", "tx2": "5"}}
    assert again.base == {PUPIL: {"tx1": "", "tx2": "4"}}


def test_what_was_sent_goes_and_what_was_typed_since_stays() -> None:
    sent = Draft().with_cells({PUPIL: {"tx1": "8", "tx2": "7"}, OTHER: {"gk": "5"}}, {})
    later = sent.with_cells({PUPIL: {"tx2": "6,5"}}, {})
    assert later.after(sent).typed == {PUPIL: {"tx2": "6,5"}}
    assert sent.after(sent) == Draft()


def test_a_choice_keeps_mine_against_the_value_shown_or_gives_mine_up(drafts: Drafts) -> None:
    drafts.change(KEY, lambda held: held.with_cells({PUPIL: {"tx1": "8", "tx2": "9"}}, {}))
    kept = choose(drafts, KEY, [Choice(PUPIL, "tx1", mine=True, now="2"), Choice(PUPIL, "tx2", mine=False, now="3")])
    assert kept.typed == {PUPIL: {"tx1": "8"}}
    assert kept.base == {PUPIL: {"tx1": "2"}}
    assert drafts.of(KEY) == kept


def test_a_draft_given_up_cell_by_cell_is_gone(drafts: Drafts) -> None:
    drafts.change(KEY, lambda held: held.with_cells({PUPIL: {"tx1": "8"}}, {}))
    assert drafts.keys() == [("2025-2026", "7a1", "hk2", "toan")]
    choose(drafts, KEY, [Choice(PUPIL, "tx1", mine=False, now="")])
    assert drafts.keys() == []


def test_a_draft_that_cannot_be_read_is_put_aside_not_thrown_away(drafts: Drafts, tmp_path: Path) -> None:
    drafts.change(KEY, lambda held: held.with_cells({PUPIL: {"tx1": "8"}}, {}))
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(b'{"go": {"74')
    assert drafts.of(KEY) == Draft()
    (aside,) = tmp_path.rglob("*.hong")
    assert aside.read_bytes() == b'{"go": {"74'


def test_a_draft_is_readable_by_its_owner_only(drafts: Drafts, tmp_path: Path) -> None:
    drafts.change(KEY, lambda held: held.with_cells({PUPIL: {"tx1": "8"}}, {}))
    (file,) = tmp_path.rglob("*.json")
    assert file.stat().st_mode & 0o077 == 0


def test_phrases_are_the_programs_until_one_writes_ones_own(tmp_path: Path) -> None:
    phrases = Phrases(tmp_path, ME)
    assert phrases.of(SUBJECT) == FIRST[SUBJECT]
    phrases.keep(SUBJECT, "Tính toán cẩn thận.\n\n  Vẽ hình đẹp. \n")
    assert phrases.of(SUBJECT) == ("Tính toán cẩn thận.", "Vẽ hình đẹp.")
    assert phrases.of(HOMEROOM) == FIRST[HOMEROOM]
    phrases.keep(SUBJECT, "")
    assert phrases.of(SUBJECT) == FIRST[SUBJECT]


@pytest.mark.parametrize("line", ["x" * (MAX_REMARK + 1), "sai\u202ehướng"])
def test_a_phrase_that_no_remark_may_hold_is_refused(tmp_path: Path, line: str) -> None:
    phrases = Phrases(tmp_path, ME)
    with pytest.raises(HocbaError):
        phrases.keep(SUBJECT, f"Tốt.\n{line}")
    assert phrases.of(SUBJECT) == FIRST[SUBJECT]
