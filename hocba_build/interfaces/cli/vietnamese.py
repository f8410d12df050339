"""What click says of its own accord, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import click

SECTIONS: Final = {"Options": "Tuỳ chọn", "Commands": "Lệnh", "Positional arguments": "Tham số"}
HELP: Final = {"Show this message and exit.": "Hiện trợ giúp này.", "Show the version and exit.": "Hiện số phiên bản."}


class VietnameseFormatter(click.HelpFormatter):
    """Help pages with Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a command is called."""
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A heading with its lines."""
        with super().section(SECTIONS.get(name, name)):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of names and what they mean."""
        super().write_dl([(name, HELP.get(text, text)) for name, text in rows], col_max, col_spacing)


def usage_sentence(error: click.UsageError) -> str:
    """Why a call cannot be understood."""
    if isinstance(error, click.NoSuchOption):
        return f"Không có tuỳ chọn {error.option_name}."
    if isinstance(error, click.MissingParameter):
        return (
            f"Thiếu {error.param.make_metavar(error.ctx or click.Context(click.Command(''))) if error.param else ''}."
        )
    if isinstance(error, click.BadParameter):
        name = error.param.name if error.param else ""
        return f"Giá trị của {name} không dùng được: {error.message}"
    if error.message.startswith("No such command"):
        return f"Không có lệnh {error.message.removeprefix('No such command').strip(' .')}."
    return error.message


def usage_hint(error: click.UsageError) -> str:
    """Where help is."""
    return f"Xem: {error.ctx.command_path} --help" if error.ctx else "Xem: hocba --help"
