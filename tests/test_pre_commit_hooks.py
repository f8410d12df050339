"""The hooks offered to pre-commit call commands that exist, for the files that are records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Context

from hocba_build.interfaces.cli import main

HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)


def test_both_hooks_are_offered() -> None:
    assert [hook["id"] for hook in HOOKS] == ["hocba-check", "hocba-fmt"]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_calls_a_command_of_ours(hook: dict[str, Any]) -> None:
    program, command = hook["entry"].split()
    assert program == "hocba"
    assert command in main.list_commands(Context(main))
    assert hook["language"] == "python"


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_runs_for_records_only(hook: dict[str, Any]) -> None:
    files = re.compile(hook["files"])
    assert files.search("records/2025-2026/6a1/hk1/toan.yaml")
    assert files.search("signatures/can-bo.yaml")
    assert not files.search("tests/examples/base/records/truong.yaml")
    assert not files.search("signatures/keys/gv-lan/a.asc")
