"""What teachers write: a bank of remarks with the content of each subject, by how well the pupil does."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from hocba_build.domain.values import Level, SubjectId
from hocba_build.workflows.sample.plan import pick

CONTENT: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "ngu-van": (
        (
            "cảm thụ thơ tinh tế",
            "lập luận chặt chẽ trong bài nghị luận",
            "viết đoạn văn mạch lạc",
            "đọc hiểu văn bản tốt",
        ),
        (
            "lỗi chính tả và dấu câu",
            "cách dẫn chứng trong bài nghị luận",
            "vốn từ và cách diễn đạt",
            "kĩ năng tóm tắt văn bản",
        ),
    ),
    "toan": (
        (
            "biến đổi biểu thức thành thạo",
            "trình bày lời giải hình học rõ ràng",
            "giải toán thực tế tốt",
            "tư duy logic tốt",
        ),
        (
            "kĩ năng vẽ hình và chứng minh",
            "quy tắc dấu khi biến đổi",
            "cách lập phương trình",
            "phần thống kê và xác suất",
        ),
    ),
    "ngoai-ngu-1": (
        ("phát âm rõ, tự tin khi nói", "vốn từ vựng phong phú", "viết đoạn văn đúng ngữ pháp", "nghe hiểu ý chính tốt"),
        ("thì của động từ", "kĩ năng nghe chi tiết", "phát âm âm cuối", "vốn từ theo chủ đề"),
    ),
    "gdcd": (
        ("biết xử lí tình huống phù hợp", "liên hệ bài học với đời sống", "hiểu rõ quyền và bổn phận của học sinh"),
        ("cách liên hệ thực tế", "việc ghi nhớ khái niệm pháp luật", "kĩ năng trình bày ý kiến"),
    ),
    "lich-su-va-dia-li": (
        ("đọc bản đồ, lược đồ thành thạo", "trình bày diễn biến lịch sử đúng trình tự", "biết so sánh các vùng địa lí"),
        ("mốc thời gian các sự kiện", "kĩ năng đọc biểu đồ khí hậu", "cách giải thích nguyên nhân sự kiện"),
    ),
    "khtn": (
        ("làm thí nghiệm cẩn thận, báo cáo đầy đủ", "giải thích hiện tượng tự nhiên tốt", "vận dụng công thức đúng"),
        ("cách lập phương trình hoá học", "đơn vị đo và đổi đơn vị", "kiến thức về tế bào và cơ thể"),
    ),
    "lich-su": (
        ("nắm chắc tiến trình lịch sử dân tộc", "biết khai thác tư liệu", "đánh giá nhân vật có căn cứ"),
        ("mốc thời gian các sự kiện", "kĩ năng so sánh các giai đoạn", "cách rút ra bài học lịch sử"),
    ),
    "dia-li": (
        ("vẽ và nhận xét biểu đồ tốt", "sử dụng Atlat thành thạo", "phân tích tốt mối liên hệ tự nhiên và kinh tế"),
        ("kĩ năng tính toán số liệu", "cách nhận xét bảng số liệu", "kiến thức về phân bố dân cư"),
    ),
    "gdktpl": (
        (
            "phân tích tình huống pháp luật sắc sảo",
            "hiểu rõ cung, cầu và thị trường",
            "biết lập kế hoạch tài chính cá nhân",
        ),
        ("khái niệm về thuế và ngân sách", "cách vận dụng điều luật vào tình huống", "kĩ năng đọc tin kinh tế"),
    ),
    "vat-li": (
        (
            "vận dụng định luật vào bài tập tốt",
            "xử lí số liệu thí nghiệm chính xác",
            "đọc đồ thị chuyển động thành thạo",
        ),
        ("cách phân tích lực", "sai số trong phép đo", "bài tập về năng lượng và công suất"),
    ),
    "hoa-hoc": (
        ("viết phương trình hoá học thành thạo", "thao tác thí nghiệm an toàn, chính xác", "giải bài tập mol nhanh"),
        ("cân bằng phương trình oxi hoá – khử", "tên gọi các hợp chất", "bài tập về nồng độ dung dịch"),
    ),
    "sinh-hoc": (
        ("hiểu sâu về tế bào và di truyền", "quan sát tiêu bản tốt", "liên hệ bài học với chăm sóc sức khoẻ"),
        ("bài tập di truyền", "các giai đoạn của phân bào", "cách vẽ sơ đồ quá trình sinh học"),
    ),
    "cong-nghe": (
        ("sản phẩm thực hành đẹp, đúng kĩ thuật", "đọc bản vẽ kĩ thuật tốt", "biết chọn vật liệu hợp lí"),
        ("kĩ năng đọc bản vẽ", "an toàn khi dùng dụng cụ", "tiến độ làm sản phẩm"),
    ),
    "tin-hoc": (
        (
            "lập trình giải quyết bài toán tốt",
            "trình bày văn bản và trang tính thành thạo",
            "biết tìm và kiểm chứng thông tin",
        ),
        ("cách dùng hàm trong trang tính", "cấu trúc lặp và rẽ nhánh", "thao tác với thư mục và tệp"),
    ),
    "gdqpan": (
        ("thực hiện động tác đội ngũ chuẩn xác", "nắm vững kiến thức quốc phòng", "tác phong nhanh nhẹn, kỉ luật"),
        ("động tác đội ngũ từng người", "kiến thức về phòng chống tệ nạn", "kĩ thuật cấp cứu ban đầu"),
    ),
    "tieng-dtts": (
        ("đọc và viết chữ thành thạo", "kể chuyện bằng tiếng mẹ đẻ sinh động", "hiểu văn hoá truyền thống"),
        ("cách viết dấu và vần khó", "vốn từ viết", "kĩ năng đọc trôi chảy"),
    ),
    "ngoai-ngu-2": (
        ("phát âm chuẩn", "giao tiếp đơn giản tự tin", "nhớ từ vựng nhanh"),
        ("cách chia động từ", "kĩ năng nghe", "vốn từ cơ bản"),
    ),
    "gdtc": (
        ("bật nhảy và chạy bền tốt", "tích cực tập luyện, đúng kĩ thuật", "phối hợp đồng đội tốt"),
        ("sức bền", "kĩ thuật động tác", "ý thức khởi động kĩ"),
    ),
    "nghe-thuat": (
        ("hát đúng cao độ, vẽ có ý tưởng", "cảm thụ âm nhạc tốt", "phối màu hài hoà"),
        ("tiết tấu khi hát", "bố cục tranh", "sự mạnh dạn khi biểu diễn"),
    ),
    "am-nhac": (
        ("hát có cảm xúc", "đọc nhạc đúng cao độ", "chơi nhạc cụ tiến bộ"),
        ("tiết tấu", "kĩ năng đọc nhạc", "nhịp"),
    ),
    "mi-thuat": (
        ("phối màu hài hoà", "bố cục chặt chẽ", "ý tưởng sáng tạo"),
        ("bố cục", "tỉ lệ hình", "cách phối màu"),
    ),
    "hdtn-hn": (
        ("tham gia hoạt động tập thể tích cực", "biết lập kế hoạch và hợp tác nhóm", "tìm hiểu nghề nghiệp nghiêm túc"),
        ("sự mạnh dạn trước tập thể", "kĩ năng quản lí thời gian", "việc hoàn thành nhiệm vụ nhóm"),
    ),
    "gddp": (
        (
            "hiểu biết về lịch sử, văn hoá địa phương",
            "sưu tầm tư liệu quê hương phong phú",
            "giới thiệu di tích hấp dẫn",
        ),
        ("việc sưu tầm tư liệu", "kĩ năng thuyết trình", "kiến thức về địa lí địa phương"),
    ),
}
"""For each subject: what goes well, and what wants work."""

_TOP: Final = (
    "Học tốt, {good}.",
    "{Good}; rất chủ động trong học tập.",
    "Nắm vững kiến thức, {good}.",
    "{Good}; cần tiếp tục phát huy.",
)
_FAIR: Final = (
    "{Good}; cần chú ý thêm {work}.",
    "Khá vững kiến thức, {good}.",
    "Có tiến bộ, {good}; nên quan tâm hơn đến {work}.",
    "Chăm học; cần củng cố {work}.",
)
_PASS: Final = (
    "Nắm được kiến thức cơ bản; cần củng cố {work}.",
    "Có cố gắng nhưng còn hạn chế ở {work}.",
    "Cần chăm luyện tập hơn, nhất là {work}.",
    "Tiếp thu còn chậm, đôi lúc lúng túng ở {work}.",
)
_WEAK: Final = (
    "Chưa nắm chắc kiến thức, cần bổ sung {work}.",
    "Còn thiếu tập trung; phải ôn luyện lại {work}.",
    "Hổng kiến thức nền; cần được giúp đỡ thêm ở {work}.",
)
_DONE: Final = (
    "{Good}.",
    "Hoàn thành tốt yêu cầu, {good}.",
    "{Good}; cần chú ý thêm {work}.",
    "Đạt yêu cầu; nên quan tâm hơn đến {work}.",
)
_NOT_DONE: Final = (
    "Chưa hoàn thành yêu cầu, cần luyện tập thêm {work}.",
    "Chưa đạt do chưa luyện tập đủ, nhất là {work}.",
)


def subject_remark(rng: Random, subject: SubjectId, tenths: int | None, *, passed: bool) -> str:
    """A remark on one subject: by its average in tenths, or by whether a subject by comment holds."""
    good, work = CONTENT[subject]
    strength = pick(rng, good)
    form = pick(rng, _forms(tenths, passed=passed))
    return form.format(good=strength, Good=strength[0].upper() + strength[1:], work=pick(rng, work))


def _forms(tenths: int | None, *, passed: bool) -> tuple[str, ...]:
    if tenths is None:
        return _DONE if passed else _NOT_DONE
    for floor, forms in ((80, _TOP), (65, _FAIR), (50, _PASS)):
        if tenths >= floor:
            return forms
    return _WEAK


_CONDUCT: Final[Mapping[Level, tuple[str, ...]]] = {
    Level.TOT: (
        "Lễ phép, hoà đồng với bạn bè.",
        "Có ý thức kỉ luật, tích cực tham gia phong trào.",
        "Trung thực, có trách nhiệm với công việc chung.",
        "Chăm ngoan, biết giúp đỡ bạn.",
        "Gương mẫu trong mọi hoạt động của lớp.",
        "Tự giác học tập và rèn luyện.",
    ),
    Level.KHA: (
        "Ngoan, đôi khi còn nói chuyện riêng.",
        "Có cố gắng; cần đi học đúng giờ hơn.",
        "Hoà nhã với bạn, cần tự giác hơn trong lao động.",
        "Thực hiện khá tốt nội quy, cần mạnh dạn hơn.",
    ),
    Level.DAT: (
        "Còn vi phạm nội quy, đã biết sửa chữa.",
        "Cần chú ý giờ giấc và thái độ trong giờ học.",
        "Chưa tự giác, cần gia đình nhắc nhở thêm.",
    ),
    Level.CHUA_DAT: (
        "Vi phạm nội quy nhiều lần, chưa sửa chữa.",
        "Nghỉ học không phép nhiều, chưa hợp tác với giáo viên.",
    ),
}


def conduct_remark(rng: Random, level: Level) -> str:
    """The homeroom teacher's remark beside a conduct level."""
    return pick(rng, _CONDUCT[level])


