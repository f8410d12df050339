"""English for servers and forges, proposals' reviews and the doctor (``HOCBA_LANG=en``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SERVER: Final[Mapping[str, str]] = {
    "Nhánh pr/<mã của mình>/… được đẩy lên máy chủ; cây làm việc trở lại như sổ. Máy chủ là GitHub, GitLab, Forgejo "
    "hay Gitea và có biến HOCBA_FORGE_TOKEN thì mở luôn một yêu cầu hợp nhất; không mở được thì nhánh vẫn ở đó.": (
        "The branch pr/<own id>/… is pushed; the work tree shows the ledger again. Where the server is GitHub, GitLab, "
        "Forgejo or Gitea and HOCBA_FORGE_TOKEN is set, a pull request is opened too; if that fails the branch stands."
    ),
    "Xem một đề xuất: từng ô cũ → mới, kết quả nào đổi theo, chữ kí và quyền có đúng không, ai duyệt được.": (
        "Look at a proposal: cell by cell, old → new, the results that change, whether signatures and rights hold, who "
        "may accept it."
    ),
    "Không nêu NHÁNH thì liệt kê các đề xuất đang chờ. Đề xuất không thể nhận thì kết thúc với mã 1.": (
        "Without BRANCH it lists the proposals that wait. Ends with status 1 where no merge of it could stand."
    ),
    "Dạng Markdown: từng ô, chỉ mã học sinh, không họ tên.": "Markdown: cell by cell, pupils' ids only, no names.",
    "Markdown chỉ có mã và số lượng, không điểm: như khi --comment.": (
        "Markdown with ids and counts only, no scores: what --comment posts."
    ),
    "Ghi (hoặc ghi lại) một bình luận ở yêu cầu hợp nhất: mã và số lượng.": (
        "Post, or rewrite, one comment below the pull request: ids and counts."
    ),
    "Kèm họ tên học sinh, chỉ ở cửa sổ lệnh.": "With pupils' names, in the terminal only.",
    "Mở cả trang lí lịch đã mã hoá; cần khoá của văn phòng.": "Open sealed life pages too; needs the office's key.",
    "Không hỏi máy chủ, chỉ xem những gì đã lấy về.": "Do not ask the server, look at what was fetched.",
    "Khám cả bộ máy: khoá hết hạn, yếu, không dùng; người chưa có khoá; vai trò bỏ trống; kho, máy chủ, đồng hồ.": (
        "Examine all of it: keys that end, are weak or unused; persons without keys; empty roles; repository, server, "
        "clock."
    ),
    "Không sửa gì. Có lỗi hoặc lưu ý thì kết thúc với mã 1.": (
        "Changes nothing. Ends with status 1 for faults and remarks."
    ),
    "Khám khoá, vai trò, kho, máy chủ.": "Examine keys, roles, repository and server.",
    "Kho của máy chủ còn được đặt: một lần đẩy nhiều nhất 256 MiB, đối tượng hỏng không nhận, nhánh đổi lúc nào "
    "cũng ghi. Kho của Forgejo, Gitea: hook nằm thêm trong pre-receive.d, hook của máy chủ giữ nguyên.": (
        "A server's repository is also set: pushes of at most 256 MiB, no malformed objects, every move of a branch is "
        "logged. At Forgejo and Gitea the hook lies in pre-receive.d, beside the forge's own."
    ),
    "Trang web của máy chủ (GitHub, GitLab, Forgejo, Gitea): yêu cầu hợp nhất, tệp chạy tự động.": (
        "The forge (GitHub, GitLab, Forgejo, Gitea): pull requests, workflow files."
    ),
    "Địa chỉ lấy từ origin. Máy chủ riêng thì đặt một lần: git config hocba.forge gitlab (và hocba.forgeUrl nếu trang "
    "web ở địa chỉ khác). Mã truy cập nằm trong biến HOCBA_FORGE_TOKEN, không bao giờ ghi vào tệp hay lệnh.": (
        "The address comes from origin. For a host of one's own set once: git config hocba.forge gitlab (and "
        "hocba.forgeUrl where the web pages live elsewhere). The token is in HOCBA_FORGE_TOKEN, never in a file or a "
        "command."
    ),
    "Trang web của máy chủ: yêu cầu hợp nhất, tệp chạy tự động.": "The forge: pull requests, workflow files.",
    "Mở yêu cầu hợp nhất cho các nhánh đề xuất đã đẩy lên (đang mở thì giữ nguyên).": (
        "Open pull requests for branches that were pushed (one that is open stays)."
    ),
    "Viết mẫu báo sự cố bằng tiếng Việt cho trang web của máy chủ: mất khoá, sai số liệu, sự cố, xin quyền.": (
        "Write Vietnamese issue templates for the forge: lost key, wrong entry, outage, rights wanted."
    ),
    "LOẠI là github, gitlab, forgejo hoặc gitea. Quản trị đề xuất các tệp ấy, hiệu trưởng duyệt.": (
        "KIND is github, gitlab, forgejo or gitea. The administrator proposes the files, the principal accepts them."
    ),
    "Viết tệp chạy tự động cho kho của trường: kiểm tra hồ sơ, kiểm tra lịch sử, tóm tắt mỗi đề xuất.": (
        "Write the workflow file of a school's repository: check the records, verify the history, sum up each proposal."
    ),
    "LOẠI là github, gitlab, forgejo hoặc gitea. Ghi vào cây làm việc; quản trị đề xuất tệp ấy, hiệu trưởng duyệt.": (
        "KIND is github, gitlab, forgejo or gitea. Written into the work tree; the administrator proposes the file, "
        "the principal accepts it."
    ),
    "Máy chạy của trường.": "The school's own runner.",
    "In ra, không ghi tệp.": "Print it, write no file.",
    "In tệp CODEOWNERS: ai duyệt được tệp nào, theo phân công của năm học, để trang web nhắc đúng người.": (
        "Print a CODEOWNERS file: who may accept what, from the year's assignment, so that the forge reminds the right "
        "persons."
    ),
    "Không nêu --account thì dùng địa chỉ trong danh sách cán bộ, không có thì dùng mã cán bộ.": (
        "Without --account the staff file's address is used, else the person's id."
    ),
    "Tệp CODEOWNERS: máy chủ nhắc ai duyệt.": "CODEOWNERS: whom the forge reminds.",
    "Cú pháp của máy chủ.": "The forge's syntax.",
    "Theo phân công năm học này; mặc định năm mới nhất.": "By this year's assignment; the newest by default.",
    "Tên tài khoản của một người trên máy chủ.": "A person's account at the forge.",
}
"""Help texts with one space between words, and their English."""
