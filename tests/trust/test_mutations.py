"""Whatever happens to a history, it is never called valid, and the judge never falls over."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.trust.judge import judge
from hocba_build.trust.objects import Oid
from hocba_build.trust.trees import MemoryObjects
from tests.trust.simulator import CONDUCT, MATHS, SPORT, SchoolSimulator, conduct, maths, sport
from tests.trust.year_end import locked

SECONDS = 2.0
"""A hostile history must end quickly; this is a promise of the threat model, not a measurement."""


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
    began = time.monotonic()
    verdict = judge(objects, school.main, school.sheet).verdict.value
    assert time.monotonic() - began < SECONDS
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
    began = time.monotonic()
    assert judge(objects, oid, school.sheet).verdict.value in ("invalid", "undecided")
    assert time.monotonic() - began < SECONDS


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
