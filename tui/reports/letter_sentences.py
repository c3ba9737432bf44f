"""The Vietnamese of the letters that chase: what they are about, what is missing, and what is asked until when and through whom."""

from __future__ import annotations

from typing import Final

ABOUT_REPORTS: Final = "V/v đôn đốc gửi báo cáo kết quả thực hiện {plan}{period}"
ABOUT_TASKS: Final = "V/v đôn đốc thực hiện nhiệm vụ quá hạn của {plan}"
ABOUT_ENTERPRISES: Final = "V/v đôn đốc sắp xếp doanh nghiệp quá thời hạn của {plan}"
ABOUT_BOTH: Final = "V/v đôn đốc thực hiện nhiệm vụ quá hạn và gửi báo cáo của {plan}"
ABOUT_SILENT: Final = "V/v đôn đốc báo cáo kết quả thực hiện nhiệm vụ của {plan}"

OPENS: Final = "Thực hiện {plan}, qua theo dõi, đến {day}, {body} còn {what} như sau:"
OPENS_REPORTS: Final = "Thực hiện {plan}, đến {day}, {issuer} chưa nhận được báo cáo của {body} như sau:"
OPENS_ALL: Final = (
    "Thực hiện {plan}, qua theo dõi, đến {day}, các cơ quan, đơn vị sau chưa hoàn thành nhiệm vụ hoặc chưa gửi báo cáo đúng hạn:"
)
OPENS_ALL_REPORTS: Final = "Thực hiện {plan}, đến {day}, {issuer} chưa nhận được báo cáo của các cơ quan, đơn vị sau:"
OPENS_SILENT: Final = "Thực hiện {plan}, đến {day}, {issuer} chưa nhận được báo cáo kết quả thực hiện các nhiệm vụ sau:"
LATE_TASKS: Final = "{n} nhiệm vụ chưa hoàn thành, quá hạn"
LATE_ENTERPRISES: Final = "{n} doanh nghiệp quá thời hạn sắp xếp, chưa hoàn thành"
LATE_DUTIES: Final = "{n} báo cáo quá hạn, chưa nhận được"
ITEM: Final = "{n}. {what}: {when}."
TASK: Final = "{name} ({place})"
ENTERPRISE: Final = "Sắp xếp {name} ({place})"
REPORT: Final = "Báo cáo {period} ({place}: {what})"
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
