"""What click says of its own accord, in the person's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import click

from hocba_build.interfaces.cli.english import CATALOGUE, WORDS
from hocba_build.interfaces.cli.voice import english, say

SECTIONS: Final = {"Options": "Tuỳ chọn", "Commands": "Lệnh", "Positional arguments": "Tham số"}
SHORTEST: Final = 12
"""Letters from which the beginning of a help text tells which one it is."""
HELP: Final = {"Show this message and exit.": "Hiện trợ giúp này.", "Show the version and exit.": "Hiện số phiên bản."}
PLACEHOLDERS: Final = {"[OPTIONS]": "[TUỲ_CHỌN]", "COMMAND [ARGS]...": "LỆNH [THAM_SỐ]…"}


class HouseFormatter(click.HelpFormatter):
    """Help pages with headings, placeholders and texts in the person's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a command is called."""
        super().write_usage(prog, _placeholders(args), prefix or f"{say('Cách dùng')}: ")

    def write_text(self, text: str) -> None:
        """A command's help, one paragraph at a time."""
        super().write_text("\n\n".join(say(paragraph) for paragraph in text.split("\n\n")))

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A heading with its lines."""
        with super().section(say(SECTIONS.get(name, name))):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of names and what they mean."""
        super().write_dl([(_placeholders(name), _help(text)) for name, text in rows], col_max, col_spacing)


def _placeholders(text: str) -> str:
    for theirs, ours in PLACEHOLDERS.items():
        text = text.replace(theirs, ours)
    for ours, word in WORDS.items() if english() else ():
        text = text.replace(ours, word)
    return text


def _help(text: str) -> str:
    """An option's or a command's help; click puts defaults and ranges behind it, in brackets, and cuts it short."""
    own, gap, rest = ("", "", text) if text.startswith("[") else text.partition("  [")
    if english() and len(own) > SHORTEST and own not in CATALOGUE:
        own = next((known for known in CATALOGUE if known.startswith(own.removesuffix("..."))), own)
    more = rest.replace("default", say("mặc định")).replace("required", say("bắt buộc"))
    return say(HELP.get(own, own)) + gap + more


def usage_sentence(error: click.UsageError) -> str:
    """Why a call cannot be understood."""
    if english():
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        return f"Không có tuỳ chọn {error.option_name}.{_perhaps(error.possibilities or ())}"
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_name(error)}."
    if isinstance(error, click.BadParameter):
        return f"Giá trị của {_name(error)} không dùng được: {_reason(error)}"
    if isinstance(error, click.BadOptionUsage):
        needs = "cần một giá trị" if "requires" in error.message else "không nhận giá trị"
        return f"Tuỳ chọn {error.option_name} {needs}."
    return _other(error)


def _perhaps(names: Iterable[str]) -> str:
    names = sorted(set(names) - {"--help"})
    return f" Có phải {' hay '.join(names)}?" if names else ""


def _name(error: click.BadParameter) -> str:
    """A parameter as the help page shows it."""
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    context = error.ctx or click.Context(click.Command(""))
    return error.param.make_metavar(context) if error.param else "một tham số"


def _reason(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"chỉ được là {' hoặc '.join(map(str, kind.choices))}."
    if isinstance(kind, click.IntRange):
        return f"phải là số nguyên từ {kind.min} đến {kind.max}."
    if isinstance(kind, click.Path):
        return "cần một thư mục." if kind.dir_okay and not kind.file_okay else "không đọc được đường dẫn này."
    return "phải là số nguyên." if kind is click.INT else error.message


def _other(error: click.UsageError) -> str:
    """What click says only in words: an unknown command, words left over."""
    quoted = re.search(r"'([^']*)'", error.message)
    if error.message.startswith("No such command") and quoted:
        from difflib import get_close_matches  # Only for what is wrong.

        return f"Không có lệnh {quoted[1]}.{_perhaps(get_close_matches(quoted[1], _commands(error.ctx)))}"
    if left := re.match(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL):
        return f"Thừa tham số: {left[1]}."
    return error.message


def _commands(context: click.Context | None) -> list[str]:
    return context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []


def usage_hint(error: click.UsageError) -> str:
    """Where help is."""
    see = "See" if english() else "Xem"
    return f"{see}: {error.ctx.command_path if error.ctx else 'hocba'} --help"
