"""Long histories: other processes read ahead of the judge, and the word is the same whatever they see or become.

Threat C8 is here as well: only a long history has a base that is too old.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from hocba_build.trust.ahead import PAYS_FROM, nothing, reading_ahead
from hocba_build.trust.facts import chain_to
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.gitrepo import RepositoryObjects
from hocba_build.trust.judge import MAX_AGE, judge
from tests.trust.disk import write_pack
from tests.trust.simulator import MATHS, SPORT, SchoolSimulator, maths, sport

BEGUN = 4
"""Entries of the simulator's own."""
FORGED = PAYS_FROM // 2


def grown(entries: int, forged: int | None = None) -> SchoolSimulator:
    """A long ledger; one entry may be by somebody who had no right to it."""
    school = SchoolSimulator()
    for turn in range(entries):
        school.entry("gv-mai" if turn == forged else "gv-lan", {MATHS: maths(str(turn % 11), str(turn % 7))}, "gv-hung")
    return school


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[SchoolSimulator, RepositoryObjects]:
    school = grown(MAX_AGE + 2)
    return school, write_pack(school.objects.kept, tmp_path_factory.mktemp("honest"))


def chain_of(school: SchoolSimulator) -> list[Oid]:
    return chain_to(school.trees, school.main, school.founding)


def test_the_word_on_a_long_history_is_the_same(honest: tuple[SchoolSimulator, RepositoryObjects]) -> None:
    school, on_disk = honest
    found, alone = judge(on_disk, school.main, school.sheet), judge(school.objects, school.main, school.sheet)
    assert found == alone
    assert found.state is not None
    tree = school.trees.commit(school.main).tree
    assert found.state.digests[tree] == school.trees.sha256(tree)  # The next check hashes only what is new.


def test_every_entry_is_seen_and_is_what_it_is(honest: tuple[SchoolSimulator, RepositoryObjects]) -> None:
    school, on_disk = honest
    first, *coming = chain_of(school)
    with reading_ahead(on_disk, first, coming, {first: 0}, workers=2) as ahead:
        for place, oid in enumerate(coming, 1):
            seen = ahead(oid)
            assert seen is not None
            assert seen.fits(coming[place - 2] if place > 1 else first, place, {seen.entry.base.oid: 0})
            assert seen.entry.merge == school.trees.commit(oid)
            assert seen.made == school.trees.diff(seen.entry.before.tree, seen.entry.merge.tree)
            assert seen.merger[0] == school.trees.commit(oid).author.name


def test_a_forged_entry_is_found_by_the_judge_itself(tmp_path: Path) -> None:
    """Nobody vouches for it; it is named as it is where nobody reads ahead."""
    school = grown(PAYS_FROM, FORGED)
    on_disk = write_pack(school.objects.kept, tmp_path)
    found, alone = judge(on_disk, school.main, school.sheet), judge(school.objects, school.main, school.sheet)
    assert [(one.code, one.path) for one in found.findings] == [("HB332", MATHS)]
    assert (found, found.entries) == (alone, FORGED + BEGUN)


def test_an_object_that_is_gone_is_nothing_that_anybody_vouches_for(
    honest: tuple[SchoolSimulator, RepositoryObjects], tmp_path: Path
) -> None:
    school, _ = honest
    blob = school.trees.entry(school.writer.tree_of(chain_of(school)[FORGED]), MATHS)
    assert blob is not None
    kept = {oid: held for oid, held in school.objects.kept.items() if oid != blob}
    found = judge(write_pack(kept, tmp_path), school.main, school.sheet)
    assert (found.verdict.value, [one.code for one in found.findings]) == ("undecided", ["HB380"])


def test_processes_that_are_killed_leave_the_work_to_the_judge(
    honest: tuple[SchoolSimulator, RepositoryObjects],
) -> None:
    school, on_disk = honest
    first, *coming = chain_of(school)
    with reading_ahead(on_disk, first, coming, {first: 0}, workers=2) as ahead:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        assert [ahead(oid) for oid in coming[-3:]] == [None, None, None]


def test_a_short_history_starts_no_process(honest: tuple[SchoolSimulator, RepositoryObjects]) -> None:
    school, on_disk = honest
    first, *coming = chain_of(school)
    with reading_ahead(on_disk, first, coming[: PAYS_FROM - 1], {first: 0}, workers=2) as ahead:
        assert (ahead, multiprocessing.active_children()) == (nothing, [])


def test_what_is_on_disk_is_what_was_written(honest: tuple[SchoolSimulator, RepositoryObjects]) -> None:
    school, on_disk = honest
    assert Trees(on_disk.reopened()).commit(school.main) == school.trees.commit(school.main)


def test_c8_a_proposal_on_a_ledger_of_long_ago(honest: tuple[SchoolSimulator, RepositoryObjects]) -> None:
    """A thousand entries later it may still come in; one more, and it is made again."""
    school, _ = honest
    main, chain = school.main, chain_of(school)
    for old, codes in ((chain[-MAX_AGE - 1], []), (chain[-MAX_AGE - 2], ["HB323"])):
        school.main = main
        branch = school.commit("gv-mai", {SPORT: sport()}, old)
        merge = school.merge("gv-hung", branch)
        found = school.judge().findings
        assert [(one.code, one.commit) for one in found] == [(code, merge) for code in codes]
    school.main = main
