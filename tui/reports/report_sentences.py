"""The Vietnamese of the report on a year or a part of it: its parts, what it says of results, of what lags behind and of what comes next.

Of a document, not of the program: see :mod:`tui.reports.sentences`. ``{places}`` are filled from frames.
"""

from __future__ import annotations

from typing import Final

REPORT: Final = "Báo cáo"
ABOUT: Final = "Kết quả thực hiện {plan} {span}"
OPENS: Final = "Thực hiện {plan}, {issuer} báo cáo{to} kết quả thực hiện {span} (tính đến {day}, {known}) như sau:"
TO: Final = " {bodies}"

# -- headings -------------------------------------------------------------------------------------------------------

MANAGEMENT: Final = "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"
RESULTS: Final = "KẾT QUẢ THỰC HIỆN"
IN_GENERAL: Final = "Đánh giá chung"
OF_INDICATORS: Final = "Kết quả thực hiện các chỉ tiêu"
OF_TASKS: Final = "Kết quả thực hiện nhiệm vụ"
OF_ENTERPRISES: Final = "Kết quả sắp xếp doanh nghiệp nhà nước"
SHORTCOMINGS: Final = "TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"
GAPS: Final = "Tồn tại, hạn chế"
CAUSES: Final = "Nguyên nhân"
OBJECTIVE: Final = "- Nguyên nhân khách quan: {blank}"
SUBJECTIVE: Final = "- Nguyên nhân chủ quan: {blank}"
AHEAD: Final = "NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM {when}"
NEXT_YEAR: Final = "NĂM {year}"
LEFT_OF_YEAR: Final = "NHỮNG THÁNG CUỐI NĂM {year}"
AFTERWARDS: Final = "THỜI GIAN TỚI"
PROPOSALS: Final = "KIẾN NGHỊ, ĐỀ XUẤT"
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
CHART: Final = "Biểu đồ {n}. {title}"

# -- direction and management ---------------------------------------------------------------------------------------

MEETINGS: Final = "Đã tổ chức {n} cuộc họp rà soát tình hình thực hiện ({days})."
CONCLUSIONS: Final = "Tại các cuộc họp đã có {n} kết luận giao nhiệm vụ, trong đó {done} kết luận đã thực hiện xong."
ISSUED: Final = "Đã ban hành: {documents}."
REPORTS_CAME: Final = "Đã nhận được {n} báo cáo định kỳ của các cơ quan, đơn vị về tình hình thực hiện."

# -- indicators -----------------------------------------------------------------------------------------------------

GOAL: Final = "{letter}) {title}"
OTHER_GOAL: Final = "Chỉ tiêu khác"
NONE_YET: Final = "chưa có"
LINE: Final = "- {name}: {facts}."
REACHED: Final = "{span}{about} đạt {value}{beside}"
DOUBTED: Final = "{verdict} do {why}"
LITTLE_ROOM: Final = "hiện đã đạt nhưng còn ít dư địa so với mức giới hạn"
LEADS_AWAY: Final = "hiện đã đạt nhưng xu hướng đang xấu đi"
ESTIMATED: Final = " ước"
PRELIMINARY: Final = " sơ bộ"
RATE_IS: Final = "tỷ lệ {span}{about} là {value}{beside}"
PLAN_IS: Final = "kế hoạch {plan}"
SHARE_IS: Final = "bằng {share} kế hoạch"
BEFORE_WAS: Final = "{span} {value}"
UP, DOWN, EVEN = "tăng {by} so với {span}", "giảm {by} so với {span}", "bằng {span}"
MEAN_SO_FAR: Final = "bình quân {years}{about} đạt {value}"
SUM_SO_FAR: Final = "tổng {years}{about} đạt {value}"
STATED_IN: Final = "{mean} (bình quân {years} do nguồn công bố)"
STATED: Final = "{mean} (theo nguồn công bố)"
CUT_SO_FAR: Final = "bình quân {years}{about} giảm {value}/năm"
ONE_YEAR: Final = "năm {year}"
YEARS: Final = "{first} - {last}"
LATEST: Final = "chưa có số liệu {span}; năm {year}{about} là {value}"
LATEST_RATE: Final = "chưa có số liệu {span}; tỷ lệ năm {year}{about} là {value}"
OF_ITS_SCOPE: Final = " cùng phạm vi với chỉ tiêu"
TARGET: Final = "mục tiêu {when} {target}"
EXACTLY: Final = "là {value}"
CUT_BY: Final = "giảm {value}"
NOT_ENOUGH: Final = "chưa đủ số liệu để đánh giá"
NOTHING_IN_TERM: Final = "chưa có số liệu từ năm {year} để đánh giá"
"""Of an indicator whose last figure is older than its years."""
NOTHING_BUT_APART: Final = "chưa có số liệu cùng phạm vi với chỉ tiêu để đánh giá"
POINTS: Final = "điểm phần trăm"
NO_FIGURES: Final = "- Chưa có số liệu: {names}."
IN_WORDS: Final = "năm {year}: {text}"
UNSAID: Final = "- Chưa có kết quả đánh giá (chỉ tiêu định tính): {names}."
NAMED_WITH: Final = "{name} (mục tiêu {when} {target})"

