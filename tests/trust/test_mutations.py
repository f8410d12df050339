"""Whatever happens to a history, it is never called valid, and the judge never falls over."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.trust.facts import chain_to
from hocba_build.trust.git.objects import Oid, with_signature
from hocba_build.trust.git.trees import MemoryObjects
from hocba_build.trust.judge import judge
from hocba_build.workflows.ledger.verify import verify
from tests.trust.disk import write_loose
from tests.trust.simulator import CONDUCT, MATHS, SPORT, SchoolSimulator, conduct, maths, sport
from tests.trust.year_end import locked

SECONDS = 2.0
"""A hostile history must end quickly: a promise of the threat model, of processor time, as machines are busy."""


def spent() -> float:
    """Seconds of processor that this process and those it has waited for took so far."""
    return sum(os.times()[:4])


@pytest.fixture(scope="module")
def school() -> SchoolSimulator:
    return locked()


def reachable(school: SchoolSimulator) -> list[Oid]:
    """Every object that the history holds, in a fixed order."""
    found: list[Oid] = []
    queue = [school.main]
    while queue:
        oid = queue.pop()
        if oid in found:
            continue
        found.append(oid)
        kind, _ = school.objects.kept[oid]
        if kind == "commit":
            commit = school.trees.commit(oid)
            queue += [commit.tree, *commit.parents]
        elif kind == "tree":
            queue += [entry.oid for entry in school.trees._tree(oid).values()]
    return found


def judged_with(school: SchoolSimulator, change: Callable[[dict[Oid, tuple[str, bytes]]], None]) -> str:
    """The verdict on a changed copy of the objects."""
    objects = MemoryObjects()
    objects.kept = dict(school.objects.kept)
    change(objects.kept)
    began = spent()
    verdict = judge(objects, school.main, school.sheet).verdict.value
    assert spent() - began < SECONDS
    return verdict


@given(st.data())
def test_a_flipped_bit_a_dropped_or_swapped_object(school: SchoolSimulator, data: st.DataObject) -> None:
    every = reachable(school)
    victim = data.draw(st.sampled_from(every))
    other = data.draw(st.sampled_from(every))
    at = data.draw(st.integers(0, 5000))
    bit = data.draw(st.integers(0, 7))
    how = data.draw(st.sampled_from(["flip", "drop", "swap", "cut"]))

    def change(kept: dict[Oid, tuple[str, bytes]]) -> None:
        kind, body = kept[victim]
        if how == "drop":
            del kept[victim]
        elif how == "swap":
            kept[victim] = kept[other]
        elif how == "cut":
            kept[victim] = (kind, body[: at % (len(body) + 1)])
        elif body:
            place = at % len(body)
            kept[victim] = (kind, body[:place] + bytes([body[place] ^ (1 << bit)]) + body[place + 1 :])

    same = (how == "swap" and victim == other) or (
        how == "cut" and at % (len(school.objects.kept[victim][1]) + 1) == len(school.objects.kept[victim][1])
    )
    assert (judged_with(school, change) == "valid") is (same or not school.objects.kept[victim][1])


@given(st.binary(max_size=400), st.sampled_from(["commit", "tree", "blob"]), st.booleans())
def test_anything_at_all_as_the_newest_object(school: SchoolSimulator, raw: bytes, kind: str, keep_head: bool) -> None:
    """Bytes that hash to their own id, offered as main's tip or as the tree of a signed merge."""
    objects = MemoryObjects()
    objects.kept = dict(school.objects.kept)
    head = school.objects.kept[school.main][1] if keep_head else b""
    oid = objects.put(kind, head[: len(head) // 2] + raw)
    began = spent()
    assert judge(objects, oid, school.sheet).verdict.value in ("invalid", "undecided")
    assert spent() - began < SECONDS


def detached(school: SchoolSimulator) -> list[tuple[Oid, str, bytes]]:
    """Every detached signature of the history: the entry that brought it, its path, its armor."""
    found = []
    for before, oid in pairwise(chain_to(school.trees, school.main, school.founding)):
        trees = [school.trees.commit(one).tree for one in (before, oid)]
        for change in school.trees.diff(*trees):
            if change.path.endswith(".asc") and change.new and "/keys/" not in change.path:
                found.append((oid, change.path, school.trees.content(change.new)))
    return found


@settings(max_examples=25)
@given(st.data())
def test_a_signature_that_was_made_for_something_else(school: SchoolSimulator, data: st.DataObject) -> None:
    """Everything else of an entry is made again by the right people; only one detached signature is another one."""
    given_ones = detached(school)
    oid, path, own = data.draw(st.sampled_from(given_ones))
    commits = [school.trees.commit(one) for one in chain_to(school.trees, school.main, school.founding)]
    others = {armor for _, _, armor in given_ones} | {one.armor for one in commits if one.armor}
    other = data.draw(st.sampled_from(sorted(others - {own})))
    merge = school.trees.commit(oid)
    main, school.main = school.main, merge.parents[0]
    try:
        changes = replayed(school, merge.parents[1], {path: other})
        school.merge(merge.author.name, changes)
        assert school.judge().verdict.value == "invalid"
        school.main = merge.parents[0]
        school.merge(merge.author.name, replayed(school, merge.parents[1], {}))
        assert school.judge().verdict.value == "valid", "made again as it was, it stands"
    finally:
        school.main = main


def replayed(school: SchoolSimulator, tip: Oid, instead: dict[str, bytes]) -> Oid:
    """A branch made again, commit by commit, by its authors, with other contents in some places."""
    at = school.main
    for commit in school.writer.branch_commits(school.main, tip):
        before = school.trees.commit(commit.parents[0]).tree
        changed = school.trees.diff(before, commit.tree)
        files = {one.path: instead.get(one.path, school.trees.content(one.new)) for one in changed if one.new}
        at = school.commit(commit.author.name, files, at)
    return at


@settings(max_examples=40)
@given(st.data())
def test_a_commits_signature_under_another_commit(school: SchoolSimulator, data: st.DataObject) -> None:
    every = [oid for oid in reachable(school) if school.objects.kept[oid][0] == "commit"]
    oid, other = data.draw(st.permutations(every))[:2]
    commit, armor = school.trees.commit(oid), school.trees.commit(other).armor
    assert armor is not None
    forged = school.objects.put("commit", with_signature(commit.payload, armor))
    began = spent()
    judged = judge(school.objects, forged, school.sheet)
    assert judged.verdict.value == "invalid"
    assert spent() - began < SECONDS


@settings(max_examples=40)
@given(st.data())
def test_parents_that_are_swapped_doubled_or_others(school: SchoolSimulator, data: st.DataObject) -> None:
    """Signed anew by its own merger, digest and all: only the parents are not what they were."""
    chain = chain_to(school.trees, school.main, school.founding)[1:]
    oid = data.draw(st.sampled_from(chain))
    merge = school.trees.commit(oid)
    one, two = merge.parents
    every = [other for other in reachable(school) if school.objects.kept[other][0] == "commit" and other != oid]
    drawn = data.draw(st.sampled_from(every))
    shapes = [(two, one), (one, one), (two, two), (one,), (two,), (), (drawn, two), (one, drawn)]
    parents = data.draw(st.sampled_from(shapes))
    forged = school.raw_commit(school.people[merge.author.name], merge.tree, parents, merge.message)
    began = spent()
    verdict = judge(school.objects, forged, school.sheet).verdict.value
    assert (verdict == "valid") is (parents == merge.parents)
    assert spent() - began < SECONDS


@pytest.fixture(scope="module")
def bundled(school: SchoolSimulator, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, int]:
    """The founding sheet, the history as a bundle, and where its pack begins."""
    folder = tmp_path_factory.mktemp("bundle")
    git = write_loose(school.objects.kept, school.main, folder / "kho.git")
    subprocess.run(["git", "-C", git, "bundle", "create", "--quiet", folder / "so.bundle", "main"], check=True)
    (folder / "goc-tin-cay.yaml").write_bytes(school.sheet_text)
    raw = (folder / "so.bundle").read_bytes()
    return folder, raw, raw.index(b"\n\n") + 2


PLACES = st.tuples(st.integers(0, 2**20), st.integers(0, 2**20), st.integers(0, 7))


@settings(max_examples=25)
@given(PLACES, st.sampled_from(["header", "flip", "cut", "drop", "double", "swap"]))
def test_a_bundle_whose_bytes_were_changed(
    bundled: tuple[Path, bytes, int], places: tuple[int, int, int], how: str
) -> None:
    folder, raw, pack = bundled
    at, other, bit = places[0] % len(raw), places[1] % len(raw), places[2]
    first, last = sorted((at, other))
    at = at % pack if how == "header" else at
    flipped = raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]
    changed = {
        "header": flipped,
        "flip": flipped,
        "cut": raw[:at],
        "drop": raw[:at] + raw[at + 1 :],
        "double": raw[:at] + raw[at : at + 1] + raw[at:],
        "swap": raw[:first] + raw[last:] + raw[first:last],
    }[how]
    place = folder / "doi.bundle"
    place.write_bytes(changed)
    began = spent()
    try:
        verdict = verify(place, folder / "goc-tin-cay.yaml").verdict.value
    except HocbaError as error:
        verdict = "undecided"
        assert error.exit is Exit.UNDECIDED
    assert (verdict == "valid") is (changed == raw)
    assert spent() - began < SECONDS


def test_a_bundle_that_nobody_changed(bundled: tuple[Path, bytes, int]) -> None:
    folder, _, _ = bundled
    assert verify(folder / "so.bundle", folder / "goc-tin-cay.yaml").verdict.value == "valid"


PEOPLE_OF = {
    MATHS: ("gv-lan", "gv-hung"),
    SPORT: ("gv-mai", "gv-hung"),
    CONDUCT: ("gv-thu", "gv-hung"),
    "signatures/khoa-so/2025-2026/0002/khoa.yaml": ("quan-tri", "hieu-truong"),
    "signatures/can-bo.yaml": ("quan-tri", "hieu-truong"),
    f"signatures/keys/gv-lan/{'0' * 40}.asc": ("quan-tri", "hieu-truong"),
    "signatures/goc/0002.yaml": ("hoi-dong", "so-gddt"),
    "signatures/goc/tsa.thu.pem": ("hoi-dong", "so-gddt"),
    "signatures/moc-thoi-gian/0001.yaml": ("gv-mai", "gv-mai"),
    "signatures/moc-thoi-gian/0001.tsr": ("gv-mai", "gv-mai"),
    "signatures/xac-nhan-lai/0001.yaml": ("gv-hung", "hieu-truong"),
    "signatures/sua-chua/0001.yaml": ("quan-tri", "hieu-truong"),
}


@given(st.binary(max_size=300), st.sampled_from(sorted(PEOPLE_OF)))
def test_any_content_that_is_signed_and_accepted(raw: bytes, path: str) -> None:
    """Everything is signed and merged by the right people; only the content is anything at all."""
    school = SchoolSimulator()
    author, merger = PEOPLE_OF[path]
    school.entry(author, {path: raw}, merger)
    assert school.judge().verdict.value == "invalid"


HONEST = st.lists(
    st.tuples(st.sampled_from(["toan", "gdtc", "ren-luyen"]), st.integers(0, 10), st.booleans()), min_size=1, max_size=8
)


@given(HONEST)
def test_every_honest_history_is_valid(acts: list[tuple[str, int, bool]]) -> None:
    school = SchoolSimulator()
    waiting: dict[str, tuple[Oid, str]] = {}
    for what, value, at_once in acts:
        author, path, body = {
            "toan": ("gv-lan", MATHS, maths(str(value))),
            "gdtc": ("gv-mai", SPORT, sport("dat" if value % 2 else "chua_dat")),
            "ren-luyen": ("gv-thu", CONDUCT, conduct("tot" if value % 2 else "kha")),
        }[what]
        if path in waiting or _has(school, path, body):
            continue
        branch = school.commit(author, {path: body})
        if at_once:
            school.merge("gv-hung" if value % 3 else "pho-hieu-truong", branch)
        else:
            waiting[path] = (branch, author)
    for branch, _ in waiting.values():
        school.merge("pho-hieu-truong", branch)
    judged = school.judge()
    assert (judged.verdict.value, judged.findings) == ("valid", ())


def _has(school: SchoolSimulator, path: str, body: bytes) -> bool:
    blob = school.trees.entry(school.writer.tree_of(school.main), path)
    return blob is not None and school.trees.content(blob) == body
