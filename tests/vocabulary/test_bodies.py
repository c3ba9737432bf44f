"""Bodies by whatever they are called: in full, short, in usual forms, in lists; on the day the one that exists."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.checks import read_plan
from tui.model.plan import Plan
from tui.vocabulary.bodies import Bodies, ids_of
from tui.vocabulary.body_kinds import kind_of_body
from tui.vocabulary.body_lists import segments
from tui.vocabulary.body_roles import LEAD, PARTNER
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure

DAY = dt.date(2024, 6, 1)


def plan() -> Plan:
    """A province's plan with bodies before and after a reorganisation."""
    until, since = {"until": dt.date(2025, 2, 28)}, {"from": dt.date(2025, 3, 1)}
    agencies = {
        "vp": {"name": "Văn phòng Ủy ban nhân dân tỉnh Hoa Ban", "short": "VP UBND tỉnh"},
        "khdt": {"name": "Sở Kế hoạch và Đầu tư", "short": "Sở KH&ĐT", "successors": ["tc-2"], **until},
        "tc": {"name": "Sở Tài chính", "short": "Sở TC", "successors": ["tc-2"], **until},
        "tc-2": {"name": "Sở Tài chính", "short": "Sở TC (từ 2025)", **since},
        "nn": {"name": "Sở Nông nghiệp và Phát triển nông thôn", "short": "Sở NN&PTNT", "successors": ["nnmt"], **until},
        "nnmt": {"name": "Sở Nông nghiệp và Môi trường", "short": "Sở NN&MT", **since},
        "ld": {"name": "Sở Lao động - Thương binh và Xã hội", "short": "Sở LĐ-TB&XH"},
        "vh": {"name": "Sở Văn hóa, Thể thao và Du lịch", "short": "Sở VH,TT&DL"},
        "yt": {"name": "Sở Y tế"},
        "huyen": {"name": "UBND các huyện, thành phố", "short": "UBND huyện, TP"},
        "nganh": {"name": "Các sở, ban, ngành của tỉnh", "short": "Các sở, ngành"},
        "dp": {"name": "Các địa phương"},
        "nhnn": {"name": "Ngân hàng Nhà nước chi nhánh tỉnh Hoa Ban", "short": "NHNN tỉnh"},
    }
    read, problems = read_plan(
        {
            "format": 2,
            "plan": {"title": "Kế hoạch", "place": "Hoa Ban", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
            "agencies": {id: {"kind": "department", **fields} for id, fields in agencies.items()},
        }
    )
    assert [problem for problem in problems if not problem.warning] == []
    return read


PLAN = plan()
BODIES = Bodies(PLAN, DAY)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Sở Kế hoạch và Đầu tư", "khdt"),
        ("sở kế hoạch & đầu tư", "khdt"),
        ("Sở KHĐT", "khdt"),
        ("Sở KH-ĐT tỉnh Hoa Ban", "khdt"),
        ("Sở NN và PTNT", "nn"),
        ("Sở Nông nghiệp và PTNT", "nn"),
        ("Sở Nông nghiệp Phát triển nông thôn", "nn"),
        ("Sở LĐTBXH", "ld"),
        ("Sở Lao động – Thương binh và Xã hội", "ld"),
        ("Sở Văn hoá, Thể thao và Du lịch", "vh"),
        ("Sở VHTTDL", "vh"),
        ("VP. UBND", "vp"),
        ("Văn phòng UBND tỉnh", "vp"),
        ("Ủy ban nhân dân các huyện, thành phố", "huyen"),
        ("các sở, ban, ngành", "nganh"),
        ("so y te", "yt"),
        ("Ngân hàng Nhà nước chi nhánh tỉnh", "nhnn"),
        ("khdt", "khdt"),
    ],
)
def test_a_body_is_known_by_its_usual_forms(text: str, id: str) -> None:
    assert BODIES.read(text) == Read(id)


