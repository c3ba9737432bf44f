"""The Vietnamese of the letters that chase: what they are about, what is missing, and what is asked until when and through whom."""

from __future__ import annotations

from typing import Final

ABOUT_REPORTS: Final = "V/v đôn đốc gửi báo cáo kết quả thực hiện {plan}{period}"
ABOUT_MEETINGS: Final = "V/v đôn đốc thực hiện kết luận cuộc họp rà soát tình hình thực hiện {plan}"
ABOUT: Final = "V/v đôn đốc {matters} của {plan}"
MATTER_TASKS: Final = "thực hiện nhiệm vụ quá hạn"
MATTER_MEETINGS: Final = "thực hiện kết luận cuộc họp"
MATTER_ENTERPRISES: Final = "sắp xếp doanh nghiệp quá thời hạn"
MATTER_REPORTS: Final = "gửi báo cáo"
ABOUT_SILENT: Final = "V/v đôn đốc báo cáo kết quả thực hiện nhiệm vụ của {plan}"

OPENS: Final = "Thực hiện {plan}, qua theo dõi, đến {day}, {body} còn {what} như sau:"
OPENS_REPORTS: Final = "Thực hiện {plan}, đến {day}, {issuer} chưa nhận được báo cáo sau đây của {body}:"
OPENS_ALL: Final = (
    "Thực hiện {plan}, qua theo dõi, đến {day}, các cơ quan, đơn vị sau chưa hoàn thành nhiệm vụ hoặc chưa gửi báo cáo đúng hạn:"
)
OPENS_ALL_WORK: Final = "Thực hiện {plan}, qua theo dõi, đến {day}, các cơ quan, đơn vị sau chưa hoàn thành nhiệm vụ được giao đúng hạn:"
OPENS_ALL_REPORTS: Final = "Thực hiện {plan}, đến {day}, {issuer} chưa nhận được báo cáo của các cơ quan, đơn vị sau:"
OPENS_SILENT: Final = "Thực hiện {plan}, đến {day}, {issuer} chưa nhận được báo cáo kết quả thực hiện các nhiệm vụ sau:"
LATE_TASKS: Final = "{n} nhiệm vụ chưa hoàn thành, quá hạn"
LATE_MEETINGS: Final = "{n} kết luận, yêu cầu của cuộc họp chưa thực hiện xong, quá hạn"
LATE_ENTERPRISES: Final = "{n} doanh nghiệp quá thời hạn sắp xếp, chưa hoàn thành"
LATE_DUTIES: Final = "{n} báo cáo quá hạn, chưa nhận được"
ITEM: Final = "{n}. {what}: {when}."
PLACED: Final = "{name} ({place})"
REPORT: Final = "Báo cáo {period} ({what})"
LED: Final = "{body} chủ trì"
DECIDED_AT: Final = "kết luận tại {where}"
ASKED: Final = {"accelerate": "Đẩy nhanh {matter}{where}", "report_back": "Báo cáo lại về {matter}{where}"}
"""What a meeting asked for by an outcome alone."""
ASKED_AT: Final = " (yêu cầu tại {where})"
AT_MEETING: Final = "cuộc họp ngày {day}"
IN_NOTICE: Final = "Thông báo số {number}{day}"
OF_BODY: Final = "{number}. {body} ({n} nhiệm vụ)"
"""The heading over the tasks of a body."""
DUE_ON: Final = "thời hạn {day}, chậm {n} ngày"
SEND_BY: Final = "hạn gửi {day}, chậm {n} ngày"
MEMBERS: Final = "Chưa nhận được báo cáo của: {bodies}."
CAME: Final = "Đã nhận được báo cáo của: {bodies}."
BODIES_BELOW: Final = "Các cơ quan, đơn vị nêu tại bảng dưới đây"
THESE_BODIES: Final = "các cơ quan, đơn vị nêu trên"
ASKS: Final = (
    "{issuer} đề nghị {bodies} khẩn trương thực hiện các nội dung nêu trên, làm rõ nguyên nhân, trách nhiệm chậm; {to} trước {blank_day}"
)
ASKS_SILENT: Final = (
    "{issuer} đề nghị {bodies} báo cáo kết quả thực hiện các nhiệm vụ nêu trên, khó khăn, vướng mắc (nếu có); {to} trước {blank_day}"
)
THROUGH: Final = "gửi {via} để tổng hợp, báo cáo {issuer}"
DIRECT: Final = "gửi {issuer}"
