"""Any plan in any layout: documents as hypothesis draws them, written as some person might, and edited; and how two texts are compared."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import attrs
import tomli
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.support import paths
from tests.support.lengths import law
from tui.model.fields import TABLES
from tui.store.merge import merge_documents
from tui.store.toml import write as toml_text
from tui.store.toml.merge_text import Three, join_texts
from tui.store.toml.scan import Path
from tui.store.toml.values import inline_text, key_text, statement_text

SAMPLE = paths.SAMPLE.read_text(encoding="utf-8")
SHIPPED = paths.SHIPPED.read_text(encoding="utf-8")


ANY_LAYOUT = settings(deadline=None, suppress_health_check=list(HealthCheck))
LAW = law(8, 400, ANY_LAYOUT)
NASTY = ['Kế hoạch "số"', "a\nb\n", "# không phải chú thích", "x = 1", "[tasks.a]", '"""', "'''", "\\", "a\r\nb", 'end"', "dài " * 30]
texts = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), max_size=12)
scalars = st.one_of(
    texts,
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False),
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)),
)
odd_keys = st.sampled_from(["có dấu", "a.b", "", "x y", "note", "locator", "zz", "2020"])
figures = st.lists(st.fixed_dictionaries({"year": st.integers(2019, 2026), "value": st.floats(0, 9)}, optional={"note": texts}), max_size=5)
values = st.one_of(scalars, st.lists(texts, max_size=5), st.dictionaries(odd_keys, scalars, max_size=3), figures)
records = st.fixed_dictionaries(
    {},
    optional={"values": figures, "leads": st.lists(texts, max_size=4), "term": st.dictionaries(st.sampled_from(["start", "end"]), scalars)},
).flatmap(lambda some: st.dictionaries(odd_keys, values, max_size=3).map(lambda more: {**some, **more}))
ids = st.sampled_from(["III-1-a-1", "a", "b", "c", "có dấu", "x.y"])


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    doc: dict[str, Any] = {"format": 1} if draw(st.booleans()) else {}
    for name in draw(st.lists(st.sampled_from(["plan", "settings", "future"]), unique=True)):
        doc[name] = draw(records)
    for name in draw(st.lists(st.sampled_from(["tasks", "indicators", "goals"]), unique=True)):
        found = draw(st.dictionaries(ids, records, min_size=1, max_size=4))
        doc[name] = found
    return doc


