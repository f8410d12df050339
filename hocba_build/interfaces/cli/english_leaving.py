"""English for what leaves the school: packets, copies, archives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEAVING: Final[Mapping[str, str]] = {
    "Chuyển trường: lập gói, nhận gói.": "Changing schools: pack, take in.",
    "Kiểm tra một gói chuyển trường.": "Verify a transfer packet.",
    "Học sinh chuyển trường: lập gói khi chuyển đi, nhận gói khi chuyển đến.": (
        "Pupils who change schools: a packet to take along, a packet to take in."
    ),
    "Lập gói chuyển trường của một học sinh: học bạ, kết quả các năm đã khoá, và mọi thứ để trường khác tự kiểm tra.": (
        "Pack a pupil's transcript and locked years, with everything another school needs to check them by itself."
    ),
    "Không cần khoá kí, trừ --partial. Gói có dữ liệu cá nhân của một học sinh và không có gì của học sinh khác.": (
        "No signing key is needed, but for --partial. The packet holds one pupil's data and nothing of anybody else."
    ),
    "Thêm năm đang học, chưa khoá: văn thư lập, hiệu trưởng quyết định.": (
        "Add the running year, not locked: prepared by the registrar, decided by the principal."
    ),
    "Với --partial: số quyết định của hiệu trưởng.": "With --partial: the number of the principal's decision.",
    "Nhận gói chuyển trường: kiểm tra, ghi học sinh vào lớp với kết quả giữ nguyên, lập báo tiếp nhận.": (
        "Take a packet in: verify it, enter the pupil with results as they came, write the acknowledgement."
    ),
    "Hồ sơ được ghi vào thư mục làm việc, gửi bằng hocba propose; "
    "việc nhận gói được ghi vào sổ thành một đề xuất riêng.": (
        "The records go into the work tree, to be sent with hocba propose; the act is a proposal of its own."
    ),
    "Lớp học sinh vào.": "The class the pupil enters.",
    "Năm học; không nêu thì là năm mới nhất.": "The school year; the latest where none is named.",
    "Ngày vào lớp; không nêu thì là ngày đầu năm học.": "The day of entering; the year's first where none is named.",
    "Học sinh từng học ở trường: giữ mã cũ.": "A pupil who was here before: the id stays.",
    "Môn ở trường cũ ứng với môn nào ở đây.": "Which subject here a subject there stands for.",
    "Tệp PDF báo tiếp nhận, gửi trường chuyển đi.": "The acknowledgement as PDF, for the sending school.",
    "Chỉ kiểm tra, không ghi gì.": "Only check, write nothing.",
    "Tệp gói (nên đặt đuôi .zip).": "The packet's file (best with the ending .zip).",
    "Kiểm tra một gói chuyển trường: không cần kho hồ sơ, không cần mạng.": (
        "Verify a transfer packet: no repository and no network is needed."
    ),
    "Cần tờ gốc của trường chuyển đi, nhận bằng đường khác; tờ gốc kèm trong gói không chứng minh được gì.": (
        "Needs the sending school's founding sheet, got by another way; the one inside the packet proves nothing."
    ),
    "Tờ gốc của trường chuyển đi.": "The sending school's founding sheet.",
    "Lưu trữ một năm học đã khoá: túi, đĩa, nhãn.": "Put a locked year away: bags, discs, labels.",
    "Lưu trữ một năm học đã khoá (Điều 13): hocba archive NĂM_HỌC -o THƯ_MỤC; rồi kiểm tra, ghi sổ theo dõi.": (
        "Put a locked year away: hocba archive YEAR -o FOLDER; then verify it, and enter it into the register of media."
    ),
    "Lập bản lưu trữ của một năm học đã khoá: túi cho sổ và từng lớp, ảnh đĩa CD hoặc DVD, nhãn và bìa.": (
        "Make a locked year's archive: a bag for the ledger and for each class, CD or DVD images, labels and sleeves."
    ),
    "Người có khoá văn thư, quản trị hoặc lãnh đạo thì kí bản kê. Có dữ liệu cá nhân: cất như cất học bạ giấy.": (
        "Whoever has a registrar's, administrator's or leader's key signs the list. It holds personal data."
    ),
    "Thư mục nhận bản lưu trữ.": "The folder for the archive.",
    "Loại đĩa; mặc định CD nếu vừa một đĩa, không thì DVD.": "The kind of disc; a CD where one is enough, else DVDs.",
    "Thư mục đã in học bạ (-o của build pdf): không in lại những gì có ở đó.": (
        "A folder of printed transcripts (-o of build pdf): what is there is not printed again."
    ),
    "Thư mục bản đã kí số (-o của hocba seal): cất kèm bên bản in.": (
        "A folder of sealed transcripts (-o of seal): put away beside the printed ones."
    ),
    "Số tiến trình in.": "Processes that print.",
    "Chỉ cho biết sẽ làm gì, không ghi gì.": "Only say what would be done, write nothing.",
    "Kiểm tra một bản lưu trữ chỉ từ vật mang nó: không cần kho của trường, không cần mạng.": (
        "Verify an archive from its medium alone: no repository and no network is needed."
    ),
    "Cần tờ gốc của trường, lấy từ bản giấy; tờ gốc kèm trong bản lưu trữ không chứng minh được gì.": (
        "Needs the school's founding sheet, from paper; the one inside the archive proves nothing."
    ),
    "Sổ hiện nay của trường (kho, bundle).": "The school's ledger of today (repository, bundle).",
    "In lại mọi học bạ từ sổ trên đĩa để so từng byte.": "Print every transcript again from the medium's ledger.",
    "Ghi một bản lưu trữ vào sổ theo dõi vật lưu trữ: kiểm tra, rồi gửi đề xuất cho lãnh đạo duyệt.": (
        "Enter an archive into the register of media: verify it, then propose it for a leader to accept."
    ),
    "Giữ ở đâu: phòng, tủ, ngăn.": "Where it is kept: room, cupboard, shelf.",
    "Số bản đã ghi.": "How many copies were burned.",
    "Sổ theo dõi vật lưu trữ: năm nào, mấy đĩa, giữ ở đâu; năm đã khoá nào còn thiếu.": (
        "The register of media: year, discs, place; which locked years it lacks."
    ),
    "Năm học {year} đã khoá, sổ theo dõi chưa có bản lưu trữ nào.": "{year} is locked and no archive is registered.",
    "Năm học {year} đã mở ra sửa rồi khoá lại, bản lưu trữ đã ghi sổ là của lần khoá trước.": (
        "{year} was opened and locked again; the registered archive holds the lock before."
    ),
    "In lại học bạ": "Printing again",
    "Sẽ lập {count} túi vào {folder}: sổ và các lớp {classes}; {pupils} học bạ.": (
        "Would make {count} bags in {folder}: the ledger and classes {classes}; {pupils} transcripts."
    ),
    "  → Không có khoá của ai được lập ở máy này: bản kê không có chữ kí.": (
        "  → No entitled person's key is at hand: the list is not signed."
    ),
    "  → Kết quả hè chưa khoá (hocba lock --he): khoá xong thì lập lại bản lưu trữ.": (
        "  → Summer results are not locked yet (hocba lock --he): make the archive again after that."
    ),
    "  → Đĩa {number} ({medium}): {image}, lớp {classes}": "  → Disc {number} ({medium}): {image}, classes {classes}",
    "  → Nhãn và bìa đĩa: {path}": "  → Labels and sleeves: {path}",
    "  → Không có --root: biên bản kiểm tra ghi là chưa kết luận.": "  → Without --root the receipt says undecided.",
    "  → {count} trang lí lịch đã mã hoá, máy này không có khoá của văn phòng: trang in nói rõ điều đó.": (
        "  → {count} life pages are sealed and no office key is at hand: the print says so."
    ),
    "  → Ghi đĩa xong: hocba archive verify Ổ_ĐĨA --root …, rồi hocba archive register.": (
        "  → Once burned: hocba archive verify DRIVE --root …, then hocba archive register."
    ),
    "Vật lưu trữ số {number}; chờ phó hiệu trưởng hoặc hiệu trưởng duyệt.": "Medium {number}; awaits a leader.",
    "{number}  {day}  năm học {year}, khoá sổ số {lock}  {discs} đĩa × {copies} bản  {place}": (
        "{number}  {day}  year {year}, lock {lock}  {discs} discs × {copies} copies  {place}"
    ),
}
