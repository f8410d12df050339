"""What a refusal says to do, in the words of the desk: a page where the command line names a command or an option.

The workflows serve both interfaces and speak of commands, as ``docs`` and scripts do. Here is the one place where a
command becomes the page that does the same, with the way to it; what only an administrator does is said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from markupsafe import Markup, escape

from hocba_build.records.layout import is_class_id, is_year

_SEALS: Final = ("/ki-so", "Kí số")
_YEAR, _PUPILS, _STAFF = ("/nam", "Năm học"), ("/hoc-sinh", "Học sinh"), ("/can-bo", "Cán bộ")
_ROOM, _PROPOSALS, _COPIES, _PACKETS = (
    ("/lop", "Lớp"),
    ("/de-xuat", "Đề xuất"),
    ("/cap-ban", "Cấp bản chính thức"),
    ("/goi", "Gói chuyển trường"),
)
_TURN = ("/mo-nam-hoc", "Mở năm học")
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "absence": ("/buoi-nghi", "Buổi nghỉ"),
    "accept": _PROPOSALS,
    "approve": _PROPOSALS,
    "archive": ("/luu-tru", "Lưu trữ"),
    "ask-back": _PROPOSALS,
    "board": _YEAR,
    "build pdf": ("/in", "In học bạ"),
    "doctor": ("/kham", "Khám cả bộ máy"),
    "explain": ("/vi-sao", "Vì sao"),
    "issue": _COPIES,
    "issue recall": ("/cap-ban/thu-hoi", "Danh sách thu hồi"),
    "join": ("/vao-lam", "Vào làm"),
    "lock": _YEAR,
    "propose": ("/chua-gui", "Thay đổi chưa gửi"),
    "pupil": _PUPILS,
    "pupil template": ("/nhap-hoc-sinh", "Nhập danh sách"),
    "reconcile": ("/doi-chieu", "Đối chiếu"),
    "results": _ROOM,
    "review": _PROPOSALS,
    "seal": _SEALS,
    "sheet": ("/nhap", "Nhập từ Excel"),
    "sign": _YEAR,
    "staff": _STAFF,
    "transfer in": _PACKETS,
    "transfer out": _PACKETS,
    "unlock": _YEAR,
    "verify-packet": _PACKETS,
    "verify-pdf": _SEALS,
    "withdraw": _PROPOSALS,
    "year": ("/tinh-trang", "Năm học đang ở đâu"),
    "year open": _TURN,
    "year sheet": _TURN,
}
"""The page that does what a command does; the longer name wins."""
ASKED: Final[Mapping[str, str]] = {
    "check": "kiểm tra hồ sơ",
    "codeowners": "làm lại tệp nhắc người duyệt",
    "fmt": "ghi lại tệp cho đúng dạng",
    "forge": "xem phần máy chủ",
    "hook": "xem phần máy chủ",
    "incident": "xem sổ sự cố",
    "init": "lập sổ",
    "repair": "cứu sổ",
    "root": "xem tờ gốc",
    "verify": "kiểm tra lịch sử của sổ",
    "verify-qr": "kiểm tra mã trên bản in",
    "witness": "xin mốc thời gian",
}
"""What the desk has no page for: an administrator is asked."""
OPTIONS: Final[Mapping[str, str]] = {
    "Thêm --scope records/… và --reason": "Đánh dấu các phần được sửa và ghi lí do",
    'Thêm --decision "45/QĐ-BM"': "Ghi số quyết định, ví dụ 45/QĐ-BM",
    'Thêm --decision "12/QĐ-BM"': "Ghi số quyết định, ví dụ 12/QĐ-BM",
    "chạy lệnh này trước, kèm --decision": "chuẩn bị trước ở trang năm học, kèm số quyết định",
    "Người chuẩn bị làm lại lệnh này": "Nhờ người đã chuẩn bị rút bản ấy lại rồi chuẩn bị bản mới",
    "Chạy lại lệnh để làm trên bản mới": "Mở lại trang để làm trên bản mới",
    "Khoá phần hè: --he; sửa: hocba unlock": "Khoá phần hè hoặc mở sổ để sửa: chuẩn bị ở trang năm học",
    'nêu lí do (nằm lại trong sổ): --despite "Khai giảng trước khi khoá sổ"': "ghi lí do mở sớm (nằm lại trong sổ)",
    "nêu danh sách bằng --list (hocba year sheet)": "tải bảng phân lớp, điền rồi kéo vào",
    "hocba year sheet NĂM_HỌC people, rồi --list TỆP.xlsx": "tải bảng phân công, điền rồi kéo vào",
    'Thêm --document "Trích lục cải chính số 12/2026"': "Ghi giấy tờ, ví dụ Trích lục cải chính số 12/2026",
    "Ví dụ: --name, --born, --ministry-code, --residence; xem --help": "Điền ít nhất một ô",
    "bằng hocba pupil add --namesake": "và đánh dấu «Trùng tên, trùng ngày sinh»",
    "hocba pupil return, edit, transfer-in --pupil, giữ mã cũ": "mở trang của em ấy ở «Học sinh», giữ mã cũ",
    ": --namesake": ": đánh dấu ô trùng tên, trùng ngày sinh",
    "hoặc nêu --class": "hoặc chọn lớp ở trang nhập",
    "Nêu học kì: --term hk1 hoặc --term hk2": "Chọn học kì",
    "Bỏ --term, hoặc nêu học kì kia": "Chọn học kì kia",
    "nêu --month": "chọn tháng",
    "Thêm --year NĂM_HỌC": "Chọn năm học",
    "Thêm --term hk1 hoặc hk2": "Chọn học kì",
    "Thêm --subject MÔN, ví dụ --subject toan": "Chọn môn",
    'Thêm --to "Trường THPT …"': "Điền nơi nhận",
    "hoặc bỏ --to": "hoặc bỏ trống nơi nhận",
    "Chia đợt theo khối hoặc lớp: --class": "Chia đợt theo khối hoặc lớp",
    "sửa bằng hocba repair": "cứu sổ",
    "so bằng hocba verify": "so khi kiểm tra cả lịch sử",
    "mà hocba verify in ra": "ở trang tra cứu",
    "bằng hocba join (hoặc trang «Vào làm»)": "ở trang «Vào làm»",
    "hocba pupil return hoặc transfer-in": "trang «Học sinh»: trở lại học, hoặc tiếp nhận lại",
    "hoặc quản trị chạy lệnh này trước": "hoặc quản trị chuẩn bị trước",
    "thì nêu nơi khác: --kept": "thì ghi nơi khác",
    "Ghi ngắn gọn: --kept NƠI": "Ghi ngắn gọn nơi cất",
    "Kí vai khác: --as": "Chọn vai khác",
    "chưa đối chiếu tờ gốc (--root)": "chưa đối chiếu tờ gốc",
    "nêu --trust TỆP, hoặc --root với sổ": "cần tờ gốc, và nơi cấp ghi trong sổ",
    "của trường: --cert, hoặc chung_thu_so": "của trường: ghi chung_thu_so trong sổ",
    "để đối chiếu: chỉ ra bằng --ledger": "để đối chiếu",
    'Ghi ngắn gọn: -m "Vào điểm giữa kì"': "Ghi ngắn gọn, ví dụ: Vào điểm giữa kì",
    "Cắm thẻ khoá, hoặc đặt GNUPGHOME đúng chỗ giữ khoá": "Cắm thẻ khoá, hoặc mở bàn làm việc ở máy giữ khoá",
    "Đặt GNUPGHOME đúng chỗ, cắm thẻ khoá, hoặc hocba join": "Cắm thẻ khoá, hoặc làm khoá: hocba join",
    "Cắm thẻ khoá, đặt GNUPGHOME, hoặc làm khoá: hocba join": "Cắm thẻ khoá, hoặc làm khoá: hocba join",
    "Gia hạn: gpg --quick-set-expire VÂN_TAY 2y, rồi hocba staff key renew": "Nhờ quản trị gia hạn khoá, hoặc làm khoá "
    "mới: hocba join",
    "hocba join --new": "đánh dấu «Làm khoá mới» ở trang «Vào làm»",
    "Làm khoá mới loại ed25519 hoặc RSA 3072": "Đánh dấu «Làm khoá mới» ở trang «Vào làm» rồi làm lại",
    "Chạy trước: export GPG_TTY=$(tty)": "Nhờ quản trị cài cửa sổ hỏi mật khẩu (pinentry-gnome3 hoặc pinentry-qt), rồi "
    "làm lại",
    "Rút ra cắm lại, rồi thử gpg --card-status": "Rút thẻ ra, cắm lại, rồi bấm lại",
    "Thử gpgconf --launch gpg-agent để xem vì sao": "Đóng bàn làm việc, mở lại; vẫn vậy thì nhờ quản trị",
    "Chạy lại và nhập": "Bấm lại và nhập",
    "Chạy lại lệnh.": "Tải lại trang rồi làm lại.",
    "Chạy: git switch main": "Nhờ quản trị đưa kho ở máy này về nhánh main: git switch main",
    "Chạy: git fetch, rồi xem git log main": "Nhờ quản trị so kho ở máy này với máy chủ: git fetch, git log main",
    "Đặt HOCBA_PERSON là mã của mình": "Mở bàn làm việc bằng biểu tượng của mình",
    "Đặt HOCBA_PERSON đúng mã của mình": "Mở bàn làm việc bằng biểu tượng của mình",
}
"""Options and variables, in the words of the forms that ask the same."""
_LEADS: Final = {
    "xem": "xem", "chạy": "làm ở", "chạy lại": "làm lại ở", "bằng": "ở", "dùng": "dùng", "của": "của", "mẫu": "mẫu ở",
    "thì": "thì làm ở", "rồi": "rồi làm ở", "hoặc": "hoặc làm ở",
}  # fmt: skip
_JOINTS: Final = ("thì", "rồi", "hoặc")
"""The word before a command, and what it becomes before a page."""
_SECOND: Final = "|".join(
    "add assign ca change copies edit export find import install issues key kept list move open out page pdf recall "
    "register renew repeat report results return revoke sheet show sign site skip template transfer-in tsa verify "
    "workflows".split()
)
_ARGUMENT: Final = (
    r"--?[a-z][\w-]*|[A-ZÀ-ÝĂĐƠƯẠ-Ỹ_]{2,}…?(?:=\S+)?|\d{4}-\d{4}|\d+[a-z]\d+|7\d{9}|pr/\S+|people|pupils|…"
)
_ANY_LEAD: Final = "|".join(f"{one}|{one.capitalize()}" for one in sorted(_LEADS, key=len, reverse=True))
_VERBS: Final = "|".join(sorted([*PAGES, *ASKED], key=len, reverse=True))
_COMMAND: Final = re.compile(
    rf"(?:\b(?P<lead>{_ANY_LEAD}):? )?"
    rf"`?\bhocba (?P<verb>{_VERBS})\b(?: (?:{_SECOND})\b)*(?P<rest>(?: (?:{_ARGUMENT}))*)`?"
)


def desk_words(text: str) -> Markup:
    """A sentence of a workflow for a page: escaped, with links in place of commands."""
    return Markup().join(_parts(text))


def desk_text(text: str) -> str:
    """The same without links, for a page's own script."""
    return desk_words(text).striptags()


