"""The group of all commands; each lives in its own module and is imported only when it is called."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

import click

from hocba_build import __version__
from hocba_build.domain.errors import Exit, HocbaError, machine_words
from hocba_build.interfaces.cli.vietnamese import HouseFormatter, usage_hint, usage_sentence
from hocba_build.interfaces.cli.voice import say, with_loudness
from hocba_build.workflows.ledger.pushed import hearing

click.Context.formatter_class = HouseFormatter

INTERRUPTED = 130
"""What a shell expects of a program that was stopped from the keyboard."""

COMMANDS: Final = {
    "check": "Kiểm tra hồ sơ: cú pháp, lược đồ, quy định.",
    "fmt": "Viết lại tệp theo dạng chuẩn.",
    "results": "Kết quả của một năm học, một lớp.",
    "year": "Mở năm học mới, xem năm học đang ở đâu.",
    "stats": "Thống kê một năm học.",
    "explain": "Một con số từ đâu mà có, ai ghi, ai duyệt, ai kí.",
    "pupil": "Hồ sơ học sinh: vào lớp, chuyển, sửa nhân thân.",
    "absence": "Buổi nghỉ theo tháng: ghi, nhập, tổng hợp.",
    "encrypt": "Mã hoá trang lí lịch cho khoá của văn phòng.",
    "sheet": "Bảng điểm Excel: xuất, nhập có xem trước.",
    "reconcile": "Đối chiếu với bảng của vnEdu, CSDL ngành.",
    "propose": "Gửi tệp đã sửa thành đề xuất có chữ kí.",
    "review": "Xem một đề xuất, từng ô cũ → mới.",
    "ask-back": "Hỏi lại tác giả của một đề xuất.",
    "withdraw": "Rút lại đề xuất của mình để sửa.",
    "accept": "Duyệt đề xuất: hợp nhất, kí, đẩy lên.",
    "verify": "Kiểm tra toàn bộ lịch sử của sổ.",
    "audit": "Lập báo cáo kiểm tra sổ cho hiệu trưởng, thanh tra.",
    "approve": "Đồng ý với đề xuất của người khác.",
    "sign": "Kí xác nhận cuối năm.",
    "board": "Cuối năm còn thiếu chữ kí nào, đến lượt ai.",
    "lock": "Khoá sổ một năm học.",
    "unlock": "Mở một phần sổ đã khoá để sửa.",
    "witness": "Xin mốc thời gian cho sổ.",
    "root": "Gốc tin cậy: ai giữ, đổi người, đổi khoá.",
    "repair": "Huỷ mục sai trên main, trả lại trạng thái đúng.",
    "affirm": "Xác nhận lại mục kí bằng khoá đã lộ.",
    "join": "Làm khoá cho mình và tự thử kí.",
    "staff": "Cán bộ, vai trò, khoá.",
    "doctor": "Khám khoá, vai trò, kho, máy chủ.",
    "incident": "Sự cố: ghi, xử lí, xem lại.",
    "hook": "Hook của máy chủ.",
    "forge": "Trang web của máy chủ: yêu cầu hợp nhất, tệp chạy tự động.",
    "codeowners": "Tệp CODEOWNERS: máy chủ nhắc ai duyệt.",
    "init": "Lập sổ cho một trường: kho trống và tờ gốc.",
    "issue": "Cấp bản học bạ: số, sổ cấp bản, thu hồi, in.",
    "transfer": "Chuyển trường: lập gói, nhận gói.",
    "verify-packet": "Kiểm tra một gói chuyển trường.",
    "verify-qr": "Kiểm tra mã QR trên bản học bạ.",
    "archive": "Lưu trữ một năm học đã khoá: túi, đĩa, nhãn.",
    "build": "Làm trang tĩnh hoặc in học bạ.",
    "seal": "Kí số học bạ đã in: hiệu trưởng, con dấu.",
    "verify-pdf": "Kiểm tra một tệp PDF đã kí số.",
    "credential": "Chứng nhận điện tử về một năm học.",
    "desk": "Bàn làm việc trong trình duyệt.",
    "demo": "Tạo một trường mẫu để xem và thử.",
}
"""Each command with its one-line help; its module is ``interfaces/cli/<name>.py`` (``-`` as ``_``), its ``command``."""


def module_of(name: str) -> str:
    """The module of a command."""
    return name.replace("-", "_")


def _loaded(name: str) -> ModuleType:
    """A module; what it brings stays, so nobody looks for rubbish in it while it is loaded, nor later."""
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        module = import_module(name)
    finally:
        gc.enable()
    gc.freeze()
    return module


class LazyGroup(click.Group):
    """Knows all names; imports a command's module when it is asked for, so that ``--help`` starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Commands in the order of a school's day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = _loaded(f"hocba_build.interfaces.cli.{module_of(cmd_name)}").command
        return with_loudness(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options that stand before the command."""
        with _told(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a forge is told of the branches that it has pushed."""
        with _told(ctx), hearing() as pushed:
            try:
                return super().invoke(ctx)
            finally:
                if pushed:
                    import_module("hocba_build.interfaces.cli.forge").tell_pushed(pushed)


@contextmanager
def _told(ctx: click.Context) -> Iterator[None]:
    """Turn what the program cannot do, or understand, into one sentence with a hint and its exit status."""
    try:
        yield
    except HocbaError as error:
        _tell(error.message, error.hint)
        ctx.exit(int(error.exit))
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        _tell(usage_sentence(error), usage_hint(error))
        ctx.exit(int(Exit.USAGE))
    except (KeyboardInterrupt, click.Abort):
        _tell(say("Đã dừng theo yêu cầu."), "")
        ctx.exit(INTERRUPTED)
    except BrokenPipeError:
        raise
    except OSError as error:
        _tell(f"Máy không làm được: {machine_words(error)} ({error.filename or 'không rõ tệp'}).", "")
        ctx.exit(int(Exit.UNDECIDED))


def _tell(message: str, hint: str) -> None:
    click.echo(f"hocba: {message}", err=True)
    if hint:
        click.echo(f"  → {hint}", err=True)


@click.group(cls=LazyGroup, help="Sổ học bạ của nhà trường: hồ sơ, kết quả, học bạ in, trang tĩnh.")
@click.version_option(__version__, prog_name="hocba")
@click.option(
    "-C",
    "directory",
    metavar="THƯ_MỤC",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Kho hồ sơ của trường.",
)
@click.pass_context
def main(context: click.Context, directory: Path) -> None:
    """Keep the school's folder for the commands."""
    context.obj = directory


with_loudness(main)
