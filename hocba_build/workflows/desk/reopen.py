"""A proposal that another one has overtaken, taken back into drafts: its cells are typed again over what stands now.

The file as a whole can no longer be merged; cell by cell it can, and a cell that both changed is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import StudentId, Term
from hocba_build.exchange.columns import SheetKey
from hocba_build.exchange.sheets import columns_of, tokens_of
from hocba_build.exchange.year_sheets import key_at
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath, parse_path
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.trees import Trees
from hocba_build.workflows.class_source import part_of
from hocba_build.workflows.desk.drafts import Draft, Drafts
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.ask_back import remove
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.review import tip_of
from hocba_build.workflows.sheets.whole_year import opened_part

Words = dict[StudentId, dict[str, str]]


def reopen(root: Path, branch: str, drafts: Drafts) -> list[SheetKey]:
    """Take one's own proposal back as drafts of its sheets, and remove the branch; the sheets.

    Raises:
        RefusedError: somebody else's, or it holds something that no sheet shows.
        HocbaError: no such branch.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    tip, ledger = tip_of(desk, branch), open_ledger(desk, desk.main())
    me, writer = acting_person(ledger.policy), desk.writer
    commits = writer.branch_commits(ledger.state.tip, tip)
    if not commits or commits[0].author.name != me.person:
        raise RefusedError(f"{branch} không phải đề xuất của {me.person}.", "Người duyệt thì hỏi lại tác giả.")
    before, after = writer.tree_of(writer.base(ledger.state.tip, tip)), writer.tree_of(tip)
    keys = _sheets(change.path for change in writer.trees.diff(before, after))
    for key in keys:
        _keep(drafts, key, _proposed(_words(writer.trees, before, key), _words(writer.trees, after, key)))
    desk.repository.advance(ledger.state.tip)
    remove(desk, [branch])
    return keys


def _keep(drafts: Drafts, key: SheetKey, proposed: Draft) -> None:
    """Lay it under what has been typed since."""
    drafts.change(key, lambda held: proposed.with_cells(held.typed, held.base))


def _sheets(paths: Iterable[str]) -> list[SheetKey]:
    """The sheets that show these files; approvals of them go with the branch."""
    found: dict[SheetKey, None] = {}
    for path in paths:
        if path.startswith("signatures/dong-y/"):
            continue
        place = parse_path(path)
        key = None if place is None else _sheet_of(place)
        if key is None:
            raise RefusedError(
                f"Đề xuất có tệp không thuộc bảng nào ở bàn làm việc: {path}.",
                "Nhờ quản trị hỗ trợ làm lại trên bản mới: hocba propose.",
            )
        found[key] = None
    return list(found)


def _sheet_of(place: RecordPath) -> SheetKey | None:
    """The sheet that shows everything of a file."""
    if place.year is None or place.class_id is None:
        return None
    if place.kind in SUBJECT_KINDS or place.kind in (Kind.REN_LUYEN, Kind.CHUYEN_CAN, Kind.NHAN_XET):
        return SheetKey(place.year, place.class_id, place.term or Term.HK2, place.subject)
    return key_at(place)


def _words(trees: Trees, tree: Oid, key: SheetKey) -> Words:
    """What a tree holds in a sheet, as its cells show it."""
    opened = opened_part(part_of(TreeSource(trees, tree, key.year), key.year, frozenset({key.class_id})), key.year)
    held = opened.entered.classes[key.class_id]
    columns = columns_of(opened.entered, held, key)
    pupils = dict.fromkeys(row.student for row in held.school_class.enrolments)
    return {student: tokens_of(held, key, columns, student) for student in pupils}


def _proposed(old: Words, new: Words) -> Draft:
    """The cells that differ, each with what it was."""
    cells = list(_changes(old, new))
    typed: Words = {}
    base: Words = {}
    for student, name, was, now in cells:
        typed.setdefault(student, {})[name] = now
        base.setdefault(student, {})[name] = was
    return Draft().with_cells(typed, base)


def _changes(old: Words, new: Words) -> Iterator[tuple[StudentId, str, str, str]]:
    for student, row in new.items():
        before = old.get(student, {})
        for name in dict.fromkeys([*before, *row]):
            if before.get(name) != row.get(name):
                yield student, name, before.get(name, ""), row.get(name, "")
