"""English for the acts of recovery, witnesses and the root of trust (``HOCBA_LANG=en``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TRUST: Final[Mapping[str, str]] = {
    "Gốc tin cậy: ai giữ, đổi người, đổi khoá.": "The root of trust: who keeps it, changes of persons and keys.",
    "Gốc tin cậy: ai giữ, đổi người, đổi khoá; nơi cấp mốc thời gian, chứng thư kí số mà trường tin.": (
        "The root of trust: who keeps it, changes of persons and keys; the time-stamp and certificate authorities."
    ),
    "Người giữ gốc, khoá, ngưỡng, các nơi cấp mốc thời gian và chứng thư kí số.": (
        "Root persons, keys, threshold, time-stamp and certificate authorities."
    ),
    "Nhận một nơi cấp chứng thư kí số (CA): chuỗi chứng thư của nơi ấy, do hai người giữ gốc đưa vào sổ.": (
        "Accept a certificate authority for seals on prints: its chain, brought into the ledger by two root persons."
    ),
    "hocba verify-pdf chỉ tin con dấu và chữ kí số có chứng thư do các nơi này cấp.": (
        "hocba verify-pdf trusts only seals whose certificates these authorities issued."
    ),
    "Hiệu trưởng mới.": "The new principal.",
    "Đại diện hội đồng trường mới.": "The new council member.",
    "Đại diện Sở GDĐT mới.": "The new representative of the education office.",
    "Khoá mới của một người giữ gốc; tệp .xac-nhan.asc (hocba join) để cạnh nó.": (
        "A root person's new key; its .xac-nhan.asc file (made by hocba join) lies beside it."
    ),
    "Ngưỡng mới: bao nhiêu người cùng quyết định.": "The new threshold: how many persons decide together.",
    "Đổi gốc tin cậy: người kế nhiệm giữ chỗ, hoặc khoá mới; một người giữ gốc làm và kí, người khác kí rồi duyệt.": (
        "Change the root: a successor takes a seat, or a new key; one root person makes it, others sign and accept."
    ),
    "Cần đủ chữ kí của người giữ gốc cũ và mới, theo ngưỡng của mỗi bên. Người thôi giữ gốc thôi luôn vai trò ấy.": (
        "It takes signatures of old and new root persons, by each threshold. Who leaves the root leaves the role."
    ),
    "Kí tờ gốc mới của một nhánh. Người mới vào gốc nhận một tệp chữ kí để gửi cho người giữ gốc cũ thêm vào.": (
        "Sign a branch's new root sheet. Who is new to the root gets a file with the signature, for an old one to add."
    ),
    "Thêm chữ kí mà người mới đã gửi (tệp SỐ.MÃ.asc).": "Add the signature that a new person sent (NUMBER.ID.asc).",
    "Nơi ghi chữ kí của người chưa có trong gốc cũ.": "Where the signature of who is not in the old root is written.",
    "Chỉ xem tờ gốc mới, không kí.": "Only look at the new sheet, do not sign.",
    "Ghi tờ gốc với những người giữ gốc hiện nay: in ra, các bên kí và giữ thay tờ cũ. Tờ cũ vẫn kiểm tra được.": (
        "Write the founding sheet with the root persons of now, to be printed and kept. The old sheet still verifies."
    ),
    "Tệp tờ gốc, để in và cất.": "The sheet's file, to print and to keep.",
    "Nhận một nơi cấp mốc thời gian: chuỗi chứng thư của nơi ấy, do hai người giữ gốc đưa vào sổ.": (
        "Accept a time-stamp authority: its chain of certificates, brought into the ledger by two root persons."
    ),
    "Địa chỉ của nơi cấp ghi ở moc_thoi_gian trong records/truong.yaml.": (
        "The authority's address stands under moc_thoi_gian in records/truong.yaml."
    ),
    "Dùng đúng khoá này, ở máy hay trong thẻ.": "Use this very key, on the machine or on a card.",
    "Làm khoá mới dù ở đây đã có khoá; khoá cũ kí xác nhận khoá mới.": (
        "Make a new key although there is one here; the older one confirms it."
    ),
    "Khoá đã mất, thôi dùng luôn trong đề xuất này.": "A lost key, retired in the same proposal.",
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
