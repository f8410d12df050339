"""English for those who ask for it (``HOCBA_LANG=en``): help, headings, what a finding's code stands for.

The sentence of a finding, the words of a circular and the levels stay Vietnamese: published translations disagree on
them, and a wrong one would mislead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.interfaces.cli.english_copies import COPIES
from hocba_build.interfaces.cli.english_leaving import LEAVING
from hocba_build.interfaces.cli.english_ledger import LEDGER
from hocba_build.interfaces.cli.english_printing import PRINTING
from hocba_build.interfaces.cli.english_registrar import REGISTRAR
from hocba_build.interfaces.cli.english_seals import SEALS
from hocba_build.interfaces.cli.english_server import SERVER
from hocba_build.interfaces.cli.english_trust import TRUST

CATALOGUE: Final[Mapping[str, str]] = {
    **COPIES,
    **LEAVING,
    **PRINTING,
    **SEALS,
    **REGISTRAR,
    **LEDGER,
    **SERVER,
    **TRUST,
    "Sổ học bạ của nhà trường: hồ sơ, kết quả, học bạ in, trang tĩnh.": (
        "The school's book of transcripts: records, results, printed transcripts, static site."
    ),
    "Cách dùng": "Usage",
    "Tuỳ chọn": "Options",
    "Lệnh": "Commands",
    "Tham số": "Arguments",
    "mặc định": "default",
    "bắt buộc": "required",
    "Hiện trợ giúp này.": "Show this message and exit.",
    "Hiện số phiên bản.": "Show the version and exit.",
    "Kho hồ sơ của trường.": "The school's repository.",
    "Chỉ báo lỗi: không lưu ý, không tiến độ.": "Errors only: no remarks, no progress.",
    "Nói thêm đã làm những gì.": "Say more of what is done.",
    "Kiểm tra hồ sơ: cú pháp, lược đồ, quy định.": "Check the records: syntax, schema, rules.",
    "Viết lại tệp theo dạng chuẩn.": "Rewrite files in canonical text.",
    "Kết quả của một năm học, một lớp.": "Results of a school year, of a class.",
    "Làm trang tĩnh hoặc in học bạ.": "Build the static site or print transcripts.",
    "Tạo một trường mẫu để xem và thử.": "Make a fictional school to look at and to try.",
    "Kiểm tra hồ sơ: dạng chuẩn, lược đồ, quy định giữa các tệp.": (
        "Check the records: canonical text, schema, rules across files."
    ),
    "Không có lỗi thì không in gì. Nêu ĐƯỜNG_DẪN để chỉ báo lỗi của các tệp, thư mục ấy.": (
        "Says nothing when all is well. Name PATH to be told of those files and folders only."
    ),
    "Hỏi lại tác giả của một đề xuất.": "Ask the author of a proposal to look again.",
    "Rút lại đề xuất của mình để sửa.": "Take one's own proposal back to mend it.",
    "Ngắn gọn, không có họ tên học sinh.": "Short, without a pupil's name.",
    "Hỏi lại tác giả của một đề xuất: câu hỏi có chữ kí, đi qua máy chủ của trường, không vào sổ.": (
        "Ask the author of a proposal to look again: the question is signed, goes through the school's server, "
        "not into the ledger."
    ),
    "Rút lại đề xuất của mình: các tệp trở lại cây làm việc như đã sửa, để sửa tiếp rồi gửi lại.": (
        "Take one's own proposal back: its files stand changed in the work tree again, to be mended and sent anew."
    ),
    "Bàn làm việc trong trình duyệt.": "The desk in a browser.",
    "Mở bàn làm việc trong trình duyệt: nhập điểm, kí, gửi, duyệt. Chỉ máy này vào được; Ctrl+C để đóng.": (
        "Open the desk in a browser: enter scores, sign, send, review. Only this machine gets in; Ctrl+C closes it."
    ),
    "Cổng; không nêu thì máy chọn.": "Port; chosen by the machine where none is given.",
    "Mở trình duyệt ngay.": "Open the browser at once.",
    "In một tài liệu JSON.": "Print one JSON document.",
    "Dạng dòng báo lỗi.": "The form of a finding's line.",
    "Đọc lại mọi tệp, không dùng kết quả đã nhớ.": "Read every file again, use nothing remembered.",
    "Viết lại tệp theo dạng chuẩn: thứ tự khoá, dấu ngoặc, xuống dòng, Unicode dựng sẵn.": (
        "Rewrite files in canonical text: order of keys, quotes, line ends, composed Unicode."
    ),
    "Chỗ nào có thể hiểu hai cách thì không sửa mà báo lỗi. In tên các tệp đã viết lại.": (
        "What can be read in two ways is not mended but told. Prints the names of the files rewritten."
    ),
    "Chỉ nêu tệp chưa chuẩn, không ghi; có thì kết thúc với mã 1.": (
        "Only name the files that are not canonical, write nothing; exit 1 if there is one."
    ),
    "Chỉ nêu tệp sẽ viết lại, không ghi.": "Only name the files that would be rewritten, write nothing.",
    "Kết quả học tập và rèn luyện, lên lớp, danh hiệu của một năm học hoặc một lớp.": (
        "Learning and conduct, promotion and titles of a school year or one class."
    ),
    "Mỗi số liệu kèm căn cứ: từ đâu, quy tắc nào, điều nào.": "Every figure with its inputs, rule and article.",
    "Chỉ một học sinh.": "One pupil only.",
    "STT": "No.",
    "Mã": "Id",
    "Họ và tên": "Name",
    "HK I": "Sem. I",
    "HK II": "Sem. II",
    "Cả năm": "Year",
    "Nghỉ": "Absent",
    "Kết luận": "Conclusion",
    "Danh hiệu": "Title",
    "Lên lớp": "Promoted",
    "Kiểm tra lại": "Re-assessment",
    "Rèn luyện hè": "Summer training",
    "Ở lại lớp": "Retained",
    "(chuyển trường)": "(left for another school)",
    "(chuyển lớp)": "(moved to another class)",
    "(thôi học)": "(left school)",
    "(bảo lưu)": "(leave of absence)",
    "lưu ý": "remark",
    "Lưu ý": "Remarks",
    "Lớp {lop}, năm học {nam_hoc}": "Class {lop}, school year {nam_hoc}",
    "(chép lại, không tính)": "(kept, not computed)",
    "{files} tệp: {errors} lỗi, {warnings} lưu ý.": "{files} files: {errors} errors, {warnings} remarks.",
    "{files} tệp viết lại, {findings} tệp phải sửa tay.": "{files} files rewritten, {findings} to mend by hand.",
    "{classes} lớp, {pupils} học sinh.": "{classes} classes, {pupils} pupils.",
    "hocba: {count} tệp có lỗi nên không được đọc, kết quả thiếu phần của chúng:": (
        "hocba: {count} files have faults and were not read; what is in them is missing here:"
    ),
    "→ Chạy hocba check để biết lỗi rồi sửa.": "  → Run hocba check to see the faults, then mend them.",
    "Đang kiểm tra hồ sơ…": "Checking the records…",
    "Đang đọc hồ sơ…": "Reading the records…",
    "Bảng điểm Excel: xuất, nhập có xem trước.": "Score sheets in Excel: export, import with a preview.",
    "Bảng điểm Excel: xuất cho giáo viên, nhập trở lại có xem trước.": (
        "Score sheets in Excel: out to teachers, back in with a preview."
    ),
    "Xuất bảng điểm .xlsx có khoá: chỉ ô điểm và nhận xét mở.": (
        "Export a protected .xlsx score sheet: only cells for scores and remarks are open."
    ),
    (
        "Không ghi MÔN thì xuất cả lớp: mọi môn và trang chủ nhiệm. Cả năm (ca-nam): MÔN là bảng đánh giá lại, hoặc "
        "ren-luyen-he, khen-thuong, hoan-thanh, lua-chon. Bảng có dữ liệu cá nhân, chỉ chủ máy đọc được."
    ): (
        "Without SUBJECT the whole class: every subject and the homeroom sheet. Of the whole year (ca-nam): SUBJECT's "
        "re-assessment, or one of the sheets named. Sheets hold personal data and are readable by their owner only."
    ),
    "Mọi bảng của một giáo viên trong học kì; không ghi LỚP.": "All sheets of one teacher in a semester; no CLASS.",
    "Bảng nhập điểm của CSDL ngành, một môn.": "The score list that the CSDL ngành takes in, one subject.",
    "Tệp hoặc thư mục nhận bảng.": "The file or folder to write to.",
    "Nhập bảng điểm .xlsx, .xls, .ods: xem trước ô thay đổi, ảnh hưởng, rồi ghi vào hồ sơ (chưa gửi đi).": (
        "Import score sheets (.xlsx, .xls, .ods): a preview of changed cells and effects, then the records are written "
        "(nothing is sent)."
    ),
    "Ô trống giữ nguyên sổ. Có ô nào bị từ chối thì không ghi gì, trừ khi dùng --accept-good.": (
        "An empty cell keeps what the records hold. With any refusal nothing is written, unless --accept-good is given."
    ),
    "Chỉ xem trước, không ghi.": "Preview only, write nothing.",
    "Ghi những hàng đúng; hàng bị từ chối vào tệp .con-lai.xlsx.": (
        "Write the good rows; refused ones go to a .con-lai.xlsx file."
    ),
    "{file} · {sheet}: {count} ô thay đổi": "{file} · {sheet}: {count} cells change",
    "Bị từ chối": "Refused",
    "Không có trong bảng (giữ nguyên)": "Not in the sheet (kept)",
    "Ảnh hưởng tới kết quả": "Effect on results",
    "Sau khi nhập, hocba check sẽ nêu thêm": "After the import, hocba check will also tell",
    "Xem trước, chưa ghi gì ({count} tệp sẽ đổi).": "A preview, nothing is written ({count} files would change).",
    "Có chỗ bị từ chối nên không ghi gì. Sửa rồi nhập lại, hoặc dùng --accept-good để ghi các hàng đúng.": (
        "Something was refused, so nothing is written. Mend and import again, or use --accept-good for the good rows."
    ),
    "Không có gì thay đổi.": "Nothing changes.",
    "Đã ghi {path}": "Wrote {path}",
    "Phần còn lại: {path}": "The rest: {path}",
    "Bước tiếp theo: hocba propose -m LÍ_DO": "Next: hocba propose -m REASON",
    "Đối chiếu với bảng của vnEdu, CSDL ngành.": "Hold the records against a vnEdu or CSDL ngành file.",
    "Đối chiếu từng ô với bảng tổng kết của vnEdu hoặc bảng điểm của CSDL ngành (.xlsx, .xls, .ods).": (
        "Compare cell by cell with a vnEdu summary or a CSDL ngành score list (.xlsx, .xls, .ods)."
    ),
    "Không ghi gì vào hồ sơ. Có chỗ khác nhau, hoặc tệp thiếu học sinh, thì kết thúc với mã 1.": (
        "Writes nothing to the records. Ends with status 1 where cells differ, or pupils are missing in the file."
    ),
    "Ghi thêm các chỗ khác ra tệp .xlsx hoặc .html.": "Also write the differences to an .xlsx or .html file.",
    "Khi tệp không ghi năm học.": "Where the file does not say the school year.",
    "Khi tệp không ghi học kì.": "Where the file does not say the semester.",
    "Môn của bảng điểm CSDL ngành.": "The subject of a CSDL ngành score list.",
    "Làm trang tĩnh riêng của trường, in học bạ, sổ lớp.": (
        "Build the private static site, print transcripts or class books."
    ),
    "Làm trang tĩnh riêng của trường; mở index.html bằng trình duyệt, không cần máy chủ.": (
        "Build the school's private static site; open index.html in a browser, no server is needed."
    ),
    "Trang có dữ liệu cá nhân của học sinh: chỉ để trong máy của người được xem, không đưa lên mạng.": (
        "Its pages hold pupils' personal data: keep them on the computer of who may read them, never on the net."
    ),
    "Cho văn phòng (cả trường), hay cho giáo viên chủ nhiệm của một LỚP.": (
        "For the office (whole school), or for the homeroom teacher of one CLASS."
    ),
    "Chỉ một năm học.": "One school year only.",
    "Tờ gốc, để kiểm tra lịch sử trước khi làm.": "The founding sheet, to verify the history first.",
    "Thư mục nhận trang.": "The folder for the pages.",
    "Đang làm trang tĩnh…": "Building the site…",
    "Năm học; không nêu thì là năm mới nhất.": "The school year; the latest where none is named.",
    "Chỉ một lớp.": "One class only.",
    "Chỉ học sinh này; nêu được nhiều lần.": "This pupil only; may be repeated.",
    "Số tiến trình in; mặc định theo số lõi của máy.": "Printing processes; default: one a processor.",
    "Tờ gốc: năm đã khoá trong sổ thì bỏ dấu bản nháp.": (
        "The founding sheet: years locked in the ledger lose the draft mark."
    ),
    "Thư mục nhận tệp.": "The folder for the files.",
    "Tạo một trường mẫu hư cấu trong THƯ_MỤC: hồ sơ, kết quả, trang tĩnh và học bạ PDF.": (
        "Make a fictional school in DIR: records, results, a static site and transcripts as PDF."
    ),
    "THƯ_MỤC phải chưa có, hoặc trống. Mọi người trong trường mẫu đều hư cấu.": (
        "DIR must be new, or empty. All people of the school are fictional."
    ),
    "Số lớp mỗi năm.": "Classes a year.",
    "Số học sinh mỗi lớp.": "Pupils a class.",
    "Số năm học, năm cuối còn mở.": "School years; the last one is still open.",
    "Hạt giống: cùng số thì cùng trường.": "Seed: the same number gives the same school.",
    "Lập báo cáo kiểm tra sổ cho hiệu trưởng, thanh tra.": "A report of the ledger for headmaster or inspector.",
    "Lập báo cáo kiểm tra sổ: kết luận, mọi thay đổi của mọi điểm, khoá và mở sổ, sổ khoá; xem không cần mạng.": (
        "Report on the ledger: verdict, every change of every score, locks and unlocks, keys; read offline."
    ),
    "Luôn xét lại từ lần lập sổ. Trong THƯ_MỤC có trang xem (index.html), báo cáo để in (PDF), bảng CSV và JSON; có dữ "
    "liệu cá nhân của học sinh, chỉ để trong máy của người được xem.": (
        "Always judged anew from the founding act. DIR gets pages (index.html), a report to print (PDF), tables as CSV "
        "and JSON; they hold pupils' personal data: keep them on the computer of who may read them."
    ),
    "Thư mục nhận báo cáo.": "The folder for the report.",
    "Chỉ các lớp của một năm học.": "Only the classes of one school year.",
    "Lập báo cáo": "Writing the report",
    "{verdict}. Đã lập báo cáo, {pages} trang: {index}": "{verdict}. The report has {pages} pages: {index}",
    "Một con số từ đâu mà có, ai ghi, ai duyệt, ai kí.": "Where a figure comes from: who wrote, approved, signed.",
    "Một con số trên học bạ từ đâu mà có: điểm nào, tệp và dòng nào, ai ghi, ai duyệt, ai kí, khoá bản nào.": (
        "Where a printed figure comes from: which scores, file and line, who wrote, approved and signed, which lock."
    ),
    "HỌC_KÌ: hk1, hk2, ca-nam hoặc danh-gia-lai. Ngoài tên môn, MÔN có thể là ren-luyen, chuyen-can, hoc-tap, "
    "ket-luan.": (
        "TERM: hk1, hk2, ca-nam or danh-gia-lai. Besides a subject, SUBJECT may be ren-luyen, chuyen-can, hoc-tap, "
        "ket-luan."
    ),
    "Không có tờ gốc thì số liệu vẫn hiện, nhưng chưa kết luận được về lịch sử (mã 3).": (
        "Without the founding sheet the figures are shown, but nothing is concluded about the history (exit 3)."
    ),
    "Năm học; không nêu thì là năm mới nhất của học sinh.": "The school year; the pupil's newest if not named.",
    "Tờ gốc của trường (goc-tin-cay.yaml).": "The school's founding sheet (goc-tin-cay.yaml).",
    "Đã dừng theo yêu cầu.": "Stopped as asked.",
    "Sổ theo dõi và đánh giá học sinh (theo lớp), ra PDF và Excel; không nêu LỚP thì cả trường.": (
        "The class's book of follow-up and assessment as PDF and Excel; without CLASS for the whole school."
    ),
    "Sổ có dữ liệu cá nhân của cả lớp: tệp chỉ chủ máy đọc được, không đưa lên mạng.": (
        "The book holds personal data of the class: readable by its owner only, never to be put on the net."
    ),
    "Mở trang lí lịch đã mã hoá để đếm theo dân tộc; cần khoá văn phòng.": (
        "Open sealed life pages to count by people; needs the office's key."
    ),
    "{count} trang lí lịch đã mã hoá, máy này không có khoá mở.": (
        "{count} life pages are sealed; no key here opens them."
    ),
    "Chỉ một dạng; không nêu thì cả hai.": "One form only; both by default.",
    "Kèm phần gia đình của sơ yếu lí lịch; chỉ cho văn phòng.": "Add what the life pages say; for the office only.",
    "Mở năm học mới, xem năm học đang ở đâu.": "Open a new school year, see where a year stands.",
    "Năm học: mở năm mới theo từng bước, xem đang ở đâu.": "School years: open one step by step, see where it stands.",
    "Mở năm học mới theo ba bước: năm học (quản trị), lớp và học sinh (văn thư), phân công (quản trị).": (
        "Open a school year in three steps: the year (administrator), classes and pupils (registrar), assignments "
        "(administrator)."
    ),
    "Mỗi lần chạy làm bước đang đến, nếu là việc của người chạy: một nhánh pr/… có chữ kí, chờ người khác duyệt.": (
        "Each run makes the step that is due, if it is the caller's: a signed pr/… branch for somebody else to accept."
    ),
    "Học kì I, khi khác lịch mặc định.": "First semester, where it differs from the usual days.",
    "Học kì II.": "Second semester.",
    "Hè.": "Summer.",
    "Mở dù năm cũ chưa khoá hay chưa đủ kết quả; lí do ghi vào đề xuất.": (
        "Open although the old year is not locked or lacks results; the reason stands in the proposal."
    ),
    "Bảng phân lớp hoặc bảng phân công (hocba year sheet).": "Placement or assignment sheet (hocba year sheet).",
    "Chỉ ghi bản thảo vào cây làm việc để sửa, rồi hocba propose.": (
        "Only write a draft into the work tree to be edited, then hocba propose."
    ),
    "Xem trước cả ba bước, không cần khoá, không ghi gì.": "Preview all three steps; needs no key, writes nothing.",
    "Bảng phân lớp (pupils) hoặc bảng phân công (people) ra Excel để sửa, rồi hocba year open … --list TỆP.": (
        "The placement sheet (pupils) or assignment sheet (people) for Excel, then hocba year open … --list FILE."
    ),
    "Bảng phân lớp có dữ liệu cá nhân: chỉ chủ máy đọc được.": (
        "The placement sheet holds personal data: readable by its owner only."
    ),
    "Tệp .xlsx nhận bảng.": "The .xlsx file to write.",
    "Nhập kết quả các năm trước khi dùng sổ (bảng tổng kết vnEdu hoặc bảng --template) vào records/nam-cu.": (
        "Take earlier years' results (a vnEdu summary, or the sheet of --template) into records/nam-cu."
    ),
    "Kết quả được giữ nguyên, không tính lại. Ghi vào cây làm việc; gửi đi bằng hocba propose. Có hàng nào bị từ chối "
    "thì không ghi gì, trừ khi dùng --accept-good: em nào đúng ở mọi trang thì ghi, em khác vào tệp .con-lai.xlsx với "
    "mọi hàng của em.": (
        "Results are kept as they are, not computed. Writes the work tree; send it with hocba propose. With any "
        "refused row nothing is written, unless --accept-good: pupils who are right on every sheet are written, the "
        "others go to a .con-lai.xlsx file with all their rows."
    ),
    "Trường đã học năm ấy; không nêu thì là trường mình.": "The school of that year; our own by default.",
    "Địa chỉ của trường ấy.": "That school's address.",
    "Học bạ hoặc sổ dùng làm căn cứ.": "The paper it is copied from.",
    "Ghi bảng trống để điền rồi dừng.": "Write an empty sheet to be filled, and stop.",
    "Năm học đang ở đâu: đã mở, học sinh, phân công, điểm đã nhập, chữ kí, khoá sổ; tiếp theo là gì, đến lượt ai.": (
        "Where a year stands: opened, pupils, assignments, entries, sign-offs, lock; what is next and whose turn it is."
    ),
    "Không nêu NĂM_HỌC thì là năm mới nhất. Không cần khoá; không nêu tên học sinh nào.": (
        "The newest year without YEAR. Needs no key; names no pupil."
    ),
    "Thống kê một năm học.": "Statistics of a school year.",
    "Thống kê một năm học: mức học tập, rèn luyện, điểm trung bình, lên lớp, danh hiệu.": (
        "Statistics of a school year: learning and conduct levels, averages, promotion, titles."
    ),
    "Theo khối, lớp, giới tính, dân tộc; học sinh hoà nhập tính riêng. Không kèm tên học sinh nếu không có --lists.": (
        "By grade, class, sex and people; pupils of inclusive education apart. Names no pupil without --lists."
    ),
    "Kèm danh sách học sinh (đánh giá lại, rèn luyện hè, danh hiệu…).": (
        "Add the lists of pupils (re-assessment, summer training, titles…)."
    ),
    "Ghi TỆP.xlsx, TỆP.pdf, hoặc cả hai vào thư mục.": "Write FILE.xlsx, FILE.pdf, or both into a folder.",
    "Năm học {year}: {size} học sinh, {female} nữ, hoà nhập {inclusive} (tính riêng)": (
        "School year {year}: {size} pupils, {female} girls, inclusive education {inclusive} (apart)"
    ),
    "Học sinh": "Pupils",
}
"""Every Vietnamese text that a command shows by itself, with one space between words, and its English."""

WORDS: Final[Mapping[str, str]] = {
    "[TUỲ_CHỌN]": "[OPTIONS]",
    "LỆNH [THAM_SỐ]…": "COMMAND [ARGS]…",
    "ĐƯỜNG_DẪN": "PATH",
    "NĂM_HỌC": "YEAR",
    "CÂU_HỎI": "QUESTION",
    "NHÃN": "LABEL",
    "TỆP_HOẶC_THƯ_MỤC…": "FILE_OR_DIR…",
    "GÓI": "PACKET",
    "THƯ_MỤC": "DIR",
    "LỚP": "CLASS",
    "MÃ_HS": "PUPIL_ID",
    "HỌC_KÌ": "TERM",
    "TỆP": "FILE",
    "MÔN": "SUBJECT",
    "PHẠM_VI": "SCOPE",
    "NGƯỜI": "PERSON",
    "VAI_TRÒ": "ROLE",
    "NHÁNH": "BRANCH",
    "NGÀY": "DATE",
    "MỤC": "ENTRY",
    "LÍ_DO": "REASON",
    "HỌ_TÊN": "NAME",
    "TÊN": "NAME",
    "MÃ": "ID",
    "VÂN_TAY": "FINGERPRINT",
    "SỐ": "NUMBER",
    "XÃ": "COMMUNE",
    "CHỖ_Ở": "ADDRESS",
    "DÂN_TỘC": "ETHNICITY",
    "GIẤY_TỜ": "PAPER",
    "PHÉP+KHÔNG": "PERMITTED+NOT",
    "NGHỀ": "OCCUPATION",
    "NƠI": "PLACE",
    "THÁNG": "MONTH",
    "TRƯỜNG": "SCHOOL",
    "ĐỊA_CHỈ": "ADDRESS",
    "ĐỐI_TƯỢNG": "STATUS",
    "LOẠI": "KIND",
    "MÔ_TẢ": "TEXT",
    "VIỆC": "ACT",
    "ĐIỀU": "THING",
    "TỈNH": "PROVINCE",
}
"""Placeholders in the line that shows how a command is called."""

TITLES: Final[Mapping[str, str]] = {
    "HB101": "wrong encoding, byte order mark or Windows line ends",
    "HB102": "not in canonical text",
    "HB103": "YAML syntax",
    "HB104": "a key stands twice",
    "HB105": "anchor, alias, tag, directive or several documents",
    "HB106": "a character that is not allowed, or letters not composed",
    "HB107": "file too large or nested too deep",
    "HB108": "does not fit the schema",
    "HB109": "no kind of file belongs here",
    "HB110": "content contradicts the path",
    "HB111": "not a regular file",
    "HB112": "a person or a key that is written twice",
    "HB201": "pupil without a file",
    "HB202": "pupil in two classes on one day",
    "HB203": "subject not in the curriculum of the grade",
    "HB204": "wrong number of regular assessments",
    "HB205": "row of a pupil who is not in the class",
    "HB206": "class without a homeroom teacher",
    "HB207": "teaching assignment missing or wrong",
    "HB208": "wrong electives or study topics",
    "HB209": "absences in a wrong month, or too many",
    "HB210": "id or row stands twice",
    "HB211": "personal id contradicts sex or birth year",
    "HB212": "required file missing",
    "HB213": "«khong_du» names a wrong assessment",
    "HB214": "year not of this system, or under the wrong circular",
    "HB215": "two different results for one assessment",
    "HB216": "re-assessment or summer training that was not due",
    "HB217": "completion recorded although its terms are not met",
    "HB218": "decision without effect",
    "HB219": "wrong school calendar",
    "HB220": "implausible date",
    "HB221": "two pupils nearly alike",
    "HB222": "seated in another grade than last year's conclusion gives",
    "HB230": "the old year is not locked",
    "HB231": "pupils of the old year without a conclusion",
    "HB232": "class of the new year cannot be used",
    "HB233": "row of a new pupil incomplete or wrong",
    "HB234": "cell of the assignment sheet not understood",
    "HB235": "cell of a kept year's sheet not understood",
}
"""What each code about files stands for."""
