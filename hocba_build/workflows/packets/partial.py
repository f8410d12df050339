"""A leaver's running year: the registrar prepares the statement, the principal decides, both sign it in the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId, StudentId, YearId
from hocba_build.records.reader import read_records
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.papers.leaving import running_year
from hocba_build.trust.papers.office_partial import folder_of, partial_path
from hocba_build.trust.papers.partial import Partial, read_partial
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.deciding import merge_signed, prepared
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights


@dataclass(frozen=True, slots=True)
class Prepared:
    """A branch that waits for the principal."""

    branch: str
    path: str


def statement_of(ledger: Ledger, pupil: StudentId) -> Partial | None:
    """The newest statement of a pupil's running year in the ledger; none where that year was locked since."""
    found = None
    for path, blob in ledger.bench.trees.files(ledger.tree, "signatures/cap-ban"):
        place = place_of(path)
        if isinstance(place, SignaturePath) and place.paper is Paper.PARTIAL:
            statement = read_partial(ledger.bench.trees.content(blob))
            if statement.leaver.pupil == pupil and statement.leaver.year not in ledger.state.locks:
                found = statement
    return found


def decide_partial(ledger: Ledger, pupil: StudentId, decision: str | None) -> Partial | Prepared:
    """Prepare a statement, or sign and merge the prepared one as the principal.

    Raises:
        RefusedError: nothing to state, nothing prepared, no decision, or not entitled.
    """
    me = acting_person(ledger.policy)
    principal = the_principal(ledger)
    if me.person == principal:
        return _decided(ledger, pupil, me)
    if not decision:
        raise RefusedError("Chưa có số quyết định của hiệu trưởng.", 'Thêm --decision "12/QĐ-BM".')
    return _prepare(ledger, pupil, decision, me)


def the_principal(ledger: Ledger) -> PersonId:
    """The one who decides.

    Raises:
        RefusedError: the school has not exactly one.
    """
    principals = ledger.policy.holding(Role.HIEU_TRUONG)
    if len(principals) != 1:
        raise RefusedError("Trường chưa có đúng một hiệu trưởng.", "Quản trị ghi lại vai trò: hocba staff.")
    return next(iter(principals))


def _prepare(ledger: Ledger, pupil: StudentId, decision: str, me: KeyHolder) -> Prepared:
    desk, trees = ledger.desk, ledger.bench.trees
    year = _open_year(ledger)
    number = 1
    while trees.entry(ledger.tree, partial_path(year, number)) is not None:
        number += 1
    path = partial_path(year, number)
    require_rights(ledger, me.person, [path])
    records = read_records(TreeSource(trees, ledger.tree, year)).records
    found = running_year(records, year, pupil, decision, day_of(desk.now())) if records else None
    if found is None:
        raise RefusedError(f"Năm học {year} chưa có kết quả nào của học sinh {pupil}.", "Xem lại mã học sinh.")
    leaver, results = found
    statement = Partial(
        founding=ledger.state.founding,
        path=path,
        index=ledger.state.index,
        leaver=leaver,
        decision=decision,
        results=results,
        registrar=me.person,
        registrar_key=me.fingerprint,
        principal=the_principal(ledger),
    )
    text = statement.text()
    files = {path: text, statement.signature_path(me.person): me.sign(text, desk.now())}
    message = proposal("issue", f"Kết quả năm chưa khoá của học sinh {pupil}", [path], f"Quyết định số {decision}")
    name, _ = push_branch(desk, ledger.state.tip, f"chuyen-truong-{pupil}", files, message, me)
    return Prepared(name, path)


def _open_year(ledger: Ledger) -> YearId:
    """The newest year that was never locked."""
    years = [year for year in ledger.history.years() if year not in ledger.state.locks]
    if not years:
        raise RefusedError("Không có năm học nào đang mở.", "Năm đã khoá thì lập gói không cần --partial.")
    return years[-1]


def _decided(ledger: Ledger, pupil: StudentId, me: KeyHolder) -> Partial:
    def of_pupil(raw: bytes) -> bool:
        return read_partial(raw).leaver.pupil == pupil

    waiting = prepared(ledger, folder_of(_open_year(ledger)), Paper.PARTIAL, of_pupil)
    statement = read_partial(waiting.raw)
    merge_signed(ledger, waiting, statement.signature_path(me.person), me)
    return statement


__all__ = ["Prepared", "decide_partial", "statement_of", "the_principal"]
