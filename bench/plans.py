"""Plans of any size, to measure with: the shipped plan with made-up tasks and indicators in the place of its tasks.

Everything the shipped plan has beside its tasks is kept as it stands. What is made up says so in its name
("Nhiệm vụ thử số 17"); its references hold, ``kehoach check`` finds nothing wrong with it, and the layout is the product's own.

    python -m bench.plans --tasks 100000 FILE
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).parent.parent / "data" / "plan.toml"

_WIDTH: Final = 100
"""Characters of the longest line a list of ids may fill, as ``tui.store.toml.values`` has it."""

_TOPICS: Final = (
    "Rà soát quy hoạch và bố trí vốn đầu tư công",
    "Đẩy mạnh chuyển đổi số trong quản lý",
    "Cải thiện môi trường đầu tư, kinh doanh",
    "Phát triển hạ tầng khu, cụm công nghiệp",
    "Hỗ trợ hợp tác xã, doanh nghiệp nhỏ và vừa",
    "Đào tạo nghề gắn với giải quyết việc làm",
    "Bảo vệ rừng, trồng rừng gỗ lớn",
    "Xây dựng nông thôn mới nâng cao",
    "Thanh tra, kiểm tra việc sử dụng ngân sách",
    "Phát triển du lịch cộng đồng, sản phẩm OCOP",
)
_NOTES: Final = (
    "Chờ ý kiến bằng văn bản của các sở, ngành.",
    "Đã chuyển hồ sơ sang kỳ họp sau.",
    "Số liệu do đơn vị chủ trì báo cáo, chưa đối chiếu.",
)
_REPORTS: Final = ("Đã gửi dự thảo lấy ý kiến", "Báo cáo tiến độ quý", "Họp thống nhất phương án", "Trình Ủy ban nhân dân tỉnh")
_STATUSES: Final = ("unreported",) * 3 + ("in_progress",) * 4 + ("done",) * 2 + ("blocked",)
_MEASURES: Final = (("Số công trình thử", "công trình"), ("Sản lượng thử", "tấn"), ("Số hộ thử", "hộ"), ("Giá trị thử", "tỷ đồng"))


def write_plan(path: Path, *, tasks: int, indicators: int | None = None, seed: int = 0) -> None:
    """Write a plan with as many tasks, and indicators in the shipped plan's proportion where none are asked for.

    The shipped indicators stay, so ``indicators`` counts those that are added. The same arguments give the same bytes.
    100,000 tasks take a second or two, about 450 bytes each with their share of the indicators. Raises OSError.
    """
    kept = _without_tasks(SHIPPED.read_text(encoding="utf-8"))
    shipped = tomllib.loads(kept)
    count = len(shipped["indicators"])
    added = indicators if indicators is not None else max(0, tasks * count // 118 - count)
    chance = random.Random(seed)
    head, indicators_end, rest = kept.partition("# Nguồn của các số liệu công bố")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(head)
        names = []
        for name, text in _indicators(shipped, added, chance):
            names.append(name)
            file.write(text)
        file.write(f"{indicators_end}{rest}")
        file.writelines(_tasks(shipped, names or list(shipped["indicators"]), tasks, chance))


def _without_tasks(text: str) -> str:
    """The shipped plan up to its first task, under a title that tells it is none that holds."""
    start = text.index("\n[tasks.")
    end = text.rindex("\n\n", 0, start) + 1  # the comments above the first task go too
    title = tomllib.loads(text)["plan"]
    kept = text[:end].replace(f'"{title["title"]}"', '"Kế hoạch thử do máy sinh ra để đo tốc độ, không có thật"', 1)
    return kept.replace(f'"{title["short_title"]}"', '"Kế hoạch thử để đo tốc độ"', 1)


def _indicators(shipped: dict[str, Any], many: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """(id, text) of each indicator with four figures; every tenth is a part of the one before it."""
    goals, agencies, sources = list(shipped["goals"]), list(shipped["agencies"]), list(shipped["sources"])
    whole = 0.0
    for number in range(1, many + 1):
        part = number % 10 == 0
        start = round(whole * 0.4) if part else chance.randint(500, 5000)
        whole = start
        name, unit = _MEASURES[(number - part) % len(_MEASURES)]
        lines = [
            f"[indicators.thu-{number}]",
            f'goal = "{goals[number % len(goals)]}"',
            f'name = "{name} số {number}"',
            f'unit = "{unit}"',
            'kind = "end_level"',
            'op = ">="',
            f"target = {start + start // 4}",
            "year = 2025",
            *([f'parent = "thu-{number - 1}"'] if part else []),
            f'agency = "{agencies[number % len(agencies)]}"',
            "values = [",
        ]
        for year in range(2020, 2024):
            value = start + (year - 2020) * (start // 20)
            lines.append(
                f'    {{ year = {year}, value = {value}, vintage = "official", source = "{sources[(number + year) % len(sources)]}" }},'
            )
        yield f"thu-{number}", "\n".join((*lines, "]", "", ""))


def _tasks(shipped: dict[str, Any], indicators: Sequence[str], many: int, chance: random.Random) -> Iterator[str]:
    """The text of each task, a blank line before it."""
    agencies, sections, documents = list(shipped["agencies"]), list(shipped["sections"]), list(shipped["documents"])
    directions = list(shipped["directions"])
    first = dt.date(2021, 1, 1)
    for number in range(1, many + 1):
        section = sections[number % len(sections)]
        order = (number - 1) // len(sections) + 1
        bodies = chance.sample(agencies, chance.choice((1, 2, 2, 3, 4)))
        leads = 2 if len(bodies) == 4 else 1
        day = first + dt.timedelta(days=chance.randrange(1800))
        status = _STATUSES[chance.randrange(len(_STATUSES))]
        dated = number % 3 == 0
        lines = [
            f"\n[tasks.{section}-{number}]",
            f'section = "{section}"',
            f"order = {order}",
            f'summary = "Nhiệm vụ thử số {number}: {_TOPICS[chance.randrange(len(_TOPICS))]}"',
            _list("leads", bodies[:leads]),
        ]
        if len(bodies) > leads:
            lines.append(_list("partners", bodies[leads:]))
        if number % 4 == 0:
            lines.append(_list("documents", [documents[number % len(documents)]]))
        if number % 8 == 0:
            lines.append(_list("indicators", [indicators[number % len(indicators)]]))
        if number % 5 == 0:
            lines.append(_list("directions", [directions[number % len(directions)]]))
        if dated:
            lines += ('mode = "dated"', f"due = {day}")
        elif number % 3 == 1:
            lines += ('mode = "periodic"', 'every = "quarter"')
        else:
            lines.append('mode = "standing"')
        lines.append(f'status = "{status}"')
        if status == "done":
            lines.append(f"done_on = {max(first, day + dt.timedelta(days=chance.randrange(-40, 40)))}")
        elif status == "in_progress" and number % 2:
            lines.append(f"progress = {chance.randrange(5, 100, 5)}")
        if number % 12 == 0:
            lines.append("log = [")
            entries = chance.randrange(1, 3)
            for entry in range(1, entries + 1):
                on, said = day + dt.timedelta(days=30 * (entry - 1)), _REPORTS[chance.randrange(len(_REPORTS))]
                told = status if entry == entries else "in_progress"  # a log ends in the status of its task
                lines.append(f'    {{ on = {on}, by = "{bodies[0]}", text = "{said}", status = "{told}" }},')
            lines.append("]")
        lines.append(f'locator = "thử#{number}"')
        if number % 15 == 0:
            lines.append(f'note = "{_NOTES[number % len(_NOTES)]}"')
        yield "\n".join((*lines, ""))


def _list(key: str, ids: Sequence[str]) -> str:
    """A list of ids on one line, or one a line where that would be too long."""
    line = f"{key} = [" + ", ".join(f'"{id}"' for id in ids) + "]"
    return line if len(line) <= _WIDTH else f"{key} = [\n" + "".join(f'    "{id}",\n' for id in ids) + "]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a plan; exit code 0."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.plans", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--tasks", type=int, required=True)
    parser.add_argument("--indicators", type=int, help="besides the shipped ones; their proportion to the tasks when left out")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    write_plan(options.file, tasks=options.tasks, indicators=options.indicators, seed=options.seed)
    print(f"{options.file}: {options.file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
