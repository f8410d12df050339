"""``python -m tests.fuzz [TARGET…] [--seconds N | --runs N] [--seed N] [--keep FOLDER]``: coverage-guided, from seeds.

A finding is shown and written to the folder that ``--keep`` names; the status is then not 0.
``--keep`` also keeps the corpus that was found on the way, so that a long run goes on where the last one ended.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.seeds import write_seeds
from tests.fuzz.targets import TARGETS, planted

WORDS = Path(__file__).with_name("words.dict")
LONGEST = 65_536
"""Bytes of one input."""


def main() -> int:
    """Run each target in a process of its own: libFuzzer takes a process whole."""
    asked = _parser().parse_args()
    worst = 0
    for name in asked.targets or TARGETS:
        if asked.inside:
            _inside(name, asked)
        again = [sys.executable, "-m", "tests.fuzz", name, *sys.argv[1:], "--inside"]
        again = [word for place, word in enumerate(again) if place < 4 or word not in asked.targets]
        worst = max(worst, subprocess.run(again, check=False).returncode)
    return worst


def _inside(name: str, asked: argparse.Namespace) -> None:
    """Give this process to libFuzzer; it does not come back."""
    import atheris

    target = {**TARGETS, "planted": planted}[name]
    atheris.enabled_hooks.add("str")
    with atheris.instrument_imports(include=["hocba_build"], enable_loader_override=False):
        target(b"")  # imports what it reads with
    kept = Path(asked.keep or tempfile.mkdtemp(prefix="hocba-fuzz-")) / name
    kept.mkdir(parents=True, exist_ok=True)
    seeds = Path(tempfile.mkdtemp(prefix="hocba-seeds-"))
    write_seeds(name, seeds)
    limit = f"-runs={asked.runs}" if asked.runs else f"-max_total_time={asked.seconds}"
    options = [limit, f"-seed={asked.seed}", f"-max_len={LONGEST}", "-timeout=5", "-rss_limit_mb=1024"]
    # Much of the grammar is in expressions, which coverage does not see into: its words are a help.
    options += [f"-artifact_prefix={kept}/loi-", f"-dict={WORDS}"]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=0", str(kept), str(seeds)], target)
    atheris.Fuzz()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Coverage-guided fuzzing of the parsers.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"default: {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--runs", type=int, default=0, help="inputs for each target, instead of seconds")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--keep", metavar="FOLDER", help="where the corpus and findings stay")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
