"""How a command speaks: how much (``-q``, ``-v``) and in which language (``HOCBA_LANG``)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

from hocba_build.interfaces.cli.english import CATALOGUE

QUIET: Final = -1
PLAIN: Final = 0
VERBOSE: Final = 1
_KEY: Final = "hocba.loudness"


def english() -> bool:
    """Whether the person asked for English; everything else is Vietnamese."""
    return os.environ.get("HOCBA_LANG", "").lower().startswith("en")


def say(text: str) -> str:
    """The text in the person's language; Vietnamese where there is no translation."""
    return CATALOGUE.get(" ".join(text.split()), text) if english() else text


def quiet() -> bool:
    """Whether only errors are wanted: no remarks, no progress."""
    return _loudness() <= QUIET


def tell(sentence: str) -> None:
    """Say on stderr what has been done, to those who asked for it with ``-v``."""
    if _loudness() >= VERBOSE:
        click.echo(sentence, err=True)


@contextmanager
def waiting(sentence: str) -> Iterator[None]:
    """Show on a terminal that work goes on; nothing elsewhere, nothing with ``-q``."""
    if quiet() or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # Only where somebody looks: it takes a while to load.

    with Console(stderr=True).status(sentence):
        yield


def _loudness() -> int:
    context = click.get_current_context(silent=True)
    return int(context.meta.get(_KEY, PLAIN)) if context else PLAIN


def with_loudness(command: click.Command) -> click.Command:
    """The command, and those below it, with ``-q`` and ``-v``; they may also stand before its name, the last counts."""
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        with_loudness(inner)
    taken = {word for param in command.params for word in param.opts}
    if taken.isdisjoint({"-q", "--quiet", "-v", "--verbose"}):
        command.params.append(_flag("-q", "--quiet", QUIET, "Chỉ báo lỗi: không lưu ý, không tiến độ."))
        command.params.append(_flag("-v", "--verbose", VERBOSE, "Nói thêm đã làm những gì."))
    return command


def _flag(short: str, long: str, value: int, text: str) -> click.Option:
    return click.Option(
        [short, long, "loudness"], flag_value=value, type=int, expose_value=False, callback=_remember, help=text
    )


def _remember(context: click.Context, param: click.Parameter, value: int | None) -> None:  # noqa: ARG001 - click's
    if value is not None:
        context.meta[_KEY] = value