def test_a_name_means_the_body_of_the_day() -> None:
    assert BODIES.read("Sở Tài chính") == Read("tc")
    later = Bodies(PLAN, dt.date(2025, 6, 1))
    assert later.read("Sở Tài chính") == later.read("Sở TC") == Read("tc-2")
    assert later.read("Sở Kế hoạch và Đầu tư") == Read("khdt")  # nobody else is called so


def test_the_beginning_of_a_name_is_asked() -> None:
    assert BODIES.read("Sở NN") == Unsure(("nn", "nnmt"))


@pytest.mark.parametrize("text", ["", "–", "Bộ Tài chính", "Sở Y", "Y tế", "Sở Tài chính Kế hoạch"])
def test_nobody_else_is_meant(text: str) -> None:
    assert not isinstance(BODIES.read(text), Read)


@pytest.mark.parametrize(
    ("text", "leads", "partners"),
    [
        ("Sở Tài chính, Sở Văn hóa, Thể thao và Du lịch và Sở Y tế", ("tc", "vh", "yt"), ()),
        ("Sở Tài chính (chủ trì), Sở Y tế", ("tc",), ("yt",)),
        ("Sở Y tế; Sở TC", ("yt", "tc"), ()),
        ("- Sở Y tế\n- Sở TC", ("yt", "tc"), ()),
        ("Chủ trì: Sở Y tế; phối hợp: Sở Tài chính, các sở, ngành", ("yt",), ("tc", "nganh")),
        ("Các sở, ban, ngành của tỉnh và UBND các huyện, thành phố", ("nganh", "huyen"), ()),
        ("Sở Y tế chủ trì, Sở TC phối hợp", ("yt",), ("tc",)),
    ],
)
def test_lists(text: str, leads: tuple[str, ...], partners: tuple[str, ...]) -> None:
    assert ids_of(BODIES.read_list(text)) == (leads, partners)


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("Sở Y tế hoặc Sở TC", ["Sở Y tế hoặc Sở TC"] * 2),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế hoặc Sở TC", ["", *["Sở Y tế hoặc Sở TC"] * 2]),
        ("Sở Y tế, hoặc đơn vị được giao", ["Sở Y tế hoặc đơn vị được giao"] * 2),
        ("Sở Y tế và/hoặc Sở TC", ["Sở Y tế hoặc Sở TC"] * 2),
        ("Sở Y tế, Sở TC", ["", ""]),
    ],
)
def test_of_one_body_or_another_it_is_said_that_nobody_knows_which(text: str, either: list[str]) -> None:
    found = BODIES.read_list(text)
    assert [body.either for body in found] == either
    assert (ids_of(found) is None) is any(either), "neither leads unasked"


FRONT = ("UBMTTQ tỉnh", "Ủy ban MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc tỉnh", "UB MTTQ tỉnh", "Ủy ban MTTQ Việt Nam tỉnh")


@pytest.mark.parametrize("known", FRONT)
def test_a_body_is_one_however_much_of_its_name_is_shortened(known: str) -> None:
    only = Bodies(Plan(tables={**Plan().tables, "agencies": {"mt": {"name": known, "kind": "union"}}}), DAY)
    assert [text for text in FRONT if only.read(text) != Read("mt")] == []
    assert not isinstance(only.read("UBND tỉnh"), Read) and not isinstance(only.read("Ủy ban MTTQ huyện"), Read), "nor one of another level"


def test_an_unknown_body_in_a_list_stands_alone() -> None:
    found = BODIES.read_list("Bộ Công an, Sở Y tế và Bộ Thông tin và Truyền thông (phối hợp)")
    assert [(body.text, isinstance(body.outcome, NotUnderstood), body.role) for body in found] == [
        ("Bộ Công an", True, None),
        ("Sở Y tế", False, None),
        ("Bộ Thông tin và Truyền thông", True, PARTNER),
    ]
    assert ids_of(found) is None
    assert LEAD not in {body.role for body in found}


def test_names_nobody_knows_yet_are_parted_before_the_next_begins() -> None:
    assert segments("Bộ Khoa học và Công nghệ, Viện Hàn lâm Khoa học và Công nghệ và các bộ, ngành, địa phương") == [
        "Bộ Khoa học và Công nghệ",
        "Viện Hàn lâm Khoa học và Công nghệ",
        "các bộ, ngành, địa phương",
    ]


