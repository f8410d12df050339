"""English help of the commands that write, sign and prove the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEDGER: Final[Mapping[str, str]] = {
    "Gửi tệp đã sửa thành đề xuất có chữ kí.": "Send changed files as a signed proposal.",
    "Gửi các tệp đã sửa thành một đề xuất có chữ kí, chờ người khác duyệt.": (
        "Send the changed files as one signed proposal, for another person to accept."
    ),
    "Nhánh pr/<mã của mình>/… được đẩy lên máy chủ; cây làm việc trở lại như sổ.": (
        "The branch pr/<own id>/… is pushed to the server; the working tree is again what the ledger holds."
    ),
    "Lí do, ngắn gọn, không có họ tên học sinh.": "The reason, in short, without a pupil's name.",
    "Chỉ xem sẽ gửi gì.": "Only show what would be sent.",
    "Chỉ xem sẽ kí gì, còn thiếu gì.": "Only show what would be signed, and what is missing of it.",
    "Xem một đề xuất, từng ô cũ → mới.": "Look at a proposal, cell by cell, old → new.",
    "Xem một đề xuất: từng ô cũ → mới, và kết quả nào đổi theo.": (
        "Look at a proposal: every cell old → new, and which results change with it."
    ),
    "Dạng Markdown cho trang đề xuất: chỉ mã học sinh, không họ tên.": (
        "Markdown for the proposal's page: ids of pupils only, no names."
    ),
    "Duyệt đề xuất: hợp nhất, kí, đẩy lên.": "Accept proposals: merge, sign, push.",
    "Duyệt các đề xuất: hợp nhất, kí, đẩy lên máy chủ trong một lần.": (
        "Accept proposals: merge, sign and push them to the server at once."
    ),
    "Chỉ thử, không đẩy lên máy chủ.": "Only try, push nothing.",
    "Kiểm tra toàn bộ lịch sử của sổ.": "Verify the ledger's whole history.",
    "Kiểm tra toàn bộ lịch sử của sổ, không cần mạng và không tin máy chủ.": (
        "Verify the ledger's whole history, offline and without trusting the server."
    ),
    "Cần tờ gốc lập khi mở sổ; không có nó thì không kết luận được.": (
        "Needs the founding sheet made when the ledger began; without it nothing can be decided."
    ),
    "Tờ gốc của trường (goc-tin-cay.yaml).": "The school's founding sheet (goc-tin-cay.yaml).",
    "Kiểm tra lại từ đầu, không dùng lần kiểm tra trước.": "Verify from the start, use nothing remembered.",
    "Đồng ý với đề xuất của người khác.": "Approve another person's proposal.",
    "Đồng ý với một đề xuất: chữ kí của mình trên đúng phần thay đổi của nó.": (
        "Approve a proposal: one's own signature on exactly what it changes."
    ),
    "Kí xác nhận cuối năm.": "Sign off at the year's end.",
    "Kí xác nhận cuối năm: mọi phần đến lượt mình, hoặc các PHẠM_VI nêu ra (6a1/toan, 6a1).": (
        "Sign off at the year's end: all that is due from oneself, or the SCOPEs named (6a1/toan, 6a1)."
    ),
    "Mặc định: năm học cũ nhất chưa khoá.": "Default: the oldest year that is not locked.",
    "Chỉ kí với tư cách này.": "Sign in this capacity only.",
    "Cuối năm còn thiếu chữ kí nào, đến lượt ai.": "The sign-offs missing at the year's end, and whose turn it is.",
    "Khoá sổ một năm học.": "Lock a school year.",
    "Khoá sổ một năm học: quản trị hoặc phó hiệu trưởng chuẩn bị, hiệu trưởng chạy lại lệnh này để kí.": (
        "Lock a school year: the administrator or a vice-principal prepares it, the principal runs this again to sign."
    ),
    "Khoá cả phần hè (đánh giá lại, rèn luyện hè, hoàn thành cấp học).": (
        "Lock the summer too (re-assessment, summer conduct, completion of the level)."
    ),
    "Số quyết định của hiệu trưởng; người chuẩn bị nêu.": (
        "The number of the principal's decision; given by who prepares."
    ),
    "Mở một phần sổ đã khoá để sửa.": "Unlock a part of a locked year to correct it.",
    "Mở một phần sổ đã khoá để sửa: quản trị hoặc phó hiệu trưởng chuẩn bị, hiệu trưởng chạy lại lệnh này để kí.": (
        "Unlock a part of a locked year: the administrator or a vice-principal prepares it, the principal runs this "
        "again to sign."
    ),
    "Chỉ sửa dòng của em này (nêu nhiều lần được).": "Only this pupil's rows may be corrected (may be repeated).",
    "Tệp được sửa: records/… (nêu nhiều lần được).": "A file that may be corrected: records/… (may be repeated).",
    "Lí do mở sổ, không có họ tên học sinh.": "Why it is unlocked, without a pupil's name.",
    "Số quyết định của hiệu trưởng.": "The number of the principal's decision.",
    "A đã nghỉ, B sửa thay.": "A has left, B corrects instead.",
    "A đã nghỉ, B kí thay.": "A has left, B signs instead.",
    "Làm khoá cho mình và tự thử kí.": "Make one's own key and try a signature.",
    "Làm khoá cho mình (hoặc nhận khoá, thẻ đang có), tự thử kí, và ghi tệp gửi quản trị.": (
        "Make one's own key (or take the key or card there is), try a signature, write the files for the administrator."
    ),
    "Nơi ghi các tệp gửi quản trị.": "Where to write the files for the administrator.",
    "Hạn của khoá mới, tính bằng năm.": "How long the new key lasts, in years.",
    "Khoá không mật khẩu: chỉ để thử.": "A key without a passphrase: for trials only.",
    "Cán bộ, vai trò, khoá.": "Staff, roles, keys.",
    "Cán bộ, vai trò, khoá: mỗi lệnh là một đề xuất của quản trị, hiệu trưởng duyệt.": (
        "Staff, roles, keys: each command is a proposal of the administrator that the principal accepts."
    ),
    "Thêm một người.": "Add a person.",
    "Vai trò đầu tiên.": "The first role.",
    "Địa chỉ ghi trong các lần kí.": "The address written into signed commits.",
    "Từ ngày; mặc định hôm nay.": "From this day on; default today.",
    "Tệp xin ghi khoá của người ấy: ghi cả người và khoá trong một đề xuất.": (
        "The person's key request: person and key are registered in one proposal."
    ),
    "Chỉ xem trước, không kí, không gửi.": "Only show what would be done; nothing is signed or sent.",
    "Cử người dạy thay, chủ nhiệm thay (hoặc thôi): sửa bảng phân công, gửi bằng hocba propose.": (
        "Name a deputy for teaching or homeroom (or end it): changes the assignments; send with hocba propose."
    ),
    "Thay cho ai.": "For whom.",
    "Chỉ ở một lớp.": "In one class only.",
    "Chỉ một môn; không nêu thì cả việc chủ nhiệm.": "One subject only; without it homeroom work too.",
    "Dự kiến đến ngày.": "Expected last day.",
    "Lí do ngắn gọn.": "A short reason.",
    "Thôi dạy thay: dòng thứ mấy của MÃ.": "End it: which row of the person's.",
    "Giao thêm một vai trò.": "Give a further role.",
    "Thôi một vai trò; không nêu thì mọi vai trò.": "End a role; all of them where none is named.",
    "Ngày cuối; mặc định hôm nay.": "The last day; default today.",
    "Khoá của cán bộ.": "Keys of staff.",
    "Ghi một khoá mới.": "Register a new key.",
    "Chữ kí xác nhận của chính khoá ấy (hocba join tạo ra).": (
        "The key's own confirming signature (made by hocba join)."
    ),
    "Chữ kí xác nhận bằng khoá cũ còn dùng của người ấy.": (
        "The confirming signature by the person's older key that is still in use."
    ),
    "Khoá đã lộ: các mục kí bằng khoá này từ MỤC trở đi phải xác nhận lại.": (
        "A key has leaked: entries signed by it from ENTRY on must be affirmed."
    ),
    "Từ mục nào của sổ.": "From which entry of the ledger.",
    "Gia hạn: gộp chứng thư mới vào chứng thư đang có.": "Prolong: merge a new certificate into the one there is.",
    "Thôi dùng một khoá; việc đã kí vẫn đứng.": "Retire a key; what it signed stands.",
    "Hook của máy chủ.": "The server's hook.",
    "Hook của máy chủ và của máy mình: chỉ nhận điều kiểm tra được.": (
        "Hooks of the server and of one's own clone: only what can be verified is taken."
    ),
    "Đặt hook pre-receive vào kho trống (bare) của máy chủ, hoặc pre-commit vào kho ở máy mình.": (
        "Put the pre-receive hook into the server's bare repository, or pre-commit into one's own clone."
    ),
    "Tờ gốc của trường.": "The school's founding sheet.",
    "Kiểm tra các tệp sắp ghi ở máy mình; Git gọi lệnh này.": (
        "Check the files about to be committed here; called by Git."
    ),
    "Xét một lần đẩy; Git gọi lệnh này, không gọi tay.": "Judge a push; called by Git, not by hand.",
    "Lập sổ cho một trường: kho trống và tờ gốc.": "Found a school's ledger: an empty repository, the founding sheet.",
    "Lập sổ của một trường trong THƯ_MỤC: kho trống có chữ kí của hiệu trưởng, và tờ gốc để in ra giấy.": (
        "Found a school's ledger in DIR: an empty repository signed by the principal, and the founding sheet for paper."
    ),
    "Người chạy là hiệu trưởng, khoá ở GnuPG của mình (GNUPGHOME). Khoá tạo bằng hocba join.": (
        "Run by the principal, whose key is in the own GnuPG (GNUPGHOME). Keys are made with hocba join."
    ),
    "Lập sổ ngay trong bản sao chương trình này (-C), hồ sơ mẫu nhường chỗ.": (
        "Found it in this clone of the program (-C); the sample records give way."
    ),
    "Mã trường của Bộ GDĐT.": "The Ministry's code of the school.",
    "Tên trường.": "The school's name.",
    "Xã, phường.": "Commune or ward.",
    "Tỉnh, thành phố.": "Province or city.",
    "Cấp học.": "Level of schooling.",
    "Năm học đầu tiên ghi trong sổ này.": "The first school year kept in this ledger.",
    "Hiệu trưởng: người kí lập sổ.": "The principal: who signs the founding.",
    "Đại diện hội đồng trường.": "Who stands for the school's council.",
    "Đại diện Sở GDĐT.": "Who stands for the provincial department.",
    "Phó hiệu trưởng.": "A vice-principal.",
    "Quản trị.": "An administrator.",
    "Chứng thư (khoá công khai) của từng người; của hiệu trưởng lấy ở GnuPG nếu không nêu.": (
        "Each person's certificate (public key); the principal's is taken from GnuPG where none is named."
    ),
    "Tờ gốc; mặc định cạnh THƯ_MỤC.": "The founding sheet; default beside DIR.",
}
"""As ``english.CATALOGUE``, of which it is a part."""
