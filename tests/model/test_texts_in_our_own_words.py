"""The texts of the shipped plan's tasks: each task told in full, in sentences that are not the document's."""

from __future__ import annotations

import tomllib
from typing import Any, Final

import pytest

from tests.support.paths import EXAMPLE, SHIPPED
from tests.support.word_runs import DIGESTS, by_first_word, kept_digests, run_digests, taken_over, words_of

SET_PHRASES: Final = (
    "Quốc hội",
    "Thủ tướng Chính phủ",
    "Chính phủ",
    "Ngân hàng Nhà nước Việt Nam",
    "Bộ Ngoại giao",
    "Bộ Tài nguyên và Môi trường",
    "Bộ Văn hóa, Thể thao và Du lịch",
    "Ban Chấp hành Đảng bộ tỉnh",
    "Ban Chấp hành Trung ương",
    "UBND các huyện, thành phố",
    "các sở, ban, ngành",
    "Trung tâm Dịch vụ việc làm tỉnh Thái Nguyên",
    "Trung tâm Đổi mới sáng tạo và Hỗ trợ doanh nghiệp",
    "trung tâm hội chợ triển lãm - chợ vùng Việt Bắc",
    "Chương trình hỗ trợ phát triển thị trường lao động",
    "Chương trình kết nối Ngân hàng - Doanh nghiệp",
    "Chương trình những ngày văn hóa Việt Nam",
    "Chương trình phục hồi và phát triển kinh tế - xã hội",
    "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi giai đoạn 2021 - 2025",
    "chương trình mục tiêu quốc gia",
    "Hệ thống quản lý chất lượng theo TCVN ISO 9001",
    "nền tảng tích hợp và chia sẻ dữ liệu (LGSP)",
    "lưu trữ và truyền tải hình ảnh (PACS)",
    "bệnh án điện tử (EMR)",
    "thành phố Thái Nguyên",
    "thành phố Sông Công",
    "thành phố Phổ Yên",
    "huyện Đại Từ",
    "huyện Phú Bình",
    "xã Linh Sơn",
    "Khu di tích lịch sử quốc gia đặc biệt An toàn khu (ATK) Định Hóa",
    "Khu di tích Lý Nam Đế",
    "Tam Đảo",
    "Hà Nội",
    "Hải Phòng",
    "Quảng Ninh",
    "Quảng Bình",
    "Thành phố Hồ Chí Minh",
    "Hàn Quốc",
    "Liên bang Nga",
    "Nhật Bản",
    "vùng Thủ đô Hà Nội",
    "trung du, miền núi Bắc Bộ",
    "cách mạng công nghiệp lần thứ tư",
    "đơn vị sự nghiệp công lập",
    "dịch vụ sự nghiệp công",
    "ngân sách nhà nước",
    "kinh tế tập thể, hợp tác xã",
    "liên hiệp hợp tác xã",
    "doanh nghiệp nhỏ và vừa",
    "quỹ tín dụng nhân dân",
    "cơ sở dữ liệu",
    "văn bản quy phạm pháp luật",
    "định mức và giá xây dựng",
    "quy hoạch sử dụng đất",
    "khu công nghệ thông tin tập trung",
    "Internet vạn vật (IoT)",
)
"""Names and fixed terms beside those of the plan's own bodies, enterprises and documents; no sentence has other words for them."""


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def phrases_of(plan: dict[str, Any]) -> list[str]:
    """Names and fixed terms a text may have in common with the document."""
    named = [
        record[key]
        for table in ("agencies", "enterprises")
        for record in plan[table].values()
        for key in ("name", "short")
        if key in record
    ]
    cited = [said for record in plan["documents"].values() for said in citations(record)]
    return [*named, *cited, *SET_PHRASES]


def citations(document: dict[str, Any]) -> list[str]:
    """A document as it is cited: what it is about, and its kind and number, with its day and who issued it."""
    number = f"{document['kind']} số {document.get('number')}"
    on = f"{number} ngày {document['date']:%d/%m/%Y}" if "date" in document else number
    on_short = f"{number} ngày {document['date']:%d}/{document['date'].month}/{document['date'].year}" if "date" in document else number
    issuer = document.get("issuer", "")
    if "number" not in document:
        return [document["about"]]
    return [document["about"], number, *(f"{day}{of}" for day in (on, on_short) for of in ("", f" của {issuer}", " của UBND tỉnh"))]


def test_every_task_is_told_in_full(shipped: dict[str, Any]) -> None:
    bare = [key for key, task in shipped["tasks"].items() if len(task.get("text", "")) <= len(task["summary"])]
    assert len(shipped["tasks"]) == 118 and bare == []


def test_no_sentence_of_a_task_is_the_documents(shipped: dict[str, Any]) -> None:
    document, phrases = kept_digests(DIGESTS), by_first_word(phrases_of(shipped))
    found = {key: taken_over(task["text"], document, phrases) for key, task in shipped["tasks"].items() if "text" in task}
    assert {key: stretches for key, stretches in found.items() if stretches} == {}


def test_the_digests_are_those_of_the_document(shipped: dict[str, Any]) -> None:
    """The long names in the plan stand in the document as well, so a file of something else would let everything through."""
    document = kept_digests(DIGESTS)
    assert 10_000 < len(document) < 30_000
    title = run_digests(words_of(shipped["plan"]["title"]))
    assert sum(digest in document for digest in title) > len(title) // 2


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("một hai ba bốn năm sáu", []),
        ("MỘT, hai – ba: bốn (năm) sáu; bảy", ["một hai ba bốn năm sáu bảy"]),
        ("chín hai ba bốn năm sáu bảy tám chín", ["hai ba bốn năm sáu bảy tám"]),
        ("hai ba bốn sáu bảy tám", []),
        ("bốn năm sáu bảy tám 2025 trình UBND tỉnh", []),
        ("ba bốn năm sáu bảy tám 2025 trình UBND tỉnh", ["ba bốn năm sáu bảy tám 2025 trình ubnd tỉnh"]),
        ("", []),
    ],
)
def test_seven_words_in_a_row_are_taken_over_and_six_are_not(text: str, stretches: list[str]) -> None:
    document = run_digests(words_of("Một hai ba bốn năm sáu bảy tám 2025 trình UBND tỉnh."))
    assert taken_over(text, document, by_first_word(["UBND tỉnh"])) == stretches


def test_a_name_and_a_number_count_as_no_words() -> None:
    said = "Triển khai Quyết định số 12/QĐ-UBND ngày 01/6/2021 của UBND tỉnh về chè"
    document = run_digests(words_of(said))
    assert taken_over(said, document, {}) != []
    assert taken_over(said, document, by_first_word(["Quyết định số 12/QĐ-UBND", "UBND tỉnh"])) == []
    assert taken_over(said, [], {}) == []


def test_a_plan_of_another_place_owes_this_document_nothing() -> None:
    plan = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    document = kept_digests(DIGESTS)
    assert not any(taken_over(task["summary"], document, {}) for task in plan["tasks"].values())
