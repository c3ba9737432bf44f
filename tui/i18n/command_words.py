"""What people type to find a command: by the id of the action, the words of offices and of other programs, in both languages.

Parted by ``;``. Title, help, group and keys of an action are searched as well, so only what they do not say stands here. They are
looked for and never shown, so they are no sentences of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, str]] = {
    # moving
    "overview": (
        "tóm tắt; tình hình chung; bảng điều khiển; dashboard; summary; đang chậm gì; home; trang chủ; quá hạn; trễ hạn; "
        "sắp đến hạn; đến hạn; chậm tiến độ; việc chậm; ai chậm; còn nợ; màn hình chính; trang đầu; overdue; late; "
        "due soon"
    ),
    "tab_targets": "chỉ tiêu; indicators; mục tiêu; kpi",
    "tab_sectors": "định hướng; ngành; sectors; directions",
    "tab_enterprises": "doanh nghiệp; dnnn; cổ phần hóa; thoái vốn; soe; enterprises",
    "tab_tasks": "nhiệm vụ; công việc; việc; tasks; to do",
    "panel": "biểu đồ; đồ thị; chart; chi tiết; details; graph; khung; xem biểu đồ",
    "panel_table": "số liệu biểu đồ; bảng của biểu đồ; chart data; numbers",
    "panel_shown": "ẩn khung; hiện khung; sidebar; toggle panel",
    "back_out": "thoát ra; đóng; esc; close; cancel; hủy",
    # finding
    "filter": "tìm; tìm kiếm; lọc; search; find; grep; bỏ lọc; xóa lọc; tìm nhiệm vụ; tìm chữ",
    "next_match": "tìm tiếp; find next",
    "sort": "xếp; sắp thứ tự; order; tăng dần; giảm dần",
    "go_to": "liên kết; dẫn chiếu; references; links; liên quan",
    "go_back": "trở lại; về trước; back",
    "registers": "danh sách; cơ quan; văn bản; nguồn số liệu; căn cứ; cuộc họp đã họp; địa bàn; agencies; documents; sources; lists",
    "problems": "kiểm tra; kiểm tra lỗi; check; validate; errors; lỗi; sai sót; rà soát số liệu; lint",
    "group": "nhóm; gộp; phân nhóm; theo cơ quan; group by; pivot",
    "fold": "gập; thu lại; mở ra; fold; collapse",
    "fold_all": "gập hết; thu gọn hết; collapse all; expand all",
    "values": "thống kê; đếm; tần suất; giá trị khác nhau; frequency; distinct; count; lọc theo cột; lọc theo giá trị",
    "columns": "cột; ẩn cột; hiện cột; thêm cột; bớt cột; độ rộng cột; columns; hide column",
    "sums": "cộng; tổng; trung bình; bình quân; sum; average; mean; min; max; total; tổng số; tổng cộng; cộng dồn; cộng lại",
    "jump_to": "đi đến; tìm mục; nhảy đến; đến chỉ tiêu; jump; go to anything; fuzzy; tìm chỉ tiêu; tìm cơ quan; tìm văn bản",
    # editing
    "edit_cell": "chỉnh sửa; nhập số liệu; cập nhật; edit; change; nhập liệu",
    "edit_record": "biểu mẫu; form; mẫu nhập; sửa đầy đủ",
    "add": "tạo mới; thêm mới; thêm nhiệm vụ; thêm chỉ tiêu; new record; create; insert",
    "delete": "xoá; gỡ bỏ; remove; delete; bỏ dòng; xóa dòng; xóa nhiệm vụ; xóa chỉ tiêu",
    "mark": "chọn dòng; select; tick",
    "mark_shown": "chọn tất cả; select all",
    "undo": "hoàn lại; trở về như cũ; bỏ thay đổi; undo; ctrl z",
    "redo": "làm lại; redo; ctrl y",
    "paste": "dán; chép từ excel; paste; clipboard",
    "reassign": "chuyển giao; thay cơ quan; bàn giao; transfer; chuyển nhiệm vụ; đổi cơ quan chủ trì; đổi chủ trì; giao lại; đổi đầu mối",
    "reorganise": "sáp nhập; hợp nhất; giải thể; đổi tên cơ quan; tổ chức lại; sắp xếp cơ quan; reorganisation; merger; successor",
    "hand_in": "đã nộp báo cáo; nộp báo cáo; đánh dấu đã gửi; reported",
    "extend": "gia hạn; lùi hạn; dời hạn; kéo dài thời hạn; đổi thời hạn; xin lùi; extend; extension; postpone",
    "log_entry": "nhật ký; ghi kết quả; cập nhật tiến độ; báo cáo tiến độ nhiệm vụ; progress; log entry; diary",
    "replace_text": "thay thế; tìm và thay; thay chữ; replace; find and replace",
    "edit_outside": "trình soạn thảo; mở tệp gốc; vim; nano; editor; toml; text editor",
    # looking
    "inspect": "xem đầy đủ; xem hết; whole text; read",
    "why": "giải thích; vì sao; tại sao; căn cứ đánh giá; explain; verdict",
    "needed": "cần đạt; phải đạt bao nhiêu; giả định; kịch bản; what if; scenario; forecast; dự báo",
    "chart": "phóng to; vẽ biểu đồ; toàn màn hình; trình chiếu; full screen; zoom",
    "two_days": "so với năm trước; so với kỳ trước; so sánh hai ngày; hai thời điểm; cùng kỳ; compare days",
    "two_plans": "so từng chỉ tiêu; đặt hai kế hoạch cạnh nhau; compare plans",
    "as_of": "ngày; tính đến ngày; đổi ngày; hôm nay; thời điểm; date; today; as of",
    "copy_cell": "sao chép; chép; copy; clipboard",
    "copy_rows": "chép dòng; copy rows",
    "export": "xuất; xuất excel; xuất bảng; excel; csv; markdown; tải về; export; download; xuất dữ liệu",
    "history": "ai sửa; sửa khi nào; history; blame; lịch sử; phiên bản cũ",
    "plan_history": "lịch sử; nhật ký; nhật ký thay đổi; các lần lưu; log; versions; changes; khôi phục; audit",
    "theme": "màu; giao diện; tối; sáng; tương phản; dark; light; colour; color; theme; nền tối; nền sáng; màu sắc; đổi màu; màu nền",
    "redraw": "vẽ lại; màn hình lỗi; làm mới màn hình; refresh; redraw",
    # meetings
    "review": "họp; họp giao ban; cuộc họp; chương trình họp; meeting; agenda; rà soát; mở cuộc họp; vào họp; giao ban",
    "follow": "theo dõi người chủ trì; máy chiếu; follow; projector",
    "who_reported": (
        "ai chưa báo cáo; ai đã báo cáo; cơ quan chưa báo cáo; chưa nộp báo cáo; who has not reported; silent; "
        "chậm báo cáo; cơ quan chậm báo cáo; chưa gửi báo cáo; ai chưa nộp; chưa nộp"
    ),
    "items_of_body": "nội dung của cơ quan; việc của cơ quan; body's items",
    "edit_meeting": "dời ngày họp; đổi ngày họp; người chủ trì; thư ký; postpone; chair",
    "close_meeting": "kết thúc họp; bế mạc; close",
    "meeting_papers": "thông báo; biên bản; kết luận",
    # the plan
    "save": "ghi; lưu; save; lưu lại; ghi tệp",
    "save_with_reason": "lý do; lưu có lý do; commit; ghi chú lần lưu",
    "save_copy": "sao lưu; lưu thành; lưu tên khác; save as; backup; bản sao",
    "reload": "tải lại; cập nhật; làm mới; refresh; reload; pull",
    "sync": "đồng bộ; gửi lên máy chủ; lấy về; máy chủ; sync; push; pull; git; server; fetch; gửi và nhận",
    "who": "ai đang dùng; người dùng khác; cùng làm việc; who; users; collaborators",
    "proposals": "đề xuất; số liệu cơ quan gửi; tiếp nhận; phê duyệt; gửi đề xuất; propose; hand in; inbox",
    "import_file": (
        "nhập; nhập excel; nhập từ word; đọc tệp; đọc văn bản; tiếp nhận biểu; import; read; load; open excel; "
        "nhập dữ liệu; tải lên; lấy từ excel; nạp số liệu"
    ),
    "begin": "bắt đầu; tạo kế hoạch từng bước; begin; wizard; khởi tạo",
    "edit_plan": "cài đặt; thiết lập; cấu hình; settings; ngưỡng; tiêu đề; config; options; preferences; thông tin kế hoạch; header",
    "new_plan": "kế hoạch mới; tạo kế hoạch; lập kế hoạch; new; tạo mới; tệp mới; new file",
    "next_term": "kỳ sau; giai đoạn sau; kỳ tới; nhiệm kỳ mới; 2026-2030; next term; renew; chuyển kỳ",
    "open_plan": "mở; mở tệp; mở kế hoạch; mở tệp khác; đổi kế hoạch; open; open file; switch",
    "compare_plans": "so sánh; đối chiếu; khác nhau; so sánh hai kế hoạch; diff; compare; merge",
    "calendar": "lịch; ngày nghỉ; ngày lễ; nghỉ lễ; tết; ngày làm việc; holidays; calendar; working days",
    "list_duties": (
        "lịch; trách nhiệm; chế độ báo cáo; thời hạn gửi báo cáo; lịch báo cáo; duties; reporting; calendar; deadlines; "
        "hạn báo cáo; hạn gửi báo cáo"
    ),
    # papers and files
    "paper": ("báo cáo; văn bản; word; docx; in; in ấn; soạn văn bản; print; report; tài liệu; mẫu văn bản; pdf; xuất word; in ra giấy"),
    "paper_yearly": "báo cáo năm; báo cáo hằng năm; báo cáo hàng năm; báo cáo tổng hợp; báo cáo kết quả; word; docx; annual report; yearly",
    "paper_half_year": "báo cáo 6 tháng; báo cáo sáu tháng; báo cáo giữa năm; 6 tháng đầu năm; half-year report",
    "paper_nine_months": "báo cáo 9 tháng; báo cáo chín tháng; 9 tháng đầu năm; nine months report",
    "paper_letter": "một công văn chung; công văn có bảng; công văn chung; one letter",
    "paper_reminder": "công văn nhiệm vụ chưa báo cáo; đôn đốc báo cáo nhiệm vụ; chưa báo cáo nhiệm vụ; reminder about tasks",
    "paper_letters": "thư; công văn; đôn đốc; thư nhắc; nhắc; nhắc việc; công văn đôn đốc; giục; letters; reminder; chậm báo cáo; giấy mời",
    "paper_notice": "thông báo; thông báo kết luận; kết luận cuộc họp; notice; conclusions",
    "paper_minutes": "biên bản; biên bản họp; minutes; in biên bản",
    "annexes": "phụ lục; xuất excel; excel; bảng biểu; phụ lục excel; annex; xlsx; workbook; biểu tổng hợp",
    "body_form": "biểu; biểu mẫu; biểu báo cáo; mẫu biểu; gửi biểu; phiếu; form; template; biểu cho sở; biểu cơ quan",
    "due_calendar": "ics; lịch hạn; xuất lịch; lịch đến hạn; lịch outlook; google calendar; outlook; calendar file; due days",
    "blank_workbook": "mẫu trống; biểu trống; mẫu nhập; template; blank; excel mẫu",
    "agenda_text": "chương trình họp; nội dung họp; giấy mời; agenda; in chương trình; invitation",
    "status_text": "tình hình; tóm tắt; in tình hình; status; summary; báo cáo nhanh",
    # the program
    "language": "ngôn ngữ; tiếng việt; tiếng anh; english; vietnamese; đổi ngôn ngữ; language",
    "mouse": "chuột; tắt chuột; bật chuột; bôi đen; mouse; click",
    "tour": "giới thiệu; hướng dẫn; bắt đầu sử dụng; làm quen; tour; introduction; getting started; tutorial",
    "about": "phiên bản; thông tin chương trình; version; about; ở đâu; cấu hình",
    "palette": "lệnh; tất cả lệnh; menu; commands; palette",
    "help": "trợ giúp; giúp; giúp đỡ; phím; phím tắt; hướng dẫn; cách dùng; help; keys; shortcuts; manual; guide; hướng dẫn sử dụng",
    "suspend": "tạm dừng; về dòng lệnh; shell; suspend",
    "quit": "thoát; đóng; kết thúc; exit; quit; bye; tắt",
}

ALIKE: Final = (
    ("quá hạn", "trễ hạn", "chậm tiến độ", "bị chậm", "chậm trễ", "chậm"),
    ("cơ quan", "đơn vị", "sở ngành", "ban ngành"),
    ("nhiệm vụ", "công việc", "đầu việc", "việc"),
    ("chủ trì", "đầu mối", "phụ trách"),
    ("xóa", "bỏ", "gỡ", "hủy bỏ"),
    ("đổi", "thay", "chuyển", "thay đổi"),
    ("in", "xuất", "lập", "soạn"),
    ("thêm", "tạo", "tạo mới", "thêm mới"),
    ("nhập", "nạp", "lấy"),
    ("gửi", "nộp"),
    ("sửa", "cập nhật", "chỉnh sửa"),
    ("báo cáo", "văn bản"),
)
"""Words an office uses one for the other: a text is looked for with each of them."""
