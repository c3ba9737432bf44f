"""The Vietnamese of the papers: official papers are in Vietnamese whatever language the screen has.

Content of documents, not words of the program, so it is kept here and not in the catalogues. ``{places}`` are filled from frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.frames.methods.enterprises import EnterpriseVerdict
from tui.frames.methods.headline import QUALITATIVE
from tui.frames.methods.tasks import TaskState
from tui.frames.methods.verdict import Reason, Verdict

# -- words for codes ------------------------------------------------------------------------------------------------

VERDICTS: Final[Mapping[str, str]] = {
    Verdict.EXCEEDED: "vượt",
    Verdict.MET: "đạt",
    Verdict.NOT_MET: "không đạt",
    Verdict.ON_COURSE: "có khả năng đạt",
    Verdict.SPEED_UP: "cần tăng tốc",
    Verdict.AT_RISK: "khó có khả năng đạt",
    Verdict.AWAITING: "chờ kết quả",
    Verdict.NO_DATA: "chưa đủ số liệu",
    QUALITATIVE: "định tính",
    Verdict.NOT_APPLICABLE: "không còn áp dụng",
}
SLOW_DOWN: Final = "cần chậm lại"
"""Of a level to be met on both sides that would speed up past it."""
TOO_FEW: Final = "chưa đủ số liệu"
"""Of an indicator that has figures which are not enough to judge it by; without any it is *no data*."""
MARKS: Final[Mapping[str, str]] = {"rounded": "(làm tròn)", "on_estimate": "(ước)", "few": "(ít số liệu)"}
"""What stands beside a verdict."""
REASONS: Final[Mapping[str, str]] = {
    Reason.GAP: "chưa có số liệu năm {years}",
    Reason.OUTDATED: "số liệu gần nhất đã quá cũ để đánh giá",
    Reason.FELL: "đã đạt ở năm trước, nay dưới mức",
    Reason.BEYOND_BEST: "mỗi năm còn lại cần nhiều hơn hẳn mức cao nhất từng đạt",
    Reason.NO_BASELINE: "chưa có số liệu trước đó để so sánh",
    Reason.CLOSE: "theo đà hiện nay còn thiếu một chút",
    Reason.PASSES: "theo đà hiện nay sẽ quá mức cần đạt",
    Reason.CLIPPED: "",
    Reason.THREATENED: "hiện đã đạt nhưng chưa vững",
    Reason.IMPOSSIBLE: "mức còn phải đạt lớn hơn phần còn lại",
    Reason.ROUNDED: "đạt khi làm tròn số",
    Reason.NOT_APPLICABLE: "đơn vị được đếm không còn",
    Reason.NO_TARGET: "chỉ tiêu không ghi bằng số",
    Reason.NO_FIGURES: "",
}
STATES: Final[Mapping[str, str]] = {
    TaskState.DONE_ON_TIME: "hoàn thành đúng hạn",
    TaskState.DONE_LATE: "hoàn thành quá hạn",
    TaskState.DONE: "đã hoàn thành",
    TaskState.LATE: "chưa hoàn thành, quá hạn",
    TaskState.NEAR: "sắp đến hạn",
    TaskState.OPEN_IN_TIME: "chưa hoàn thành, trong hạn",
    TaskState.UNDATED: "chưa xác định thời hạn",
    TaskState.STANDING: "thực hiện thường xuyên",
    TaskState.NOT_REPORTED: "chưa nhận được báo cáo",
}
ENTERPRISES: Final[Mapping[str, str]] = {
    EnterpriseVerdict.DONE: "đã hoàn thành sắp xếp",
    EnterpriseVerdict.KEEPING: "giữ nguyên",
    EnterpriseVerdict.LATE: "quá thời hạn sắp xếp",
    EnterpriseVerdict.IN_WINDOW: "đang trong thời gian thực hiện",
    EnterpriseVerdict.UPCOMING: "chưa đến thời gian thực hiện",
    EnterpriseVerdict.UNKNOWN: "chưa xác định thời gian",
}
FROZEN: Final[Mapping[str, Mapping[str, str]]] = {"indicators": VERDICTS, "tasks": STATES, "enterprises": ENTERPRISES}
"""By table, in the order in which papers count the codes."""
ARRANGEMENTS: Final = {
    "keep": "Giữ nguyên",
    "equitise": "Cổ phần hóa",
    "divest": "Thoái vốn",
    "merge": "Sáp nhập",
    "dissolve": "Giải thể",
    "transfer": "Chuyển giao",
    "convert": "Chuyển đổi mô hình",
}
STAGES: Final = {
    "unreported": "chưa có thông tin",
    "not_started": "chưa triển khai",
    "preparing": "đang lập hồ sơ, phương án",
    "valuation": "đang xác định giá trị doanh nghiệp",
    "approved": "đã phê duyệt phương án",
    "executing": "đang triển khai",
    "done": "",
}
OUTCOMES: Final = {
    "noted": "ghi nhận",
    "accelerate": "yêu cầu đẩy nhanh",
    "report_back": "yêu cầu báo cáo lại",
    "decided": "đã kết luận",
    "resolved": "đã giải quyết",
    "parked": "chuyển cuộc họp sau",
}
EVERY: Final = {"year": "năm", "half_year": "6 tháng", "quarter": "quý", "month": "tháng"}
PERIODS: Final = {
    "year": ("năm {year}",),
    "half_year": ("6 tháng đầu năm {year}", "6 tháng cuối năm {year}"),
    "quarter": ("quý I năm {year}", "quý II năm {year}", "quý III năm {year}", "quý IV năm {year}"),
    "month": tuple(f"tháng {month} năm {{year}}" for month in range(1, 13)),
}
"""What a report is about, by how often it is asked for and its number in the year."""
VINTAGES: Final = {"estimate": "(ước)", "preliminary": "(sơ bộ)"}

THINGS: Final = {"indicators": "chỉ tiêu", "tasks": "nhiệm vụ", "enterprises": "doanh nghiệp"}
WITH_A_DAY: Final = "có thời hạn"
"""A meeting freezes only the tasks that have a day."""

# -- every paper ----------------------------------------------------------------------------------------------------

KEPT: Final = "Lưu"
DEPUTY: Final = "Phó {head}"
OFFICE_HEAD: Final = "Chánh Văn phòng"
AS_ADDRESSED: Final = "Như Kính gửi"
ATTACHED: Final = "(Kèm theo {paper})"
THE_PLAN: Final = "{kind} {title}"

# -- counts, and what reports and letters say alike ------------------------------------------------------------------

KNOWN_THEN: Final = "theo số liệu đã công bố đến ngày đó"
KNOWN_LATER: Final = "theo số liệu công bố đến {day}"
NOTHING_YET: Final = {"indicators": "{kind} chưa có chỉ tiêu nào.", "tasks": "{kind} chưa có nhiệm vụ nào."}
"""Said where the plan holds nothing yet, so that nothing late is not read into it."""
SUMMARY: Final = "Tính đến {day}: {parts}."
SUMMARY_PART: Final = "trong {n} {thing}: {counts}"
NOT_ENOUGH: Final = "trong đó {n} {thing} có số liệu nhưng chưa đủ để đánh giá"
OF_THEM_SLOWER: Final = "trong đó {n} {thing} cần chậm lại vì theo đà hiện nay sẽ quá mức cần đạt"
DAY_UNKNOWN: Final = "trong đó {n} {thing} chưa rõ ngày hoàn thành"
SUMMARY_COUNT: Final = "{n} {state}"
SEE_ANNEX: Final = "Chi tiết tại Phụ lục{number} kèm theo."
TARGET_YEAR: Final = "năm {end}"
TARGET_YEARS: Final = "{start} - {end}"
LEFT_YEAR: Final = "năm {last} phải"
LEFT_YEARS: Final = "từ năm {first} đến năm {last}, mỗi năm phải"
NEEDS_CHANGE: Final = "{left} {change} {value}"
NEEDS_VALUE: Final = "{left} đạt {value}"
NEEDS_MEAN: Final = "bình quân {first} - {last} phải đạt {value}"
NEEDS_MEAN_CHANGE: Final = "bình quân {first} - {last} phải {change} {value}/năm"
NEEDS_SUM: Final = "tổng {first} - {last} phải đạt {value}"
NEEDS_BY: Final = "đến năm {last} phải {change} {value} so với năm {base}"
NEEDS_RATE_BY: Final = "đến năm {last}, tỷ lệ phải {change} {value} so với năm {base}"
"""Where years that are over have no figure yet: nobody can do anything in them any more, so nothing is asked of each."""
MORE_THAN: Final = "hơn {value}"
"""What a strict bound asks for: the amount itself does not do."""
MORE, LESS = "tăng", "giảm"
TASKS_LATE: Final = "Các nhiệm vụ chưa hoàn thành, quá hạn ({n} nhiệm vụ):"
TASKS_FINE: Final = "Không có nhiệm vụ nào chưa hoàn thành, quá hạn."
TASKS_UNDATED: Final = "Có {n} nhiệm vụ chưa xác định được ngày đến hạn nên chưa đánh giá được là còn hạn hay quá hạn."
ON_TIME: Final = "Trong {n} nhiệm vụ đã đến hạn, tỷ lệ hoàn thành đúng hạn là {rate}%{first}."
ON_TIME_AT_FIRST: Final = "; so với thời hạn ban đầu (trước khi gia hạn) có {n} nhiệm vụ hoàn thành đúng hạn"
TASK_LATE: Final = "- {task}{lead}: thời hạn {day}, chậm {n} ngày."
LED_BY: Final = " ({bodies} chủ trì)"
NOBODY: Final = "chưa có cơ quan chủ trì"
BODY_COUNT: Final = "{body} ({n})"
ENTERPRISES_LATE: Final = "Các doanh nghiệp quá thời hạn sắp xếp, chưa hoàn thành ({n} doanh nghiệp):"
ENTERPRISES_FINE: Final = "Không có doanh nghiệp nào quá thời hạn sắp xếp."
ENTERPRISE_LATE: Final = "- {name}{by}: thời hạn {day}, chậm {n} ngày{silent}."
ANSWERED_BY: Final = " ({bodies} chịu trách nhiệm)"
SILENT: Final = "; chưa có thông tin"

# -- annexes ----------------------------------------------------------------------------------------------------------

ANNEX_NAMES: Final = {
    "indicators": "Kết quả thực hiện các chỉ tiêu",
    "tasks": "Tình hình thực hiện các nhiệm vụ",
    "enterprises": "Tình hình sắp xếp doanh nghiệp nhà nước",
}
ANNEX_SHEETS: Final = {"indicators": "Chỉ tiêu", "tasks": "Nhiệm vụ", "enterprises": "Doanh nghiệp"}
BY_BODY: Final = "Tổng hợp theo cơ quan chủ trì (nhiệm vụ có nhiều cơ quan chủ trì được tính cho từng cơ quan)"
IN_ALL: Final = "Tổng số nhiệm vụ"
IN_DETAIL: Final = "Chi tiết từng nhiệm vụ"
STUCK: Final = {"blocked": "có vướng mắc", "returned": "đề nghị trả lại"}
"""What a body says of its task beside the state of the day."""
PROGRESS: Final = "mức độ hoàn thành {progress}"
POINTS: Final = "điểm"
POINTS_OF: Final = "điểm %"
A_YEAR: Final = "/năm"
STATED: Final = "theo nguồn công bố"
UP_TO: Final = "đến {year}"
STANDING: Final = "Thường xuyên"
PERIODIC: Final = "Định kỳ"
EACH: Final = "Hằng {period}"
TIMES: Final = "{n} lần/{period}"
OVERDUE_BY: Final = "{state} {n} ngày"
EXTENDED: Final = "{due} (gia hạn; thời hạn ban đầu {first})"
NOT_YET: Final = "{body} (chưa thành lập)"
PUTS_TOGETHER: Final = "{body} (tổng hợp)"
"""Who reports on an indicator where the plan names nobody for it, but one body all reports go through."""
GONE: Final = "{body} (không còn, chưa có cơ quan kế thừa)"
OR: Final = " hoặc "
APART: Final = "ngoài chuỗi số liệu: {figures}"
FELL: Final = "giảm {value}"
APART_MEAN: Final = "bình quân {years}"
SCOPES: Final = {"merged": "sau hợp nhất", "unclear": "chưa rõ phạm vi"}
MET_IF: Final = "đạt nếu {when} {value}"
MET_OR_EXCEEDED_IF: Final = "đạt hoặc vượt nếu {when} {value}"
RATE: Final = "tỷ lệ {rate}"
FIGURES_TO: Final = "số liệu đến năm {year}"
REVISED: Final = "mục tiêu đã điều chỉnh, ban đầu {target}"
CONFLICTS: Final = "số công bố năm {years} chưa thống nhất"
AND: Final = " và "
SHARE_ABOVE: Final = "trên {share}%"
SHARE_FROM: Final = "từ {share}%"
SHARE_BELOW: Final = "dưới {share}%"
SHARE_UP_TO: Final = "đến {share}%"

# -- the conclusion notice ------------------------------------------------------------------------------------------

NOTICE: Final = "Thông báo"
NOTICE_ABOUT: Final = "Kết luận của {chair} tại cuộc họp rà soát tình hình thực hiện {plan}"
COMRADE: Final = "đồng chí {name}"
NOTICE_OPENS: Final = (
    "{Day}, {place}{chair} chủ trì cuộc họp rà soát tình hình thực hiện {plan}. Cùng dự có {blank}. Cuộc họp xem xét {n} nội dung. "
    "Sau khi nghe báo cáo và ý kiến của các đại biểu, {chair} kết luận như sau:"
)
AT_PLACE: Final = "tại {place}, "
NOTICE_PARTS: Final = ("I. TÌNH HÌNH", "II. KẾT LUẬN", "III. NỘI DUNG CHUYỂN CUỘC HỌP SAU")
DECISION: Final = "{n}. {text}"
DECISION_OWNER: Final = "Giao {owner} chủ trì{partners}{product}; {due}."
DECISION_GIVEN: Final = "{verb} {owner} chủ trì{partners} {what}{product}; {due}."
"""A decision of one sentence: who first, then what."""
DECISION_SAID: Final = "{verb} {owner}{what}{partners}{product}; {due}."
"""One whose text names the lead and goes on from it."""
GIVES: Final = "Giao"
ALSO_PARTNERS: Final = "; cơ quan phối hợp: {partners}"
IN_OFFICE: Final = "{role} {body} {name}"
REPORTING_OF: Final = "Tình hình báo cáo của {body}"
ARRANGING: Final = "Sắp xếp {name}"
"""What is spoken of where a body or an enterprise is on the list."""
THOSE_PRESENT: Final = "Thành phần dự họp"
WITH_PARTNERS: Final = ", phối hợp với {partners}"
PRODUCT: Final = "; sản phẩm: {product}"
DUE: Final = "thời hạn hoàn thành: {day}"
ASKS: Final[Mapping[str, str]] = {
    "accelerate": "Yêu cầu {body} đẩy nhanh {subject}; thời hạn: {day}{note}.",
    "report_back": "Yêu cầu {body} báo cáo lại về {subject}; thời hạn: {day}{note}.",
}
"""What the chair asked for by an outcome alone."""
ITEM_ASKED: Final = "{outcome}: {body}, thời hạn {day}"
"""In the minutes: of whom it was asked, and by which day."""
OF_ITS_KIND: Final[Mapping[str, str]] = {
    "agencies": "việc thực hiện các nhiệm vụ và chế độ báo cáo được giao",
    "enterprises": "việc sắp xếp {name}",
    "indicators": "việc thực hiện chỉ tiêu “{name}”",
    "duties": "việc gửi {report}",
}
"""What can be hastened or reported on of a record by its table; a task or decision is a work itself, and stands by its name."""
A_REPORT: Final = "báo cáo"
NAMED_REPORT: Final = "báo cáo “{name}”"
BY_ITS_NAME: Final = "“{name}”"
ASKED_OF_NOBODY: Final = "cơ quan, đơn vị liên quan"
NO_DECISIONS: Final = "Cuộc họp không giao nhiệm vụ mới."
PARKED: Final = "- {subject}{note}."
NOT_COME_TO: Final = "- {n} nội dung khác trong chương trình cuộc họp chưa xem xét."
ALSO_SILENT: Final = "Ngoài ra, {n} nhiệm vụ chưa nhận được báo cáo kết quả thực hiện."
NOTICE_TOLD: Final = "Văn phòng {issuer} thông báo để các cơ quan, đơn vị liên quan biết, thực hiện"
"""How a notice ends that the head of the office signs by order."""
NOTICE_ENDS: Final = "Trên đây là kết luận của {chair} tại cuộc họp; thông báo để các cơ quan, đơn vị liên quan biết, thực hiện"

# -- the minutes ----------------------------------------------------------------------------------------------------

MINUTES: Final = "Biên bản"
MINUTES_ABOUT: Final = "Họp rà soát tình hình thực hiện {plan}"
BEGAN: Final = "Thời gian bắt đầu: {blank} giờ {blank} phút, {day}."
WHERE: Final = "Địa điểm: {place}."
WHO: Final = "Thành phần tham dự: {blank}."
CHAIR: Final = "Chủ trì: {chair}."
SECRETARY: Final = "Thư ký: {secretary}."
CONTENT: Final = "Nội dung cuộc họp:"
ITEM: Final = "{n}. {subject}"
ITEM_FIGURES: Final = "Số liệu: {facts}."
ITEM_STATE: Final = "Tình hình: {state}."
ITEM_APART: Final = "{apart}."
NOT_DEALT_WITH: Final = "Cuộc họp chưa xem xét {n} nội dung khác trong chương trình; các nội dung này đưa vào chương trình cuộc họp sau."
STATES_AS_OF: Final = "Tình hình nêu trong biên bản tính đến {day}, {known}."
ITEM_WHY: Final = "Lý do xem xét: {why}."
REASONS_SAID: Final[Mapping[str, str]] = {
    "awaiting the result of {needs}": "chờ kết quả: {needs}",
    "{year}: needs {value}": "{year} phải đạt {value}{unit}",
    "{year}: needs above {value}": "{year} phải đạt trên {value}{unit}",
    "{year}: needs at most {value}": "{year} phải không quá {value}{unit}",
    "{year}: needs below {value}": "{year} phải dưới {value}{unit}",
    "{year}: the rate must be at most {value}": "tỷ lệ {year} phải không quá {value}{unit}",
    "{year}: the rate must be below {value}": "tỷ lệ {year} phải dưới {value}{unit}",
    "{year}: must fall by {value}": "{year} phải giảm {value}{unit}",
    "{needs} ({year}: {value})": "{needs} ({year}: {value}{unit})",
    "{needs}, best year {mean}": "{needs}, năm tốt nhất từ trước đến nay là {mean}{unit}",
    "{needs}, so far {mean} on average": "{needs}, đến nay bình quân mỗi năm {mean}{unit}",
    "figures to {year}": "số liệu đến {year}",
    "{year}": "{year}",
}
"""Reasons of the agenda, by what the screen says, as a paper says them."""
IN_YEAR: Final = "năm {year}"
POINTS_IN_WORDS: Final = "điểm phần trăm"
ITEM_NOTE: Final = "Ý kiến tại cuộc họp: {note}."
ITEM_OUTCOME: Final = "Kết quả: {outcome}."
ITEM_DECISION: Final = "Kết luận: {text}"
OTHER_DECISIONS: Final = "Kết luận khác"
NO_ITEMS: Final = "Cuộc họp không có nội dung nào được ghi lại."
ENDED: Final = "Cuộc họp kết thúc vào {blank} giờ {blank} phút, {day}"
SIGNS_SECRETARY, SIGNS_CHAIR = "THƯ KÝ", "CHỦ TỌA"
PRESENT: Final = "Như thành phần tham dự"
ON_FILE: Final = "Hồ sơ"
"""What keeps the minutes beside the office: the file of the matter."""
