"""English for official copies: issuing, the register, the recall list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COPIES: Final[Mapping[str, str]] = {
    "Cấp bản học bạ: số, sổ cấp bản, thu hồi, in.": "Official copies: issue, register, recall, print.",
    "Cấp bản học bạ chính thức: mỗi bản một số, sổ cấp bản, danh sách thu hồi.": (
        "Official copies of transcripts: a number each, the register, the recall list."
    ),
    "Cấp một đợt: văn thư kí một lần cho mọi bản, lãnh đạo duyệt (hocba accept), rồi in.": (
        "Issue a batch: the registrar signs once for all copies, a leader accepts (hocba accept), then it is printed."
    ),
    "Học sinh đã có bản cùng mục đích và nơi nhận thì bản mới thay bản cũ.": (
        "Where a pupil has a copy for the same purpose and receiver, the new one takes its place."
    ),
    "Cấp để làm gì.": "What the copies are for.",
    "Ai nhận; bắt buộc với transfer, admission, confirm.": (
        "Who receives them; must be said for transfer, admission, confirm."
    ),
    "Chỉ các trang của năm học ấy, để thêm vào học bạ giấy.": "Only that year's pages, to add to a paper transcript.",
    "Số quyết định của hiệu trưởng, nếu có.": "The number of the principal's decision, if there is one.",
    "Sổ cấp bản: bản nào cấp cho ai, để làm gì, còn giá trị không.": (
        "The register: which copy went to whom, for what, and whether it stands."
    ),
    "Chỉ các bản của một học sinh.": "Only one pupil's copies.",
    "Lập danh sách thu hồi mới: thêm các bản nêu ở đây; hiệu trưởng chạy lệnh này để kí.": (
        "Make a new recall list with these copies added; the principal runs this command to sign it."
    ),
    "Danh sách không nêu học sinh nào: chỉ có số của bản và mã băm, đưa ra ngoài trường được.": (
        "The list names no pupil: it holds numbers of copies and hashes, and may leave the school."
    ),
    "In các bản của một đợt đã duyệt: mỗi học sinh một tệp, mỗi lớp một tệp, có số của bản và mã QR.": (
        "Print an accepted batch: a file a pupil and a class, with the copy's number and QR codes."
    ),
    "Bản không còn giá trị thì bỏ qua; chạy lại thì in tiếp chỗ còn dở. Thư mục nhận tệp chỉ chủ máy đọc được.": (
        "Copies that no longer stand are left out; run again, it goes on where it stopped. Only the owner reads them."
    ),
    "Tờ gốc, để kiểm tra sổ trước khi in.": "The founding sheet, to verify the ledger before printing.",
    "Ghi danh sách thu hồi mới nhất đã kí ra tệp, và trang kiểm tra bản học bạ chạy không cần mạng.": (
        "Write the newest signed recall list as a file, and the page that checks copies without a network."
    ),
    "Không tệp nào có dữ liệu của học sinh. Trang chạy từ USB, đọc ảnh hoặc máy ảnh; "
    "danh sách dùng với hocba verify-qr --recall và hocba verify-packet --recall.": (
        "No file holds a pupil's data. The page runs from a USB stick and reads pictures or a camera; the list is for "
        "hocba verify-qr --recall and hocba verify-packet --recall."
    ),
    "Kiểm tra mã QR trên bản học bạ.": "Verify the QR code on a paper copy.",
    "Kiểm tra mã QR trên bản học bạ: TỆP là ảnh, trang quét PDF, hoặc văn bản của mã.": (
        "Verify the QR code on a paper copy: FILE is a picture, a scanned PDF page, or the code's text."
    ),
    "Cho biết của ai, bản số mấy, các số liệu trường đã khoá, còn giá trị hay không. So từng số với bản giấy.": (
        "Says whose it is, which copy, the locked figures, and whether it stands. Compare them with the paper."
    ),
    "Danh sách thu hồi mới của trường ấy: kết quả còn giá trị không.": (
        "A newer recall list of that school: whether the results still stand."
    ),
    "Tờ gốc của trường cấp bản.": "The founding sheet of the school that issued the copy.",
    "Danh sách thu hồi, khi không có kho của trường.": "The recall list, where the repository is not at hand.",
    "Vì sao thu hồi.": "Why they are recalled.",
    "Đợt {batch}: {count} bản, số {first} đến {last}.": "Batch {batch}: {count} copies, numbers {first} to {last}.",
    "  → {count} bản thay bản cũ.": "  → {count} copies replace older ones.",
    "  → Chờ phó hiệu trưởng hoặc hiệu trưởng duyệt; sau đó in: hocba issue print {batch}": (
        "  → A vice-principal or the principal accepts it; then print: hocba issue print {batch}"
    ),
    "Danh sách thu hồi số {number}, năm học {year}: {count} bản không còn giá trị.": (
        "Recall list {number} of {year}: {count} copies no longer stand."
    ),
    "  → Hiệu trưởng chạy hocba issue recall để kí.": "  → The principal runs hocba issue recall to sign it.",
    "đã có bản khác thay": "replaced by",
    "thu hồi: báo mất": "recalled: lost",
    "thu hồi: hỏng": "recalled: damaged",
    "thu hồi: cấp sai": "recalled: wrong",
    "thu hồi": "recalled",
    "kết quả đã sửa sau khi cấp: {years}": "results corrected since: {years}",
    "còn giá trị": "stands",
}
