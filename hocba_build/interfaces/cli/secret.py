"""A PIN or passphrase: never an argument of a command."""

from __future__ import annotations

import sys

import click

from hocba_build.interfaces.cli.voice import say


def ask_secret() -> str:
    """Asked at the terminal, unseen; else the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(click.prompt(say("PIN hoặc mật khẩu của khoá"), hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
