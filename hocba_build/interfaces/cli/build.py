"""``hocba build``: the private site, the transcripts."""

from __future__ import annotations

from importlib import import_module

import click

from hocba_build.interfaces.cli.voice import with_loudness

TARGETS = {"site": "build_site", "pdf": "build_pdf", "class-book": "build_class_book"}


class Targets(click.Group):
    """Imports a target's module only when it is asked for: printing loads much that a site does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The targets."""
        return list(TARGETS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import the target's module."""
        if cmd_name not in TARGETS:
            return None
        command: click.Command = import_module(f"hocba_build.interfaces.cli.{TARGETS[cmd_name]}").command
        return with_loudness(command)


@click.group(name="build", cls=Targets)
def command() -> None:
    """Làm trang tĩnh riêng của trường, in học bạ, sổ lớp."""