def test_a_plan_without_bodies_reads_none() -> None:
    assert isinstance(Bodies(Plan(), DAY).read("Sở Y tế"), NotUnderstood)
    assert [body.text for body in Bodies(Plan(), DAY).read_list("Sở Y tế, Sở Tài chính")] == ["Sở Y tế", "Sở Tài chính"]


@given(
    st.lists(st.sampled_from(sorted(set(PLAN.tables["agencies"]) - {"tc-2"})), min_size=1, max_size=5, unique=True),
    st.sampled_from([", ", "; ", "\n"]),
)
def test_names_that_are_printed_are_read_as_the_same(ids: list[str], between: str) -> None:
    text = between.join(str(PLAN.tables["agencies"][id]["name"]) for id in ids)
    assert ids_of(BODIES.read_list(text)) == (tuple(ids), ())


def test_a_comma_that_was_left_out_parts_two_words_for_many_bodies() -> None:
    assert ids_of(BODIES.read_list("Sở Y tế và các sở, ngành địa phương")) == (("yt", "nganh", "dp"), ())
    assert [body.text for body in BODIES.read_list("các cơ quan, tổ chức địa phương")] == ["các cơ quan, tổ chức địa phương"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sở Y tế\nSở TC", ("yt", "tc")),
        ("Sở Kế hoạch và\nĐầu tư", ("khdt",)),
        ("Sở Y tế,\nSở Lao động - Thương binh\nvà Xã hội", ("yt", "ld")),
        ("- Sở Y tế\n- các sở, ngành", ("yt", "nganh")),
    ],
)
def test_a_name_broken_over_lines_is_one_and_names_on_lines_are_several(text: str, ids: tuple[str, ...]) -> None:
    assert ids_of(BODIES.read_list(text)) == (ids, ())


def test_some_of_many_go_on_with_the_name_before_them() -> None:
    assert segments("Các thành phố trực thuộc Trung ương và một số tỉnh đủ điều kiện, Bộ Xây dựng") == [
        "Các thành phố trực thuộc Trung ương và một số tỉnh đủ điều kiện",
        "Bộ Xây dựng",
    ]


def test_to_the_letter_related_departments_are_others_than_all() -> None:
    strict = Bodies(PLAN, DAY, to_the_letter=True)
    assert BODIES.read("Các sở, ngành liên quan") == strict.read("các sở ngành") == Read("nganh")
    assert isinstance(strict.read("Các sở, ngành liên quan"), NotUnderstood)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ngân hàng Nhà nước chi nhánh tỉnh Hoa Ban", "central_branch"),
        ("Chi nhánh Ngân hàng Nhà nước tỉnh", "central_branch"),
        ("Ngân hàng Nhà nước Khu vực 5", "central_branch"),
        ("Ngân hàng Nhà nước Việt Nam", "ministry"),
        ("Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "central_branch"),
        ("Bộ Nội vụ", "ministry"),
        ("Bảo hiểm xã hội Việt Nam", "agency"),
        ("Bảo hiểm xã hội tỉnh", "central_branch"),
        ("Một số tỉnh đủ điều kiện", "collective"),
        ("Tập đoàn", "collective"),
        ("Tập đoàn Điện lực Việt Nam", "company"),
        ("Ngân hàng Chính sách xã hội chi nhánh tỉnh", "bank"),
        ("Hoa Ban", "other"),
    ],
)
def test_the_kind_of_a_body_is_told_by_its_name(name: str, kind: str) -> None:
    assert kind_of_body(name) == kind


def test_a_body_whose_name_has_no_letter_stops_nobody() -> None:
    odd = attrs.evolve(PLAN, tables={**PLAN.tables, "agencies": {**PLAN.tables["agencies"], "q": {"name": '"'}}})
    told = Bodies(odd, DAY).read_list("Sở Nội vụ; Sở Tư pháp và Văn phòng UBND tỉnh")
    assert [body.text for body in told] == ["Sở Nội vụ", "Sở Tư pháp", "Văn phòng UBND tỉnh"]


