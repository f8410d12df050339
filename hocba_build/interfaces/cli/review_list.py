"""``hocba review`` without a branch: what waits, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.workflows.ledger.waiting_list import Waiting, waiting_list

MOST_SCOPES = 3


def list_waiting(directory: Path, *, as_json: bool, fetch: bool) -> None:
    """Print every proposal that waits, the reader's turn first."""
    rows = waiting_list(directory, fetch=fetch)
    if as_json:
        print_document(dang_cho=[_document(row) for row in rows])
        return
    for row in rows:
        for line in _lines(row):
            click.echo(line)


def _document(row: Waiting) -> dict[str, object]:
    one = row.proposal
    return {
        "nhanh": one.branch,
        "tac_gia": one.author,
        "li_do": one.reason,
        "tep": list(one.paths),
        "nguoi_duyet": sorted(one.mergers - {one.author} - one.approved),
        "duyet_duoc": row.may_accept,
        "cho_dong_y": row.may_approve,
        "hoi_lai": [{"nguoi": question.asker, "cau_hoi": question.text} for question in row.questions],
    }


def _lines(row: Waiting) -> Iterator[str]:
    one = row.proposal
    yield f"{one.branch}  {_turn(row)}"
    more = f" và {len(one.scopes) - MOST_SCOPES} tệp khác" if len(one.scopes) > MOST_SCOPES else ""
    yield visible(f"  {', '.join(one.scopes[:MOST_SCOPES])}{more}" + (f": {one.reason}" if one.reason else ""))
    for question in row.questions:
        yield visible(f"  {question.asker} hỏi: {question.text}")


def _turn(row: Waiting) -> str:
    one = row.proposal
    others = _names(one.mergers - {one.author} - one.approved)
    if row.mine:
        return f"của mình, chờ {others}"
    if row.may_approve:
        return "chờ bạn đồng ý: hocba approve"
    return "bạn duyệt được" if row.may_accept else f"chờ {others}"


def _names(persons: Iterable[str]) -> str:
    return ", ".join(sorted(persons)) or "chưa ai duyệt được"
