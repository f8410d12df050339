"""Everything that waits at the server, as the person at the desk sees it: own proposals, those to accept, questions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import PersonId
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.ask_back import Question, questions
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.proposals import Proposal, waiting


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposal with the questions asked of it; what the reader may do, where the reader is known."""

    proposal: Proposal
    questions: tuple[Question, ...]
    mine: bool
    may_accept: bool
    may_approve: bool


def waiting_list(root: Path, *, fetch: bool = True) -> tuple[Waiting, ...]:
    """Every proposal, the reader's turn first, then the oldest; needs no key.

    Raises:
        HocbaError: there is no ledger here, or it has faults.
    """
    desk = open_desk(root)
    if fetch:
        desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me, asked = _reader(ledger), tuple(questions(desk))
    rows = [_row(one, me, asked) for one in waiting(ledger)]
    return tuple(sorted(rows, key=lambda row: not (row.may_accept or row.may_approve)))


def _reader(ledger: Ledger) -> PersonId | None:
    try:
        return acting_person(ledger.policy).person
    except HocbaError:
        return None


def _row(one: Proposal, me: PersonId | None, asked: tuple[Question, ...]) -> Waiting:
    return Waiting(
        one,
        tuple(question for question in asked if question.about == one.branch),
        mine=one.author == me,
        may_accept=me is not None and one.may_accept(me),
        may_approve=me is not None and one.may_approve(me),
    )
