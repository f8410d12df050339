"""Time: what commits claim, held against the order of the ledger and against witnesses (step 15).

A date is a claim and decides nothing; a contradiction is told. Order comes from the chain, time only from witnesses:
what a token is over existed at its moment, and what stands on the token came after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hocba_build.domain.findings import Severity
from hocba_build.domain.moments import moment_text
from hocba_build.domain.values import YearId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.policy import Policy
from hocba_build.trust.state import LedgerState, Witness
from hocba_build.trust.verdict import LedgerFinding, refuse

TOLERANCE: Final = 600
"""Seconds by which clocks may differ."""


FRESH: Final = 14 * 24 * 3600
"""Seconds: a witness is due every week; two that are missing are told."""


def check_alive(policy: Policy, signed: Iterable[tuple[Oid, str, int]]) -> None:
    """Refuse keys that had expired before a moment after which their signatures were surely made (threat E1).

    ``signed``: commit, key, and the witnessed moment before it (0 for none).

    Raises:
        Refused: HB315.
    """
    for commit, key, after in signed:
        expires = policy.certificates[key].expires if after else None
        if expires is not None and expires.timestamp() + TOLERANCE < after:
            message = f"khoá đã hết hạn trước mốc thời gian {moment_text(after)} mà lần ghi này đứng trên"
            raise refuse("HB315", message, commit)


def note(trees: Trees, state: LedgerState, merges: tuple[Oid, Oid], base: int, branch: Iterable[Oid]) -> None:
    """Hold the dates of a new entry against what came before; a witness that it brings, against what it has seen.

    ``merges``: the entry before and the new one; ``base``: the entry on which the branch stands.
    """
    before, here = (trees.commit(oid).committer.seconds for oid in merges)
    if here + TOLERANCE < before:
        message = f"mục {state.index} tự ghi {moment_text(here)}, trước mục liền trước ({moment_text(before)})"
        state.remarks.append(("HB376", message, merges[1]))
    claims = [(oid, trees.commit(oid).committer.seconds) for oid in branch]
    _after(state, claims, state.witnessed(base))
    _after(state, [(merges[1], here)], state.witnessed(state.index))
    state.unseen.append(max(here, *(claimed for _, claimed in claims)))
    if state.witnesses and state.witnesses[-1].entry == state.index:
        _seen(trees, state, state.witnesses[-1])


def _after(state: LedgerState, claims: Iterable[tuple[Oid, int]], moment: int) -> None:
    """The first of these commits that claims to be older than a moment after which it was surely made."""
    for oid, claimed in claims:
        if claimed < moment - TOLERANCE:
            _contradiction(state, oid, claimed, f"sau mốc {moment_text(moment)}")
            return


def _seen(trees: Trees, state: LedgerState, witness: Witness) -> None:
    """Threat D8: whatever no witness had seen before and claims to be younger than the token that is over it."""
    commits = {index: oid for oid, index in state.entries.items()}
    for index in range(state.seen + 1, witness.over + 1):
        if state.unseen[index - state.seen - 1] > witness.seconds + TOLERANCE:
            oid, claimed = _younger(trees, state, commits[index], witness.seconds + TOLERANCE)
            _contradiction(state, oid, claimed, f"trước mốc {moment_text(witness.seconds)}")
    if witness.over > state.seen:
        del state.unseen[: witness.over - state.seen]
        state.seen = witness.over


def _younger(trees: Trees, state: LedgerState, merge: Oid, moment: int) -> tuple[Oid, int]:
    """The oldest commit of an entry whose date lies after a moment, with that date."""
    found = trees.commit(merge)
    at = found.parents[1] if len(found.parents) == 2 else merge
    while at not in state.entries:
        commit = trees.commit(at)
        if commit.committer.seconds > moment:
            found = commit
        at = commit.parents[0]
    return found.oid, found.committer.seconds


def _contradiction(state: LedgerState, commit: Oid, claimed: int, truth: str) -> None:
    message = f"lần ghi tự ghi {moment_text(claimed)}, nhưng chắc chắn có {truth}"
    state.remarks.append(("HB374", message, commit))


def remarks(state: LedgerState) -> tuple[LedgerFinding, ...]:
    """What was noted: none of it makes a history invalid."""
    return tuple(LedgerFinding(code, text, oid, severity=Severity.WARNING) for code, text, oid in state.remarks)


def newest(state: LedgerState) -> Witness | None:
    """The witness that tells the latest moment at which somebody outside of the school saw the ledger."""
    return max(state.witnesses, key=lambda one: one.seconds, default=None)


def accepts_authority(trees: Trees, state: LedgerState) -> bool:
    """Whether the school has chosen an authority whose tokens it believes."""
    return any("/tsa." in path for path, _ in trees.files(trees.commit(state.tip).tree, "signatures/goc"))


def unseen_lock(state: LedgerState) -> YearId | None:
    """A year whose newest lock no witness has seen: a token is due right after it."""
    for year, lock in sorted(state.locks.items()):
        entry = state.changed.get(f"signatures/khoa-so/{year}/{lock.acts:04d}/khoa.yaml", 0)
        if entry > state.seen:
            return year
    return None


def freshness(trees: Trees, state: LedgerState, now: int) -> tuple[LedgerFinding, ...]:
    """Threat D4: a school that has chosen an authority, and whose newest witness is old or does not exist.

    A frozen server looks like a quiet school; ``now`` is the clock of whoever asks, in seconds since 1970.
    """
    seen = newest(state)
    if seen is not None and now - seen.seconds <= FRESH:
        return ()
    if seen is not None:
        text = f"mốc thời gian mới nhất là {moment_text(seen.seconds)} (mục {seen.over}): kho có thể bị giữ ở bản cũ"
    elif accepts_authority(trees, state):
        text = "sổ chưa có mốc thời gian nào: không biết kho có bị giữ ở bản cũ không"
    else:
        return ()
    return (LedgerFinding("HB377", text, state.tip, severity=Severity.WARNING),)


__all__ = ["accepts_authority", "check_alive", "freshness", "newest", "note", "remarks", "unseen_lock"]
