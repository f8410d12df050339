"""English for the registrar's commands: pupils, absences, life pages, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REGISTRAR: Final[Mapping[str, str]] = {
    "Đặt biểu tượng để bấm mở bàn này, rồi thôi.": "Put a launcher for this desk on the desktop, and end.",
    "Với --install-launcher: chỉ nói sẽ ghi tệp nào.": "With --install-launcher: only say which files.",
    "Mở cả trang lí lịch đã mã hoá để kiểm tra; cần khoá của văn phòng.": (
        "Open sealed life pages too and check them; needs a key of the office."
    ),
    "Mở cả trang lí lịch đã mã hoá; cần khoá của văn phòng.": (
        "Open sealed life pages too; needs a key of the office."
    ),
    "Hồ sơ học sinh: vào lớp, chuyển lớp, chuyển trường, sửa nhân thân.": (
        "Pupils' records: entering, moving, changing schools, identity."
    ),
    "Mỗi lệnh sửa các tệp trong cây làm việc, kiểm tra rồi mới ghi; gửi đi bằng hocba propose.": (
        "Each command changes files in the work tree, checked before they are kept; hocba propose sends them."
    ),
    "Hồ sơ học sinh: vào lớp, chuyển, sửa nhân thân.": "Pupils' records: entering, moving, identity.",
    "Thêm một học sinh mới, với mã kế tiếp của trường.": "Add a new pupil under the school's next id.",
    "Đầu năm thì xếp theo tên trong danh sách; lớp đã có điểm hoặc em vào muộn thì đứng cuối.": (
        "At the year's start by name; in a class that has scores, and who comes late, at the end of the list."
    ),
    "Họ và tên; không nêu thì hỏi.": "Full name; asked for where it is not given.",
    "Tên gọi, khi không phải từ cuối của họ và tên.": "Given name, where it is not the last word of the full name.",
    "Giới tính.": "Sex.",
    "Ngày sinh.": "Birth date.",
    "Lớp vào học.": "The class to enter.",
    "Ngày vào lớp; mặc định ngày đầu năm học.": "First day in the class; by default the year's first day.",
    "Môn lựa chọn riêng (khối 10–12), nếu khác của lớp.": (
        "Electives of one's own (grades 10-12), where they differ from the class's."
    ),
    "Chuyên đề học tập riêng, nếu khác của lớp.": "Study topics of one's own, where they differ from the class's.",
    "Môn tự chọn: tieng-dtts, ngoai-ngu-2.": "Optional subjects: tieng-dtts, ngoai-ngu-2.",
    "Học hoà nhập (thống kê tách riêng); không ghi dạng tật.": (
        "Inclusive education (counted apart); the kind of disability is never entered."
    ),
    "Mã định danh của Bộ, 10 chữ số.": "The Ministry's code, 10 digits.",
    "Số đăng bộ của cấp học.": "Number in the register of the level.",
    "Nơi sinh, theo giấy khai sinh.": "Place of birth, by the birth certificate.",
    "Dân tộc.": "Ethnicity.",
    "Đối tượng chính sách (con liệt sĩ, con thương binh…).": ("Policy status (child of a martyr, of a war invalid …)."),
    "Chỗ ở hiện tại.": "Present address.",
    "Số định danh cá nhân, 12 chữ số.": "Personal id, 12 digits.",
    "Họ tên cha.": "Father's name.",
    "Nghề nghiệp của cha.": "Father's occupation.",
    "Họ tên mẹ.": "Mother's name.",
    "Nghề nghiệp của mẹ.": "Mother's occupation.",
    "Họ tên người giám hộ.": "Guardian's name.",
    "Nghề nghiệp của người giám hộ.": "Guardian's occupation.",
    "Quyết định hoặc giấy báo nhập học.": "Decision or letter of admission.",
    "Em này trùng họ tên, ngày sinh với một em khác.": "This pupil shares name and birth date with another one.",
    "Huỷ một sự kiện ghi nhầm (đếm từ 1, xem hocba pupil show); mục cũ vẫn nằm trong tệp.": (
        "Void an event entered wrongly (counted from 1, see hocba pupil show); the old entry stays in the file."
    ),
    "Ngày có hiệu lực.": "The day from which it holds.",
    "Quyết định, đơn, giấy chuyển trường…": "Decision, application, transfer paper …",
    "Lí do ngắn gọn; không ghi điều về sức khoẻ.": "A short reason; nothing about health.",
    "Sửa nhân thân, mã hoặc lí lịch: thêm mục có ngày và giấy tờ, mục cũ giữ nguyên.": (
        "Change identity, codes or life page: a dated entry with its paper is added, the old one stays."
    ),
    "Trang của năm cũ giữ họ tên cũ. Gõ nhầm từ đầu thì nêu --corrects để huỷ mục sai.": (
        "Pages of old years keep the old name. For a slip of typing, --corrects voids the wrong entry."
    ),
    "Từ ngày nào.": "From which day.",
    "Trích lục cải chính, quyết định…": "Extract of a correction, decision …",
    "Sửa mục nhân thân gõ nhầm (đếm từ 1).": "Correct an identity typed wrongly (counted from 1).",
    "Họ và tên mới.": "The new full name.",
    "Cấp học của số đăng bộ; mặc định thcs.": "Level of the register number; by default thcs.",
    "Tìm mã học sinh theo tên, có dấu hoặc không dấu.": "Find a pupil's id by name, with or without accents.",
    "Nhập danh sách học sinh .xlsx, .xls, .ods, .csv: của CSDL ngành, hoặc theo mẫu hocba pupil template.": (
        "Import pupil lists (.xlsx, .xls, .ods, .csv): of the CSDL ngành, or by hocba pupil template."
    ),
    (
        "Em đã có thì nhận ra theo mã, em mới được cấp mã kế tiếp; mọi em được xếp vào lớp. Có hàng nào bị từ "
        "chối thì không ghi gì, trừ khi dùng --accept-good. Số điện thoại, thông tin sức khoẻ không được nhập."
    ): (
        "Known pupils are matched by their codes, new ones get the next ids; all are seated in their classes. "
        "With any refused row nothing is written, unless --accept-good is given. Phone numbers and health data are "
        "not taken in."
    ),
    "Lớp, khi danh sách không ghi.": "The class, where the list does not say it.",
    "Thôi học, bỏ học.": "Leave school.",
    "Chuyển lớp từ một ngày; điểm ở lớp cũ không chuyển đi đâu, phần mềm tự nối theo mã.": (
        "Move to another class from a day on; scores stay in the old class and are joined by id."
    ),
    "Lớp mới, cùng khối.": "The new class, of the same grade.",
    "Xếp học sinh ở lại lớp vào một lớp cùng khối của năm học mới.": (
        "Seat a pupil who repeats in a class of the same grade of the new year."
    ),
    "Bảo lưu, nghỉ học có thời hạn.": "Leave for a time.",
    "Trở lại học sau khi thôi học, bảo lưu hay chuyển đi: đứng cuối danh sách lớp.": (
        "Come back after leaving: at the end of the class list."
    ),
    "Một học sinh: nhân thân, sự kiện, các lớp đã học.": "One pupil: identity, events, classes.",
    "Cả trang lí lịch; đã mã hoá thì cần khoá của văn phòng.": (
        "The life page too; a sealed one needs a key of the office."
    ),
    "Học vượt lớp: vào lớp trên một khối so với lớp kế tiếp, theo quyết định của hiệu trưởng.": (
        "Skip a grade, by the principal's decision."
    ),
    "Mẫu bảng để điền: list (danh sách học sinh), results (kết quả mang đến của một học kì).": (
        "Tables to fill in: list (pupils), results (a semester brought from another school)."
    ),
    "Tệp nhận mẫu.": "The file to write the template to.",
    "Tiếp nhận học sinh từ trường khác; kết quả mang theo được giữ nguyên, không tính lại.": (
        "Take in a pupil from another school; results brought along are kept, not recomputed."
    ),
    "Em đã từng học ở trường: giữ mã cũ, không nêu họ tên.": "A former pupil: keeps the old id, no name is given.",
    "Họ và tên.": "Full name.",
    "Trường cũ.": "The school before.",
    "Địa chỉ trường cũ.": "Address of the school before.",
    "Bảng tổng hợp kết quả, giấy chuyển trường…": "Summary of results, transfer paper …",
    "Kết quả học kì I mang đến (hocba pupil template results).": (
        "Results of the first semester brought along (hocba pupil template results)."
    ),
    "Kết quả học kì II mang đến.": "Results of the second semester brought along.",
    "Chuyển đi trường khác.": "Leave for another school.",
    "Trường chuyển đến.": "The school to go to.",
    "Buổi nghỉ theo tháng: ghi, nhập từ bảng, tổng hợp.": (
        "Half-days absent by month: enter, import from a sheet, sum up."
    ),
    "Buổi nghỉ theo tháng: ghi, nhập, tổng hợp.": "Half-days absent by month: enter, import, sum up.",
    "Bảng .xlsx để điền buổi nghỉ của một tháng, cả trường hoặc một lớp.": (
        "An .xlsx to fill in the absences of a month, of the school or of one class."
    ),
    "Học kì, khi tháng nằm trong cả hai học kì.": "The semester, where a month belongs to both.",
    "Tệp nhận bảng.": "The file to write to.",
    "Nhập buổi nghỉ từ bảng .xlsx, .xls, .ods, .csv; ô trống giữ nguyên sổ.": (
        "Import absences (.xlsx, .xls, .ods, .csv); an empty cell keeps what the records hold."
    ),
    "Có ô nào bị từ chối thì không ghi gì, trừ khi dùng --accept-good.": (
        "With any refused cell nothing is written, unless --accept-good is given."
    ),
    "Tháng, khi tiêu đề của bảng không ghi.": "The month, where the headings do not say it.",
    "Ghi buổi nghỉ của vài em trong một tháng, ví dụ 7400000001=2+1 hay 5=2+1 (STT trong danh sách lớp).": (
        "Enter absences of some pupils in a month, such as 7400000001=2+1 or 5=2+1 (number in the class list)."
    ),
    "Tổng hợp buổi nghỉ theo lớp và tháng (phép + không phép), và những em gần mức 45 buổi.": (
        "Absences by class and month (permitted + unpermitted), and the pupils near 45 half-days."
    ),
    "Từ bao nhiêu buổi thì nêu tên (quá 45 buổi thì không được lên lớp).": (
        "Half-days from which a pupil is named (more than 45: not promoted)."
    ),
    "Mã hoá trang lí lịch cho khoá của văn phòng hiện nay.": "Seal life pages to the keys of today's office.",
    (
        "Trang còn để rõ, và trang mã hoá khi văn phòng có khoá khác, đều được mã hoá lại. Chạy khi đổi văn "
        "thư hay đổi khoá. Điều đã ghi rõ vào lịch sử thì còn trong lịch sử."
    ): (
        "Plain pages, and pages sealed when the office had other keys, are sealed anew. Run it when the "
        "registrar or a key changes. What once stood in plain text stays in the history."
    ),
    "Mã hoá trang lí lịch cho khoá của văn phòng.": "Seal life pages to the office's keys.",
    "Chỉ xem trang nào chưa mã hoá cho đúng văn phòng hiện nay.": (
        "Only tell which pages are not sealed to today's office."
    ),
    "Không ghi gì: hồ sơ sẽ sai ở những chỗ trên. Sửa lại lệnh, hoặc sửa hồ sơ trước.": (
        "Nothing is written: the records would be wrong in the places above. Mend the command, or the records first."
    ),
    "Xem trước, chưa ghi gì.": "A preview, nothing is written.",
    "Có hàng bị từ chối nên không ghi gì. Sửa danh sách rồi nhập lại, hoặc dùng --accept-good để ghi các hàng đúng.": (
        "A row was refused, so nothing is written. Mend the list and import again, or use --accept-good for the good "
        "rows."
    ),
    "Có ô bị từ chối nên không ghi gì. Sửa bảng rồi nhập lại, hoặc dùng --accept-good để ghi các hàng đúng.": (
        "A cell was refused, so nothing is written. Mend the sheet and import again, or use --accept-good for the good "
        "rows."
    ),
    "{lop}: {new} học sinh mới, {known} học sinh cũ vào lớp, {there} đã ở lớp": (
        "{lop}: {new} new pupils, {known} known pupils seated, {there} there already"
    ),
    "{count} trang lí lịch đã mã hoá, máy này không có khoá của văn phòng: trang in nói rõ điều đó.": (
        "{count} life pages are sealed and no key of the office is here: the printed page says so."
    ),
    "Mã hoá trang lí lịch": "Sealing life pages",
    "Đọc được: {persons}.": "Readers: {persons}.",
    "Chưa có khoá nhận tin mã hoá: {persons}.": "Without a key to be written to: {persons}.",
    "Chỉ một người đọc được: mất khoá là mất các trang này. Nên có khoá của người thứ hai.": (
        "Only one person can read: a lost key loses these pages. Have a second person's key."
    ),
    "để rõ": "in plain text",
    "mã hoá cho khoá khác": "sealed to other keys",
    "Sự cố: ghi, xử lí, xem lại.": "Incidents: record, follow up, look back.",
    "Sự cố: mất khoá, nhập nhầm, ngừng máy; mỗi lần ghi là một đề xuất có chữ kí, lãnh đạo duyệt.": (
        "Incidents: a lost key, a wrong entry, an outage; each record is a signed proposal for the leaders to accept."
    ),
    "Ghi một sự cố: lost-key, wrong-entry, no-connection, broken-machine, leak hoặc other.": (
        "Record an incident: lost-key, wrong-entry, no-connection, broken-machine, leak or other."
    ),
    "Việc gì xảy ra; nêu mã học sinh, không nêu họ tên.": "What happened; pupils by id, never by name.",
    "Ngày xảy ra; mặc định hôm nay.": "The day it happened; by default today.",
    "Ai báo; mặc định người ghi.": "Who reported it; by default who records it.",
    "Tệp, mục sổ, vân tay khoá, mã liên quan.": "Files, ledger entries, key fingerprints, ids concerned.",
    "Đã làm gì; nêu được nhiều lần.": "What was done; may be given several times.",
    "Đã xử lí xong.": "All is done.",
    "Ghi tiếp việc xử lí một sự cố; lời ghi trước giữ nguyên.": (
        "Record what was done about an incident; the earlier record stays."
    ),
    "Tình hình mới.": "What is new.",
    "Các sự cố trong sổ, và sự cố nào chưa xong.": "The incidents in the ledger, and which are not done.",
    "Một sự cố với mọi lời ghi tiếp.": "One incident with all that followed.",
    "Lời ghi số {number}, tiếp sự cố số {first}; chờ phó hiệu trưởng hoặc hiệu trưởng duyệt.": (
        "Record {number}, on incident {first}; waits for a vice-principal or the principal."
    ),
    "Sự cố số {number}; chờ phó hiệu trưởng hoặc hiệu trưởng duyệt.": (
        "Incident {number}; waits for a vice-principal or the principal."
    ),
    "đã xong": "done",
    "đang xử lí": "in hand",
    "Ai giữ quyền gì từ bao giờ, khoá nào dùng lần cuối khi nào; theo sổ đã kiểm tra.": (
        "Who holds which right since when, and when each key was last used, by the judged ledger."
    ),
    "Chỉ một người.": "One person only.",
}