def _parts(text: str) -> Iterator[str]:
    for ours, theirs in OPTIONS.items():
        text = text.replace(ours, theirs)
    end = 0
    for found in _COMMAND.finditer(text):
        yield text[end : found.start()]
        yield _said(found)
        end = found.end()
    yield text[end:]


def _said(found: re.Match[str]) -> Markup:
    lead, verb = found["lead"] or "", found["verb"]
    if verb in ASKED:
        words = f"{lead} nhờ quản trị {ASKED[verb]}" if lead in _JOINTS else f"nhờ quản trị {ASKED[verb]}"
        return escape(_begun(words, lead))
    path, name = PAGES[verb]
    before = _begun(_LEADS.get(lead.lower(), ""), lead)
    return Markup('{}trang <a href="{}">{}</a>').format(f"{before} " if before else "", path + _below(found), name)


def _begun(words: str, lead: str) -> str:
    """With a capital where the sentence began with the word before the command."""
    return words[:1].upper() + words[1:] if lead[:1].isupper() else words


def _below(found: re.Match[str]) -> str:
    """The year, and the class, that a command names, where its page has a page for each."""
    year, _, room = found["rest"].strip().partition(" ")
    if not is_year(year) or PAGES[found["verb"]] not in (_YEAR, _ROOM):
        return ""
    room = room.split(" ")[0]
    if PAGES[found["verb"]] == _YEAR:
        return f"/{year}"
    return f"/{year}/{room}" if is_class_id(room) else ""


__all__ = ["desk_text", "desk_words"]
