"""English for seals on printed transcripts (``HOCBA_LANG=en``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SEALS: Final[Mapping[str, str]] = {
    "Kí số học bạ đã in: hiệu trưởng, con dấu.": "Seal printed transcripts: principal, school.",
    "Kiểm tra một tệp PDF đã kí số.": "Verify a sealed PDF.",
    "Kí số học bạ đã in ra PDF (PAdES): hiệu trưởng, phó hiệu trưởng kí thay, rồi con dấu của trường.": (
        "Seal printed transcripts (PAdES): the principal, or a deputy instead, then the school."
    ),
    "Nêu thư mục của một lớp hay cả năm thì kí mọi tệp MÃ_HS.pdf trong đó: hỏi PIN một lần; bị ngắt giữa chừng thì "
    "chạy lại là kí tiếp; tệp đã kí không bị kí lần nữa. Chữ kí này là chữ kí số theo Luật Giao dịch điện tử khi chứng "
    "thư do tổ chức được cấp phép hoặc của cơ quan nhà nước cấp; chứng thư tự làm thì không. Chữ kí OpenPGP trong sổ "
    "là bằng chứng trong trường, không thay được chữ kí số.": (
        "The folder of a class or a year means every PUPIL_ID.pdf in it: the PIN is asked once; an interrupted run is "
        "taken up again; what is sealed is not sealed twice. In Vietnamese law this is a digital signature where a "
        "licensed authority or the State issued the certificate; a self-made one is none. OpenPGP signatures in the "
        "ledger are evidence inside the school and do not replace it."
    ),
    "Kí với tư cách ai.": "In whose name.",
    "Thư mục nhận bản kí; lần kí sau thì không cần.": "Folder for sealed files; not needed for a second seal.",
    "Khoá trong tệp PKCS#12 (.p12, .pfx).": "The key is in a PKCS#12 file (.p12, .pfx).",
    "Khoá trên thẻ, USB token: thư viện PKCS#11 của hãng (.so).": (
        "The key is on a card or USB token: its maker's PKCS#11 library (.so)."
    ),
    "Nhãn của thẻ, khi máy cắm nhiều thẻ.": "The token's label, where there are several.",
    "Nhãn của chứng thư, khi thẻ có nhiều chứng thư.": "The certificate's label, where the token holds several.",
    "Kí từ xa qua CSC API v1: địa chỉ đứng trước /csc/.": "Remote signer by CSC API v1: the address before /csc/.",
    "Với --remote: mã chứng thư ở nơi kí từ xa.": "With --remote: the credential's id there.",
    "Hỏi PIN ở cửa sổ riêng (pinentry của GnuPG), không ở dòng lệnh.": (
        "Ask for the PIN in a window of its own (GnuPG's pinentry), not at the terminal."
    ),
    "Ghi nhớ nơi giữ khoá của vai này ở máy này, không ghi nhớ PIN.": (
        "Remember at this machine where this role's key is; never the PIN."
    ),
    "PIN hoặc mật khẩu để kí số: {role}": "PIN or passphrase to seal: {role}",
    "Mức PAdES; mặc định theo truong.yaml.": "The PAdES level; by default the one of truong.yaml.",
    "Chỉ nêu tệp sẽ kí, không hỏi PIN, không ghi gì.": "Only name the files, ask for no PIN, write nothing.",
    "Kí số": "Sealing",
    "PIN hoặc mật khẩu của khoá": "PIN or passphrase of the key",
    "Đã kí {sealed}, đã có chữ kí từ trước {kept}, không kí được {failed}.": (
        "Sealed {sealed}, sealed before {kept}, not sealed {failed}."
    ),
    "Chứng thư đã dùng (SHA-256): {print}": "Certificate used (SHA-256): {print}",
    "Kiểm tra một tệp PDF đã kí số: nguyên vẹn, ai kí, ai chứng thực, lúc nào, có bị sửa sau khi kí không.": (
        "Verify a sealed PDF: is it whole, who sealed, who vouches for them, when, was it changed since."
    ),
    "Không hỏi mạng. Điều không kiểm được ở đây thì nói là chưa kiểm được, không bao giờ coi là đúng. «Hợp lệ» không "
    "thay việc xem nơi cấp chứng thư có phải tổ chức được cấp phép hay không: dòng Pháp lí nói điều đó.": (
        "Asks no network. What cannot be checked here is said to be so, never taken for right. «Valid» does not say "
        "whether the certificate's issuer is licensed: the line on law does."
    ),
    "Tờ gốc: tin nơi cấp và chứng thư mà sổ ở đây ghi.": (
        "Founding sheet: trust the authorities and certificates that the ledger here names."
    ),
    "Chuỗi chứng thư (PEM) của nơi cấp chứng thư được tin.": "Chain (PEM) of a trusted certificate authority.",
    "Chuỗi chứng thư (PEM) của nơi cấp mốc thời gian được tin.": "Chain (PEM) of a trusted time-stamp authority.",
    "Chứng thư của trường, của hiệu trưởng, nhận bằng đường khác.": (
        "A certificate of the school or its principal, received by another way."
    ),
    "Chứng nhận điện tử về một năm học.": "A Verifiable Credential of a school year.",
    "Chứng nhận điện tử (Verifiable Credential, Open Badges 3.0) về kết quả một năm học đã khoá.": (
        "A locked year's results as a Verifiable Credential (Open Badges 3.0)."
    ),
    "Tệp khoá, có mật khẩu; cất ở văn phòng, không đưa vào kho.": (
        "The key's file, with a passphrase; kept in the office, never in the repository."
    ),
    "Làm khoá chứng nhận của trường; in khoá công khai để ghi vào khoa_chung_nhan trong records/truong.yaml.": (
        "Make the school's credential key; prints its public part for khoa_chung_nhan in records/truong.yaml."
    ),
    "Tệp khoá chứng nhận của trường.": "The file of the school's credential key.",
    "Tệp chứng nhận (nên đặt đuôi .jwt).": "The credential's file (best with the ending .jwt).",
    "Cấp chứng nhận điện tử về kết quả một năm học đã khoá của một học sinh.": (
        "Issue the credential of a pupil's locked year."
    ),
    "Phần mềm khác kiểm được chữ kí (W3C Verifiable Credential 1.1, JWT, Ed25519). Không thay học bạ có chữ kí, dấu.": (
        "Other programs check its signature (W3C VC 1.1, JWT, Ed25519). It does not replace a sealed transcript."
    ),
    "Tờ gốc: tin khoá và kết quả mà sổ ở đây ghi.": "Founding sheet: trust the keys and results of the ledger here.",
    "Kiểm tra một chứng nhận điện tử: chữ kí, có phải khoá của trường, còn đúng với sổ không.": (
        "Verify a credential: its signature, is the key the school's, does the ledger still say the same."
    ),
}
"""Vietnamese texts, with one space between words, and their English."""
