"""English for the acts of recovery, witnesses and the root of trust (``HOCBA_LANG=en``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TRUST: Final[Mapping[str, str]] = {
    "Xin mốc thời gian cho sổ.": "Have the ledger time-stamped.",
    "Xin mốc thời gian cho mục mới nhất của sổ: bên ngoài trường chứng nhận sổ đã có đến mục ấy vào lúc ấy.": (
        "Have the newest entry time-stamped: somebody outside of the school certifies that the ledger had it then."
    ),
    "Chỉ một dấu băm rời khỏi trường. Nên làm mỗi tuần và ngay sau khi khoá sổ; ai cũng duyệt được, kể cả người làm.": (
        "Only a digest leaves the school. Do it weekly and right after a lock; anybody may accept it, its author too."
    ),
    "Hỏi nơi cấp này; mặc định hỏi lần lượt các nơi trong truong.yaml.": (
        "Ask this authority; by default those of truong.yaml, in order."
    ),
    "Huỷ mục sai trên main, trả lại trạng thái đúng.": "Annul refused entries on main; the last good state stands.",
    "Sửa chữa sổ: huỷ mọi mục kể từ mục sai đầu tiên trên main, trả lại trạng thái đúng cuối cùng.": (
        "Repair the ledger: annul every entry from the first refused one on; the last good state stands again."
    ),
    "Không gì bị xoá: các mục bị huỷ vẫn ở trong lịch sử và được nêu tên. Việc làm đúng trong đó phải đề xuất lại.": (
        "Nothing is erased: annulled entries stay in the history, by name. Honest work among them is proposed again."
    ),
    "Vì sao có mục sai, không có họ tên học sinh; mặc định là lời của hocba verify.": (
        "Why there is a wrong entry, without a pupil's name; by default what hocba verify says."
    ),
    "Chỉ cho biết sẽ huỷ những gì, không ghi.": "Only say what would be annulled, write nothing.",
    "Xác nhận lại mục kí bằng khoá đã lộ.": "Affirm entries that were signed with a lost key.",
    "Xác nhận lại các mục kí bằng khoá đã lộ, sau khi xem từng mục; người khác với chủ khoá làm, lãnh đạo duyệt.": (
        "Affirm entries signed with a lost key after a look at each: by another than the key's owner, a leader accepts."
    ),
    "MỤC là số của mục trong sổ, hoặc mã commit mà hocba verify in ra.": (
        "ENTRY is an entry's number in the ledger, or the commit that hocba verify prints."
    ),
    "Mục ấy đúng, hay đã được sửa.": "The entry is right, or has been mended.",
    "Mục đã sửa; không nêu thì tự tìm mục ghi lại các tệp ấy.": (
        "The entry that mended it; by default the one that wrote its files again."
    ),
}
"""Vietnamese texts, with one space between words, and their English."""
