"""The year end itself: who signs, who accepts, all at once; every act is a command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from tests.peak.school import YEAR, desk_of

HOCBA: Final = (sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()")
TOGETHER: Final = 4
"""Branches that a reviewer accepts in one act."""


@dataclass
class Done:
    """One command: who, what, how long, what came of it."""

    person: str
    arguments: tuple[str, ...]
    seconds: float
    status: int
    out: str
    err: str


@dataclass
class YearEnd:
    """Plays the end of the year with ``at_once`` people acting at the same time."""

    folder: Path
    at_once: int = 8
    done: list[Done] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)
    pushes: int = 0
    races: int = 0

    def run(self, person: str, *arguments: str) -> Done:
        """One command at the person's desk."""
        began = time.monotonic()
        env = {
            **os.environ,
            "HOCBA_PERSON": person,
            "GNUPGHOME": str(self.folder / "k" / person),
            "HOCBA_STATE": str(self.folder / "s" / person),
        }
        command = [*HOCBA, "-C", str(desk_of(self.folder, person)), *arguments]
        ended = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
        made = Done(person, arguments, time.monotonic() - began, ended.returncode, ended.stdout, ended.stderr)
        self.done.append(made)
        return made

    def begin(self) -> None:
        """One desk looks at the whole ledger; the others have seen it grow."""
        self.run("quan-tri", "board", YEAR)
        (self.folder / "s/quan-tri").rename(self.folder / "s/chung")
        for person in self.persons():
            desk_of(self.folder, person)

    def persons(self) -> list[str]:
        """Everybody with a key."""
        return sorted(path.name for path in (self.folder / "k").iterdir() if path.is_dir())

    def board(self) -> dict[str, Any]:
        """What is missing, by class."""
        found: dict[str, Any] = json.loads(self.run("quan-tri", "board", YEAR, "--json").out)
        return {row["lop"]: row for row in found["lop"]}

    def play(self) -> None:
        """Subjects, homerooms, leaders, lock."""
        self.begin()
        board = self.board()
        subjects = {person for row in board.values() for persons in row["mon"].values() for person in persons}
        self.sign_and_accept("bo-mon", subjects)
        self.sign_and_accept("chu-nhiem", {person for row in board.values() for person in row["chu_nhiem"]})
        self.sign_and_accept("lanh-dao", {"pho-hieu-truong"})
        began = time.monotonic()
        self.must(self.run("quan-tri", "lock", YEAR, "--he", "--decision", "45/QĐ-BM"))
        self.must(self.run("hieu-truong", "lock", YEAR))
        self.phases["khoa"] = time.monotonic() - began

    def sign_and_accept(self, role: str, signers: Iterable[str]) -> None:
        """Everybody signs; the reviewers share the branches and accept them, all at the same time."""
        began = time.monotonic()
        with ThreadPoolExecutor(self.at_once) as pool:
            asked = ("sign", "--year", YEAR, "--as", role)
            branches = [
                self.must(made).split()[0] for made in pool.map(lambda one: self.run(one, *asked), sorted(signers))
            ]
            shares = share(branches, self.reviewers())
            list(pool.map(lambda one: self.accept_all(*one), shares))
        self.phases[role] = time.monotonic() - began

    def accept_all(self, person: str, acts: Iterable[Sequence[str]]) -> None:
        """One reviewer's acts, one after another."""
        for branches in acts:
            self.accept(person, branches)

    def accept(self, person: str, branches: Sequence[str]) -> None:
        """One act of a reviewer; what it pushed again because somebody was faster is counted, nobody notices it."""
        said = json.loads(self.must(self.run(person, "accept", *branches, "--json")))
        self.pushes += 1
        self.races += said["lan_day_lai"]

    def reviewers(self) -> list[str]:
        """Who may accept sign-offs: leaders, the head of the office, heads of departments; at most ``at_once``."""
        staff, assigned = (self._read(path) for path in ("signatures/can-bo.yaml", f"records/{YEAR}/phan-cong.yaml"))
        office = [row["ma"] for row in staff["can_bo"] if row["vai_tro"][0]["vai_tro"] == "to_truong_van_phong"]
        heads = sorted({row["to_truong"] for row in assigned["to_chuyen_mon"]})
        return ["pho-hieu-truong", "hieu-truong", *office, *heads][: self.at_once]

    def _read(self, path: str) -> Any:
        return yaml.safe_load((self.folder / "truong" / path).read_text("utf-8"))

    def verdict(self) -> str:
        """What ``verify`` says of the server at the end."""
        server, sheet = str(self.folder / "may-chu/truong.git"), str(self.folder / "goc-tin-cay.yaml")
        said = json.loads(self.run("quan-tri", "verify", server, "--root", sheet, "--no-cache", "--json").out)
        return str(said["verdict"])

    def end_agents(self) -> None:
        """End everybody's agent."""
        for home in (self.folder / "k").glob("*"):
            subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False, capture_output=True)

    @staticmethod
    def must(made: Done) -> str:
        """A command that nobody should have to repeat."""
        if made.status != 0:
            raise AssertionError((made.person, made.arguments, made.status, made.err))
        return made.out

    def counts(self) -> Mapping[str, int]:
        """What it took: entries, signatures of every kind, PIN entries, pushes tried again."""
        where = ["git", "-C", str(self.folder / "may-chu/truong.git")]
        first = subprocess.run(
            ["git", "-C", str(self.folder / "truong"), "rev-parse", "main"], check=True, capture_output=True, text=True
        ).stdout.strip()
        new = f"{first}..main"

        def count(*arguments: str) -> int:
            shown = subprocess.run(
                [*where, "rev-list", "--count", *arguments], check=True, capture_output=True, text=True
            )
            return int(shown.stdout)

        files = subprocess.run(
            [*where, "diff", "--name-only", "--diff-filter=A", first, "main"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        merges, commits = count("--first-parent", new), count(new)
        detached = sum(path.endswith(".asc") for path in files)
        pins = sum(log.read_text().count("\n") for log in (self.folder / "k").glob("*/pin.log"))
        return {
            "merges": merges,
            "commits": commits,
            "detached": detached,
            "signatures": commits + detached,
            "pins": pins,
            "persons": sum(1 for _ in (self.folder / "k").glob("*/pin.log")),
            "statements": sum(path.endswith(".txt") for path in files),
            "pushes": self.pushes,
            "races": self.races,
        }


def share(branches: Sequence[str], reviewers: Sequence[str]) -> list[tuple[str, list[Sequence[str]]]]:
    """Some branches at a time to each reviewer in turn; a person does one thing after another."""
    acts = [branches[at : at + TOGETHER] for at in range(0, len(branches), TOGETHER)]
    return [
        (one, acts[number :: len(reviewers)]) for number, one in enumerate(reviewers) if acts[number :: len(reviewers)]
    ]