_YEAR: Final[Mapping[Level, tuple[str, ...]]] = {
    Level.TOT: (
        "Học giỏi đều các môn, có tinh thần giúp bạn.",
        "Thông minh, chăm chỉ; là tấm gương của lớp.",
        "Chủ động, sáng tạo trong học tập; tích cực trong phong trào.",
        "Ý thức tự học rất tốt, kết quả vững vàng.",
    ),
    Level.KHA: (
        "Chăm ngoan, có trách nhiệm; cần đều hơn giữa các môn.",
        "Học khá, lễ phép; nên mạnh dạn phát biểu.",
        "Có nhiều tiến bộ ở học kì II, cần phát huy.",
        "Chịu khó học hỏi, hoà đồng với tập thể.",
    ),
    Level.DAT: (
        "Có cố gắng; cần dành thêm thời gian tự học ở nhà.",
        "Ngoan, còn thiếu tập trung trong giờ; cần ôn kĩ bài cũ.",
        "Kết quả chưa đều, cần gia đình động viên thêm.",
        "Hiền, chăm lao động; cần mạnh dạn hỏi bài thầy cô.",
    ),
    Level.CHUA_DAT: (
        "Chưa chăm học, cần ôn tập nghiêm túc trong hè.",
        "Hổng kiến thức ở một số môn; nhà trường và gia đình cần cùng giúp đỡ.",
    ),
}


def year_remark(rng: Random, learning: Level) -> str:
    """The homeroom teacher's remark on the year."""
    return pick(rng, _YEAR[learning])