@attrs.define
class Hand:
    """Writes a document the way some person might, with a numbered comment wherever one may stand."""

    draw: st.DrawFn
    newer: bool = False
    """Writes what only TOML 1.1 allows as well: inline tables of several lines, ``\\e`` and ``\\xHH``, times without seconds."""
    out: list[str] = attrs.field(factory=list)
    notes: list[tuple[str, tuple[str, ...]]] = attrs.field(factory=list)

    def note(self, owner: tuple[str, ...]) -> str:
        if self.draw(st.integers(0, 3)):
            return ""
        words = self.draw(st.sampled_from(["# chú thích", "#", "# x = 1 [tasks.a]", '# "mở', "# '''", "#  [", "# }"]))
        self.notes.append((f"{words} @{len(self.notes)};", owner))
        return self.notes[-1][0]

    def line(self, text: str, owner: tuple[str, ...]) -> None:
        if above := self.note(owner):
            self.out.append(above + "\n")
        behind = self.note(owner)
        self.out.append(f"{text} {behind}".rstrip(" ") + "\n" if behind else text + "\n")

    def statement(self, written: Path, value: Any, owner: tuple[str, ...]) -> None:
        style = self.draw(st.integers(0, 3))
        indent = self.draw(st.sampled_from(["", "", "  "]))
        key = key_text(*written)
        if self.newer and self.draw(st.booleans()) and (newer := self.newer_text(value, owner, indent)) is not None:
            self.line(f"{indent}{key} = {newer}", owner)
        elif isinstance(value, dict) and value and style == 0:
            for k, v in value.items():
                self.statement((*written, k), v, owner)
        elif isinstance(value, list) and value and style == 0:
            entries = "".join(f"{indent}   {inline_text(v, ())} , {self.note(owner)}\n" for v in value)
            self.line(f"{indent}{key} = [ {self.note(owner)}\n{entries}{indent}]", owner)
        elif isinstance(value, list) and value and style == 1:
            entries = ",\n".join(f"    {inline_text(v, ())}" for v in value)
            self.line(f"{key}=[\n{entries}\n]", owner)
        elif isinstance(value, str) and style == 2 and "'" not in value and value.isprintable():
            self.line(f"{indent}{key} = '{value}'", owner)
        elif style == 3:
            self.line(f"{indent}{key} = {inline_text(value, ())}", owner)
        else:
            self.line(statement_text((), written, value, "\n", indent).removesuffix("\n"), owner)

    def newer_text(self, value: Any, owner: tuple[str, ...], indent: str) -> str | None:
        """A value as TOML 1.0 does not have it; None where there is no such way."""
        inside = indent + self.draw(st.sampled_from(["  ", "\t", ""]))
        match value:
            case str():
                return '"' + "".join(f"\\x{ord(c):02x}" if ord(c) < 256 and not c.isalnum() else c for c in value) + '"'
            case dt.datetime() if not value.second and not value.microsecond:
                return value.isoformat(self.draw(st.sampled_from(["T", " "])), "minutes")
            case dict():
                pairs = [f"{inside}{key_text(k)} = {self.newer_text(v, owner, inside) or inline_text(v, ())}" for k, v in value.items()]
            case list() if value and all(isinstance(entry, dict) for entry in value):
                pairs = [f"{inside}{self.newer_text(entry, owner, inside)}" for entry in value]
            case _:
                return None
        commas = [","] * (len(pairs) - 1) + [self.draw(st.sampled_from(["", ",", "\n,"]))] if pairs else []
        lines = [f"{pair}{comma} {self.note(owner)}".rstrip(" ") for pair, comma in zip(pairs, commas, strict=True)]
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return "\n".join([f"{opening} {self.note(owner)}".rstrip(" "), *lines, f"{indent}{closing}"])

    def record(self, path: tuple[str, ...], values: dict[str, Any]) -> None:
        if self.draw(st.booleans()):
            self.out.append("\n")
        later = {k for k, v in values.items() if isinstance(v, dict) and not self.draw(st.integers(0, 2))}
        later |= {
            k
            for k, v in values.items()
            if isinstance(v, list) and v and all(isinstance(e, dict) for e in v) and not self.draw(st.integers(0, 2))
        }
        if later != set(values) or not later or self.draw(st.booleans()):
            self.line(f"[{key_text(*path)}]", path)
        for k, v in values.items():
            if k not in later:
                self.statement((k,), v, path)
        for k in later:
            several = values[k] if isinstance(values[k], list) else None
            for part in several or [values[k]]:
                header = key_text(*path, k)
                self.line(f"[[{header}]]" if several else f"[{header}]", path)
                for key, value in part.items():
                    self.statement((key,), value, path)


@st.composite
def files(draw: st.DrawFn, newer: bool = False) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    doc = draw(documents())
    hand = Hand(draw, newer)
    layouts = {name: draw(st.sampled_from(["headers", "headers", "lines", "inline"])) for name in doc}
    if "format" in doc:
        hand.statement(("format",), doc["format"], ("format",))
    for name, layout in layouts.items():
        if layout == "inline" and name != "format":
            hand.line(f"{name} = {inline_text(doc[name], ())}", (name,))
    for name, layout in layouts.items():
        if name == "format" or layout == "inline":
            continue
        keyed = name in TABLES and not TABLES[name].single
        if not keyed:
            hand.record((name,), doc[name])
        elif layout == "lines":
            hand.line(f"[{name}]", (name,))
            for id, values in doc[name].items():
                hand.statement((id,), values, (name, id))
        else:
            for id, values in doc[name].items():
                hand.record((name, id), values)
    text = "".join(hand.out)
    if draw(st.integers(0, 3)) == 0:
        text = text.removesuffix("\n")
    if draw(st.integers(0, 3)) == 0:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return ("\ufeff" if draw(st.integers(0, 5)) == 0 else "") + text, hand.notes


