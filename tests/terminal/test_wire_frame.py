"""The differ alone: whatever was on a terminal and whatever shall be, what it sends makes the one out of the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyte.graphics import FG_BG_256

from tests.support.lengths import law
from tests.support.wire_terminal import Screen, Shown, meant
from tui.terminal.cells import ALONE, IN_A_RUN, PLAIN, WIDE, Cell, Cells, doubt, mended, style_of
from tui.terminal.cursor import CursorWriter, fills_with_background
from tui.terminal.frame_diff import UNKNOWN, Frame, Line
from tui.terminal.style_order import drawn_by_style

WIDTH, HEIGHT = 24, 7
CODES = ("", "1", "1;38;5;180;48;5;23", "38;5;253;48;5;233", "48;5;233", "48;5;23", "7;31", "4;38;2;1;2;3", "2;1", "3;9;44", "21", "5;8")
WORDS = (
    *("a", "Đắk Lắk", "kế hoạch", "            ", "     ", "  ", "x" * 12),
    *(
        "e\u0302\u0301",
        "Tie\u0302\u0301ng Vie\u0323\u0302t",
        "漢字",
        "カ",
        "😀",
        "👩\u200d🔧",
        "⚠\ufe0f",
        "──│",
        "…",
        "·",
        "\u200b",
        "\U000e0001",
        "a\tb\x1b",
    ),
)


def line_of(cells: Cells, parts: list[tuple[str, str]]) -> Line:
    line = [cell for text, codes in parts for cell in cells.written(text, codes)][:WIDTH]
    line += [cells.blank(0)] * (WIDTH - len(line))
    return mended(line, cells)


parts = st.lists(st.sampled_from([(word, codes) for word in WORDS for codes in CODES]), max_size=6)
pictures = st.lists(parts, min_size=HEIGHT, max_size=HEIGHT)
changes = st.one_of(
    st.tuples(st.just("lines"), st.dictionaries(st.integers(0, HEIGHT - 1), parts, max_size=4)),
    st.tuples(st.just("scroll"), st.integers(-3, 3), st.integers(0, 2), st.integers(5, HEIGHT), st.integers(8, WIDTH), parts),
    st.tuples(st.just("forget")),
)


def changed(cells: Cells, lines: list[Line], change: tuple[object, ...]) -> dict[int, Line]:
    match change:
        case ("lines", dict() as given):
            return {y: line_of(cells, parts) for y, parts in given.items()}
        case ("scroll", int() as by, int() as top, int() as bottom, int() as width, list() as fresh):
            wanted = {}
            for y in range(top, bottom):
                beside = lines[y][width:]
                moved = lines[y + by][:width] if top <= y + by < bottom else line_of(cells, fresh)[:width]
                wanted[y] = mended(moved + beside, cells)
            return wanted
    return dict(enumerate(lines))


@law(30, 1000)
@given(
    pictures,
    st.lists(st.tuples(changes, st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1)), max_size=5),
    st.booleans(),
    st.booleans(),
)
def test_the_terminal_shows_what_is_wanted(
    first: list[list[tuple[str, str]]], steps: list[tuple[tuple[object, ...], int, int]], fills: bool, returns: bool
) -> None:
    cells = Cells()
    screen = Screen(WIDTH, HEIGHT, fills=fills, returns=returns)
    frame = Frame(cells, WIDTH, HEIGHT, fills=fills)
    lines = [line_of(cells, parts) for parts in first]
    screen.feed(frame.show(dict(enumerate(lines)), (0, 0)))
    assert screen.seen() == meant(cells, lines)
    for change, x, y in steps:
        if change[0] == "forget":
            frame.forget()
            screen = Screen(WIDTH, HEIGHT, fills=fills, returns=returns)
        wanted = changed(cells, lines, change)
        lines = [wanted.get(row, line) for row, line in enumerate(lines)]
        screen.feed(frame.show(wanted, (x, y), [(0, w) for w in (WIDTH, 8, 16)]))
        assert screen.seen() == meant(cells, lines)
        assert (screen.x, screen.y, screen.style) == (x, y, PLAIN)


def shown(frame: Frame, wanted: dict[int, Line], **more: object) -> str:
    return frame.show(wanted, (0, 0), **more)  # type: ignore[arg-type]


@pytest.fixture
def cells() -> Cells:
    return Cells()


def frame_of(cells: Cells, texts: list[str], codes: str = "38;5;253;48;5;233") -> tuple[Frame, list[Line]]:
    lines = [line_of(cells, [(text.ljust(WIDTH), codes)]) for text in texts]
    frame = Frame(cells, WIDTH, len(texts), fills=True)
    shown(frame, dict(enumerate(lines)))
    return frame, lines


def test_nothing_is_sent_for_what_stays(cells: Cells) -> None:
    frame, lines = frame_of(cells, ["một", "hai", "ba"])
    assert shown(frame, dict(enumerate(lines))) == ""


def test_only_the_changed_cell_is_sent(cells: Cells) -> None:
    frame, _ = frame_of(cells, ["một hai ba"] * 3)
    sent = shown(frame, {1: line_of(cells, [("một hại ba".ljust(WIDTH), "38;5;253;48;5;233")])})
    assert sent == "\x1b[2;6H\x1b[38;5;253;48;5;233mạ\x1b[H\x1b[m"


def test_a_colour_is_sent_only_when_it_changes(cells: Cells) -> None:
    frame, _ = frame_of(cells, [""])
    sent = shown(
        frame, {0: line_of(cells, [("ab", "1;38;2;9;9;9;48;5;233"), ("cd", "38;2;9;9;9;48;5;233"), ("".ljust(20), "38;5;253;48;5;233")])}
    )
    assert sent.count("9;9;9") == 1 and sent.count("48;5;233") == 1


def test_a_colour_that_comes_back_on_many_lines_is_sent_once(cells: Cells) -> None:
    faint, row = "38;2;161;163;164;48;2;22;25;29", "38;2;228;228;228;48;2;22;25;29"
    frame, screen = Frame(cells, WIDTH, HEIGHT, fills=True), Screen(WIDTH, HEIGHT)
    screen.feed(shown(frame, {y: line_of(cells, [("x" * WIDTH, row)]) for y in range(HEIGHT)}))
    rows = {y: line_of(cells, [("? ", faint), (f"việc {y}   ", row), ("·", faint), ("".ljust(WIDTH), row)]) for y in range(HEIGHT)}
    sent = shown(frame, rows)
    screen.feed(sent)
    assert sent.count("161;163;164") == sent.count("38;5;254") == sent.count("48;2;22;25;29") == 1
    assert ["".join(cell.text for cell in line).rstrip() for line in screen.lines] == [f"? việc {y}   ·" for y in range(HEIGHT)]


def test_a_colour_with_a_number_is_sent_by_it_and_is_the_same() -> None:
    """The numbers are those of xterm, which all terminals have taken over; below 22 palettes have colours of their own."""
    for number, colour in enumerate(FG_BG_256):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        whole, short = f"38;2;{red};{green};{blue}", style_of(f"38;2;{red};{green};{blue}").ink
        if number > 21:
            assert short == f"38;5;{number}" and style_of(f"48;2;{red};{green};{blue}").ground == f"48;5;{number}"
        elif number in (16, 17, 18, 19, 20, 21):
            assert short == whole
    assert style_of("38;2;228;228;227").ink == "38;2;228;228;227"


def test_short_colours_side_by_side_are_written_from_left_to_right(cells: Cells) -> None:
    frame, _ = frame_of(cells, [""], "")
    sent = shown(frame, {0: line_of(cells, [("ab", "31"), ("cd", "32"), ("ef", "31"), ("gh", "32")])})
    assert sent == "\x1b[31mab\x1b[32mcd\x1b[31mef\x1b[32mgh\r\x1b[m"


def test_a_block_that_moved_is_moved_and_not_sent_again(cells: Cells) -> None:
    texts = [f"dòng {n} có nhiều chữ" for n in range(8)]
    frame, lines = frame_of(cells, texts)
    fresh = line_of(cells, [("dòng 8 có nhiều chữ".ljust(WIDTH), "38;5;253;48;5;233")])
    sent = shown(frame, dict(enumerate([*lines[1:], fresh])), blocks=[(0, WIDTH)])
    assert "nhiều" in sent and sent.count("dòng") == 1 and len(sent) < 80
    back = shown(frame, dict(enumerate(lines)), blocks=[(0, WIDTH)])
    assert back.count("dòng") == 1


def test_a_block_is_not_moved_when_what_stands_beside_it_costs_more(cells: Cells) -> None:
    frame = Frame(cells, WIDTH, 8, fills=True)
    beside = [f"{'abcdefgh'[n] * 16}" for n in range(8)]
    lines = [line_of(cells, [(f"dòng {n} ", ""), (beside[n], "")]) for n in range(8)]
    shown(frame, dict(enumerate(lines)))
    wanted = {n: line_of(cells, [(f"dòng {n + 1} ", ""), (beside[n], "")]) for n in range(8)}
    assert "aaa" not in shown(frame, wanted, blocks=[(0, 7)])


def test_a_terminal_that_draws_doubtful_characters_wider_is_right_again_behind_them(cells: Cells) -> None:
    line = line_of(cells, [("ab·cd…ef│gh😀ij", "")])
    screen = Screen(WIDTH, 2, wider=lambda text: text in "·…│")
    frame = Frame(cells, WIDTH, 2, fills=True)
    screen.feed(shown(frame, {0: line, 1: line}))
    for x, (text, _, bits) in enumerate(line):
        if text.isalpha() and not bits:
            assert screen.lines[0][x] == Shown(text, PLAIN)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("ế", 1, 0), ("đ", 1, 0), ("e\u0301", 1, ALONE), ("│", 1, IN_A_RUN), ("⠿", 1, 0), ("漢", 2, IN_A_RUN), ("😀", 2, ALONE),
        ("\ue000", 1, ALONE), ("→", 1, IN_A_RUN), ("a", 1, 0), ("\xa0", 1, 0),
    ],
)  # fmt: skip
def test_how_sure_a_width_is(text: str, width: int, expected: int) -> None:
    assert doubt(text, width) == expected


def test_control_characters_never_reach_the_terminal(cells: Cells) -> None:
    written = cells.written("a\x1b[2Jb\x07\r\nc\x9b", "")
    assert "".join(cell[0] for cell in written) == "a[2Jbc"


def test_a_wide_character_that_lost_its_half_becomes_a_blank(cells: Cells) -> None:
    whole: list[Cell] = cells.written("漢字", "")
    assert whole[0][2] & WIDE
    assert [cell[0] for cell in mended(whole[:3], cells)] == ["漢", "", " "]
    assert [cell[0] for cell in mended(cells.written("漢字", "")[1:], cells)] == [" ", "字", ""]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("", PLAIN),
        ("1;38;5;12;44", PLAIN._replace(ink="38;5;12", ground="44", attributes=("1",))),
        ("38;2;1;2;3;48;2;4;5;6;4", PLAIN._replace(ink="38;2;1;2;3", ground="48;2;4;5;6", attributes=("4",))),
        ("91;107", PLAIN._replace(ink="91", ground="107")),
    ],
)
def test_codes_are_read(codes: str, expected: object) -> None:
    assert style_of(codes) == expected


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "putty-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/x"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "xterm-256color", "STY": "1.pts"}, False),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
)
def test_which_terminals_erase_with_the_background_that_is_set(environ: dict[str, str], expected: bool) -> None:
    assert fills_with_background(environ) is expected


def test_a_cell_that_is_not_known_is_never_written_again_between_two_others(cells: Cells) -> None:
    frame, lines = frame_of(cells, ["một hai ba bốn", "năm"], codes="")
    assert frame.lines is not None
    frame.lines[1] = [UNKNOWN] * WIDTH
    wanted = frame.lines[1].copy()
    wanted[2], wanted[4] = cells.written("xy", "")
    sent = shown(frame, {0: lines[0], 1: wanted})
    assert sent == "\x1b[2;3Hx\x1b[Cy\x1b[H"


@pytest.mark.parametrize("first", [0, 1], ids=["another ground before", "the part's ground before"])
def test_by_colour_a_part_of_a_line_is_made_blank_after_the_whole_of_it(first: int) -> None:
    cells = Cells()
    whole, part = cells.written(" ", "48;5;233")[0], cells.written(" ", "48;5;23")[0]
    before = CursorWriter(cells.styles, WIDTH, style=(whole, part)[first][1])
    given = before.fork()
    given.erase(2, 1, whole, WIDTH - 2)
    given.erase(18, 1, part, WIDTH - 18)
    given.erase(0, 2, part, 4)
    order = [(x, y) for x, y, _, _ in drawn_by_style(before, given.done).done]
    assert order.index((2, 1)) < order.index((18, 1)) and sorted(order) == [(0, 2), (2, 1), (18, 1)]
