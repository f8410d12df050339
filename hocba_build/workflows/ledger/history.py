"""A judged history, open for reading: what stands in it, told entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.values import YearId
from hocba_build.records.layout import is_year
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.judge import Bench, Judgement
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.state import LedgerState
from hocba_build.trust.story.chronicle import Chronicle
from hocba_build.trust.story.trail import Trail
from hocba_build.workflows.ledger.verify import verified


@dataclass(frozen=True, slots=True)
class History:
    """A ledger up to its last entry that stands."""

    judged: Judgement
    main: Oid
    state: LedgerState
    bench: Bench

    @property
    def trees(self) -> Trees:
        """The way to read."""
        return self.bench.trees

    @property
    def policies(self) -> Policies:
        """Who is who in which tree."""
        return self.bench.policies

    @property
    def tree(self) -> Oid:
        """The tree of the last entry that stands."""
        return self.trees.commit(self.state.tip).tree

    @property
    def policy(self) -> Policy:
        """The people as that tree has them."""
        return self.policies.at(self.tree)

    @property
    def whole(self) -> bool:
        """Whether nothing on ``main`` comes after it."""
        return self.state.tip == self.main

    def chronicle(self) -> Chronicle:
        """The entries, oldest first."""
        return Chronicle(self.trees, self.policies, self.state)

    def trail(self) -> Trail:
        """A new trail, which has followed nothing yet."""
        return Trail(self.trees, self.state)

    def years(self) -> tuple[YearId, ...]:
        """The school years in the ledger, oldest first."""
        return tuple(YearId(name) for name in sorted(self.trees.names(self.tree, "records")) if is_year(name))


@contextmanager
def judged_history(
    path: Path,
    sheet: Path | None,
    *,
    state: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[Judgement, History | None]]:
    """Judge a repository or bundle and keep it open; no history where not even the founding act stands.

    Raises:
        HocbaError: there is nothing that could be judged, or the sheet is none.
    """
    with verified(path, sheet, state=state, progress=progress) as (repository, judged):
        if judged.state is None or repository.main is None:
            yield judged, None
        else:
            yield judged, History(judged, repository.main, judged.state, Bench(Trees(repository.objects)))