def altered(draw: st.DrawFn, old: dict[str, Any], added: str = "mới") -> dict[str, Any]:
    """The document after some edits of its records; what is added has an id of its own."""
    new = copy.deepcopy(old)
    for name in [n for n in new if n != "format"]:
        keyed = name in TABLES and not TABLES[name].single
        owners = new[name] if keyed else {"": new[name]}
        for id in list(owners):
            values_now = owners[id]
            match draw(st.sampled_from(["keep", "keep", "change", "add", "drop", "delete", "entries"])):
                case "change" if values_now:
                    values_now[draw(st.sampled_from(list(values_now)))] = draw(values)
                case "add":
                    values_now[draw(odd_keys | st.sampled_from(["summary", "values", "title"]))] = draw(values)
                case "drop" if values_now:
                    del values_now[draw(st.sampled_from(list(values_now)))]
                case "delete":
                    if keyed:
                        del new[name][id]
                    else:
                        del new[name]
                case "entries":
                    for value in values_now.values():
                        if isinstance(value, list) and value:
                            at = draw(st.integers(0, len(value) - 1))
                            match draw(st.sampled_from(["insert", "remove", "change"])):
                                case "insert":
                                    value.insert(at, copy.deepcopy(draw(st.sampled_from(value))))
                                case "remove":
                                    del value[at]
                                case _ if isinstance(value[at], dict):
                                    value[at]["value"] = draw(st.floats(0, 9))
        if keyed and draw(st.booleans()):
            items = list(new[name].items())
            items.insert(draw(st.integers(0, len(items))), (added, draw(records)))
            new[name] = dict(items)
    return new


@st.composite
def edited(draw: st.DrawFn, newer: bool = False) -> tuple[str, list[tuple[str, tuple[str, ...]]], dict[str, Any], dict[str, Any]]:
    text, notes = draw(files(newer))
    old = tomli.loads(text.removeprefix("\ufeff"))
    return text, notes, old, altered(draw, old)


def tidy(doc: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in doc.items() if v != {} or k not in TABLES or TABLES[k].single}


def parsed(text: str) -> dict[str, Any]:
    return tomli.loads(text.removeprefix("\ufeff"))


def header_pieces(source: str) -> list[tuple[Path, str]]:
    """(record, its text from the header to the last statement) of records under a header of their own."""
    found = []
    for block in toml_text.scan(source):
        depth = 2 if block.path and block.path[0] in TABLES and not TABLES[str(block.path[0])].single else 1
        if len(block.path) >= depth:
            found.append((block.path[:depth], source[block.line : block.end]))
    return found


def at(doc: Any, path: Path) -> Any:
    for key in path:
        doc = doc.get(key) if isinstance(doc, dict) else None
    return doc


def joined_text(base: str, mine: str, theirs: str) -> str:
    """What becomes of a file two people have changed."""
    docs = [parsed(text) for text in (base, mine, theirs)]
    return join_texts(Three(base, mine, theirs), Three(*docs), merge_documents(*docs).doc)


PLAN = """\
# Kế hoạch của tỉnh
format = 2

[plan]
title = "Kế hoạch"  # tạm
term = { start = 2021-01-01, end = 2025-12-31 }

# Nhóm 1
[indicators.grdp_growth]
goal = "g01"
name = "GRDP"
kind = "term_growth"
values = [
    # số gốc
    { year = 2020, value = 4.24, vintage = "official" },
    { year = 2021, value = 6.51, vintage = "estimate" }, # sẽ sửa
    { year = 2022, value = 8.59, vintage = "official" }
]
locator = "II.1"

# III.1.a Đầu tư công

# việc thứ nhất
[tasks.III-1-a-1]
section = "III-1-a"
summary = "Rà soát"
leads = ["so-khdt"]
status = "unreported"

# việc thứ hai
[tasks.III-1-a-2]
section = "III-1-a"
summary = "Đổi mới"

[tasks.III-1-a-3]
section = "III-1-a"
summary = "Cuối"
"""
