"""What is not entered yet of what somebody is about to sign: told, never refused, since a term may end early."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from hocba_build.domain.completeness import ClassCompleteness, class_completeness
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.facts import year_facts
from hocba_build.domain.values import SEMESTERS, ClassId, SubjectId, Term, YearId
from hocba_build.domain.words import word
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.year_end.scopes import HOMEROOM, SUBJECT
from hocba_build.workflows.class_source import part_of
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.sheets.whole_year import opened_part

if TYPE_CHECKING:  # Named only: what is due is found there, what is missing of it here.
    from hocba_build.workflows.ledger.sign_off import Due


def unfinished(ledger: Ledger, year: YearId, due: Iterable[Due]) -> Mapping[str, str]:
    """By scope (``7a1/toan``, ``7a1``): what its files lack in the ledger, semester by semester."""
    asked = [(one.role, scope) for one in due if one.role in (SUBJECT, HOMEROOM) for scope in one.scopes]
    rooms = frozenset(ClassId(scope.partition("/")[0]) for _, scope in asked)
    if not rooms:
        return {}
    done = _completeness(ledger, year, rooms)
    rows = ((scope, "; ".join(_lacks(done.get(ClassId(scope.partition("/")[0]), {}), scope))) for _, scope in asked)
    return {scope: text for scope, text in rows if text}


def _completeness(
    ledger: Ledger, year: YearId, rooms: frozenset[ClassId]
) -> Mapping[ClassId, Mapping[Term, ClassCompleteness]]:
    source = part_of(TreeSource(ledger.bench.trees, ledger.tree, year), year, rooms)
    try:
        facts = year_facts(opened_part(source, year).records, year)
    except HocbaError:
        return {}  # What cannot be read is for check to name.
    return {
        one.id: {term: class_completeness(facts, one, term) for term in SEMESTERS} for one in facts.classes.values()
    }


def _lacks(done: Mapping[Term, ClassCompleteness], scope: str) -> Iterator[str]:
    subject = scope.partition("/")[2]
    for term, held in done.items():
        tally = held.subjects.get(SubjectId(subject)) if subject else held.conduct
        if tally is not None and not tally.complete:
            what = "" if subject else "rèn luyện "
            yield f"{what}{_named(term)} thiếu {tally.required - tally.filled}/{tally.required} ô"
        if not subject and not held.register:
            yield f"chưa có sổ chuyên cần {_named(term)}"


def _named(term: Term) -> str:
    """A semester within a sentence."""
    text = word(term)
    return text[:1].lower() + text[1:]
