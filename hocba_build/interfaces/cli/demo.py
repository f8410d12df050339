"""``hocba demo``: a fictional school from nothing, then everything that is made from it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.workflows.demo import make_demo
from hocba_build.workflows.sample import Plan

DEFAULT = Plan(classes=2)


@click.command(name="demo")
@click.argument("directory", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--classes", type=click.IntRange(1, 60), default=DEFAULT.classes, help="Số lớp mỗi năm.", show_default=True
)
@click.option(
    "--pupils",
    type=click.IntRange(1, 60),
    default=DEFAULT.pupils_per_class,
    help="Số học sinh mỗi lớp.",
    show_default=True,
)
@click.option(
    "--years", type=click.IntRange(1, 7), default=DEFAULT.years, help="Số năm học, năm cuối còn mở.", show_default=True
)
@click.option("--seed", type=int, default=DEFAULT.seed, help="Hạt giống: cùng số thì cùng trường.", show_default=True)
def command(directory: Path, classes: int, pupils: int, years: int, seed: int) -> None:
    """Tạo một trường mẫu hư cấu trong THƯ_MỤC: hồ sơ, kết quả, trang tĩnh và học bạ PDF.

    THƯ_MỤC phải chưa có, hoặc trống. Mọi người trong trường mẫu đều hư cấu.
    """
    made = make_demo(directory, Plan(classes, pupils, years, seed), jobs=os.cpu_count() or 1, tell=_tell)
    if made.failed:
        raise SystemExit(Exit.FINDINGS)
    click.echo(f"Trường mẫu: {made.school}")


def _tell(sentence: str) -> None:
    """What has been done so far, for whoever waits."""
    click.echo(sentence, err=True)