# -- targets in words -----------------------------------------------------------------------------------------------

AT_LEAST: Final = "từ {value} trở lên"
ABOVE: Final = "trên {value}"
AT_MOST: Final = "không quá {value}"
BELOW: Final = "dưới {value}"
AROUND: Final = "khoảng {value}"
RANGE: Final = "từ {low} đến {high}"
BOUNDS: Final = {">=": AT_LEAST, ">": ABOVE, "<=": AT_MOST, "<": BELOW, "~": AROUND}
"""By the sign a table has."""

# -- tasks ----------------------------------------------------------------------------------------------------------

TASKS_DONE: Final = "Nhiệm vụ đã hoàn thành trong {span} ({n} nhiệm vụ):"
TASKS_DONE_UNDATED: Final = "Nhiệm vụ đã hoàn thành, chưa rõ ngày nên không tính vào kết quả của {span} ({n} nhiệm vụ):"
TASKS_UNDER_WAY: Final = "Nhiệm vụ đang thực hiện có báo cáo kết quả ({n} nhiệm vụ):"
TASK_RESULT: Final = "- {task}{lead}: {text}."
DONE_ON: Final = "hoàn thành ngày {day}"
DONE_REPORTED: Final = "đã hoàn thành theo báo cáo ngày {day}"
"""Of what only the log tells: the day is that of the report."""
DONE_UNDATED: Final = "đã hoàn thành, chưa rõ ngày hoàn thành"
NOTHING_TOLD: Final = "Chưa nhận được báo cáo nào về kết quả thực hiện nhiệm vụ trong {span}."

# -- enterprises ----------------------------------------------------------------------------------------------------

ENTERPRISE: Final = "- {name}: {facts}."

# -- what lags behind -----------------------------------------------------------------------------------------------

NO_GAPS: Final = "Theo số liệu, báo cáo đã có, chưa có nội dung chậm so với kế hoạch."
WEAK: Final = "Có {n} chỉ tiêu {states}: {names}."
WEAK_ONE: Final = "{name} ({state})"
AWAITED: Final = "Có {n} chỉ tiêu chưa có kết quả năm cuối nên chưa đánh giá được là đạt hay không đạt{names}."
AWAITED_NAMES: Final = ", cần lưu ý: {names}"
AWAITED_ONE: Final = "{name} (năm {when} cần {value})"
AWAITED_RATE: Final = "{name} (tỷ lệ năm {when} cần {value})"
UNJUDGED: Final = "Có {n} chỉ tiêu định tính chưa có kết quả đánh giá."
UNKNOWN: Final = "Có {n} chỉ tiêu chưa đủ số liệu để đánh giá."
MORE_TASKS: Final = "- Và {n} nhiệm vụ khác (chi tiết tại Phụ lục{number})."
STUCK_TASKS: Final = "Có {n} nhiệm vụ có vướng mắc hoặc đề nghị trả lại:"
SILENT_TASKS: Final = "Có {n} nhiệm vụ chưa nhận được báo cáo, trong đó cơ quan chủ trì: {bodies}{rest} (chi tiết tại Phụ lục{number})."
AND_OTHERS: Final = "; các cơ quan khác"
DUTIES_MISSING: Final = "Đến {day}, chưa nhận được các báo cáo sau:"
DUTY_MISSING: Final = "- Báo cáo {period} của {bodies}: hạn gửi {day}, chậm {n} ngày."

# -- what comes next ------------------------------------------------------------------------------------------------

TO_REACH: Final = "Phấn đấu đạt các mục tiêu đề ra:"
TO_REACH_ONE: Final = "- {name}: {need}."
TASKS_DUE: Final = "Các nhiệm vụ đến hạn {when} ({n} nhiệm vụ):"
TASK_DUE: Final = "- {task}{lead}: thời hạn {day}."
IN_YEAR: Final = "trong năm {year}"
IN_REST: Final = "trong những tháng cuối năm {year}"