def levels_plan() -> Plan:
    names = {
        "tinh": "Ủy ban nhân dân tỉnh",
        "xa": "UBND các xã, phường",
        "cap-xa": "UBND cấp xã",
        "vp": "Văn phòng UBND tỉnh",
        "tc": "Sở Tài chính",
    }
    return attrs.evolve(PLAN, tables={**PLAN.tables, "agencies": {id: {"name": name, "kind": "other"} for id, name in names.items()}})


LEVELS = Bodies(levels_plan(), DAY)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "UBND các xã",
            "UBND xã",
            "UBND phường",
            "UBND các phường",
            "UBND huyện",
            "UBND các huyện",
            "UBND thành phố",
            "UBND thị xã",
            "UBND quận",
        ),
        *("Uỷ ban nhân dân các xã", "UBND", "Ủy ban nhân dân", "UBND cấp huyện", "UBND các cấp", "Văn phòng UBND xã", "Chủ tịch UBND xã"),
    ],
)
def test_a_body_of_another_level_or_of_none_is_never_taken_for_one_of_the_plan(text: str) -> None:
    assert not isinstance(LEVELS.read(text), Read)


def test_the_same_level_in_other_words_is_the_same_body() -> None:
    told = {
        "UBND tỉnh": "tinh",
        "Uỷ ban nhân dân tỉnh Hoa Ban": "tinh",
        "UBND cấp xã": "cap-xa",
        "VP UBND": "vp",
        "Sở Tài chính tỉnh": "tc",
    }
    assert {text: LEVELS.read(text) for text in told} == {text: Read(id) for text, id in told.items()}


@pytest.mark.parametrize(
    "said", ["cơ quan thường trực", "là cơ quan thường trực", "chủ trì", "đầu mối", "cơ quan thường trực Ban Chỉ đạo", "tổng hợp"]
)
def test_what_a_body_does_stands_in_brackets_behind_its_name(said: str) -> None:
    [one, other] = BODIES.read_list(f"Sở Y tế ({said}); Sở Văn hóa, Thể thao và Du lịch")
    assert (one.text, one.outcome, other.outcome) == ("Sở Y tế", Read("yt"), Read("vh"))


def test_two_letters_behind_a_name_are_a_part_of_it() -> None:
    assert [(body.text, body.role) for body in BODIES.read_list("Sở CT; Sở Y tế (CT)")] == [("Sở CT", None), ("Sở Y tế", LEAD)]


def test_a_body_whose_name_holds_those_of_others_is_one() -> None:
    assert segments("Văn phòng HĐND và UBND thành phố, Sở Y tế") == ["Văn phòng HĐND và UBND thành phố", "Sở Y tế"]
    assert segments("VP. HĐND và UBND; ") == ["VP. HĐND và UBND; "]
    assert segments("Văn phòng HĐND, Sở Y tế và UBND tỉnh") == ["Văn phòng HĐND", "Sở Y tế", "UBND tỉnh"]


def test_the_head_of_a_name_may_be_its_first_letter() -> None:
    agencies = {"nv": {"name": "Phòng Nội vụ"}, "kt": {"name": "Phòng Kinh tế, Hạ tầng và Đô thị"}, "p": {"name": "Phường Nội Vụ"}}
    bodies = Bodies(attrs.evolve(Plan(), tables={**Plan().tables, "agencies": agencies}), dt.date(2026, 1, 1))
    assert bodies.read("P. KTHTĐT") == Read("kt") and bodies.read("P.Kinh tế, Hạ tầng và Đô thị") == Read("kt")
    agencies["a"] = {"name": "A"}
    assert isinstance(Bodies(bodies.plan, bodies.day).read("An"), NotUnderstood)
    assert isinstance(bodies.read("P. Nội vụ"), Unsure) and isinstance(bodies.read("X. Kinh tế, Hạ tầng và Đô thị"), NotUnderstood)
