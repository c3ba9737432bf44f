"""What the views share: names for ids, words for codes, glyphs and tones of states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.enterprises import EnterpriseVerdict
from tui.frames.methods.headline import EITHER_WAY, LABELS, QUALITATIVE, SLOW_DOWN, WORST_FIRST
from tui.frames.methods.tasks import TaskState
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.columns import Step, Tone
from tui.i18n.words import MONTHS
from tui.model.fields import STATUSES, TABLES, Choice
from tui.model.text import N_, Sentence

Translate: TypeAlias = Callable[[str], str]
"""English sentence → the user's words."""

UNKNOWN: Final = "·"
"""What is drawn for a value nobody knows: never 0, and never as bright as a figure."""

SIGNS: Final[Mapping[str, str]] = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "~": "≈"}
"""How an operator is shown."""


def in_words(sentence: Sentence, words: Translate) -> str:
    """A sentence whose values are texts and other sentences."""
    return words(sentence.template).format(**{k: in_words(v, words) if isinstance(v, Sentence) else v for k, v in sentence.values.items()})


WORKED_OUT: Final = N_("worked out from the figures; change the figures, the target or the kind of the indicator")
COUNTED: Final = N_("counted from other records; change those")
BY_THE_DAY: Final = N_("follows from the record and the day looked from; E edits the record")
FIXED_ID: Final = N_("an id never changes once it is given")


@attrs.frozen
class Look:
    """How a state is shown: a glyph of one cell and the tone of its colour; the words come beside it."""

    glyph: str
    tone: Tone


# Glyphs differ in shape, not only in colour, and are in the fonts of Windows terminals.
VERDICT_LOOKS: Final[Mapping[str, Look]] = {
    Verdict.EXCEEDED: Look("★", Tone.GOOD),
    Verdict.MET: Look("✓", Tone.GOOD),
    Verdict.NOT_MET: Look("✗", Tone.BAD),
    Verdict.ON_COURSE: Look("●", Tone.GOOD),
    Verdict.SPEED_UP: Look("▲", Tone.WARN),
    Verdict.AT_RISK: Look("!", Tone.BAD),
    Verdict.AWAITING: Look("○", Tone.WAIT),
    Verdict.NO_DATA: Look("?", Tone.MUTED),
    QUALITATIVE: Look("□", Tone.MUTED),
    Verdict.NOT_APPLICABLE: Look("–", Tone.MUTED),
}

STATUS_LOOKS: Final[Mapping[str, Look]] = {
    "unreported": Look("?", Tone.MUTED),
    "in_progress": Look("●", Tone.GOOD),
    "done": Look("✓", Tone.GOOD),
    "blocked": Look("■", Tone.BAD),
    "returned": Look("◄", Tone.WARN),
}

STATUS_SCALE: Final = tuple(Step(c.value, c.label, STATUS_LOOKS[c.value].glyph, STATUS_LOOKS[c.value].tone) for c in STATUSES)

STATE_LOOKS: Final[Mapping[str, Look]] = {
    TaskState.LATE: Look("!", Tone.BAD),
    TaskState.NEAR: Look("▲", Tone.WARN),
    TaskState.UNDATED: Look("◇", Tone.WARN),
    TaskState.NOT_REPORTED: Look("?", Tone.MUTED),
    TaskState.OPEN_IN_TIME: Look("●", Tone.GOOD),
    TaskState.STANDING: Look("○", Tone.MUTED),
    TaskState.DONE_LATE: Look("▼", Tone.WARN),
    TaskState.DONE: Look("✓", Tone.GOOD),
    TaskState.DONE_ON_TIME: Look("✓", Tone.GOOD),
}
"""Worst first: the order of the column."""
STATE_SCALE: Final = tuple(Step(state, TaskState(state).label, look.glyph, look.tone) for state, look in STATE_LOOKS.items())
VERDICT_SCALE: Final = tuple(Step(code, LABELS[code], VERDICT_LOOKS[code].glyph, VERDICT_LOOKS[code].tone) for code in WORST_FIRST)
VERDICT_SCALE_EITHER_WAY: Final = tuple(
    attrs.evolve(step, label=EITHER_WAY) if step.code == Verdict.SPEED_UP else step for step in VERDICT_SCALE
)
"""The same where some of those to speed up are told to slow down."""

ENTERPRISE_LOOKS: Final[Mapping[str, Look]] = {
    EnterpriseVerdict.LATE: Look("!", Tone.BAD),
    EnterpriseVerdict.UNKNOWN: Look("?", Tone.MUTED),
    EnterpriseVerdict.IN_WINDOW: Look("●", Tone.WARN),
    EnterpriseVerdict.UPCOMING: Look("○", Tone.MUTED),
    EnterpriseVerdict.KEEPING: Look("■", Tone.GOOD),
    EnterpriseVerdict.DONE: Look("✓", Tone.GOOD),
}


_SIDE_BY_SIDE: Final = (STATUS_LOOKS, STATE_LOOKS, VERDICT_LOOKS)
_OF_WINDOWS: Final = {"▚": Tone.BAD, "│": Tone.WARN, "█": Tone.WAIT, "·": Tone.MUTED}
GLYPH_TONES: Final[Mapping[str, Tone]] = {
    "⚠": Tone.WARN,
    **_OF_WINDOWS,
    **{look.glyph: look.tone for looks in _SIDE_BY_SIDE for look in looks.values()},
}
"""The tone of each glyph where verdicts and states stand side by side as glyphs only."""


def scale_of(looks: Mapping[str, Look], labels: Mapping[str, str]) -> tuple[Step, ...]:
    """The codes of ``labels`` in their order, with their (English) words and their looks."""
    return tuple(Step(str(code), label, looks[code].glyph, looks[code].tone) for code, label in labels.items())


def speed_words(words: Translate, said: pl.Expr, slower: pl.Expr, either: pl.Expr) -> pl.Expr:
    """The words of a verdict, but of what has to change its speed: ``slower`` where all of it is told to slow down, ``either`` some."""
    glyph = VERDICT_LOOKS[Verdict.SPEED_UP].glyph
    told = (pl.lit(f"{glyph} {words(label)}") for label in (SLOW_DOWN, EITHER_WAY))
    return pl.when(slower).then(next(told)).when(either).then(next(told)).otherwise(said)


def glyphed(looks: Mapping[str, Look], labels: Mapping[str, str], words: Translate) -> dict[str, str]:
    """Code → glyph and words."""
    return {str(code): f"{looks[code].glyph} {words(label)}" for code, label in labels.items()}


def tones(looks: Mapping[str, Look]) -> dict[str, str]:
    """Code → tone."""
    return {str(code): str(look.tone) for code, look in looks.items()}


def choice_labels(choices: Iterable[Choice]) -> dict[str, str]:
    """Stored value → English label."""
    return {c.value: c.label for c in choices}


def choice_words(choices: Iterable[Choice], words: Translate) -> dict[str, str]:
    """Stored value → the user's words."""
    return {value: words(label) for value, label in choice_labels(choices).items()}


def worded(codes: pl.Expr, said: Mapping[str, str]) -> pl.Expr:
    """Each code's words; a code nobody knows is shown as it is, null stays null."""
    return codes.replace([str(code) for code in said], list(said.values())) if said else codes


def mapped(codes: pl.Expr, to: Mapping[str, str]) -> pl.Expr:
    """Each code's value in ``to``, null for the others."""
    return codes.replace_strict([str(code) for code in to], list(to.values()), default=None, return_dtype=pl.String)


def ranked(codes: pl.Expr, order: Iterable[str]) -> pl.Expr:
    """Each code's place in ``order``, null for the others."""
    places = [str(code) for code in order]
    return codes.replace_strict(places, list(range(len(places))), default=None, return_dtype=pl.Int64)


@derived
def short_names(frames: Frames, table: str, words: Translate | None = None) -> pl.DataFrame:
    """DataFrame[id, name]: each record's short name (an agency's abbreviation, a document's number), else its title.

    ``words`` are needed for a table whose title may be a day (:func:`day_text`).
    """
    return _names(frames, table, TABLES[table].short, words)


@derived
def full_names(frames: Frames, table: str, words: Translate | None = None) -> pl.DataFrame:
    """DataFrame[id, name]: each record's title."""
    return _names(frames, table, None, words)


def _names(frames: Frames, table: str, short: str | None, words: Translate | None) -> pl.DataFrame:
    title = TABLES[table].title
    frame = frames.columns(table, ("id", title, *([short] if short and short != title else [])))
    of_title = pl.col(title).cast(pl.String)
    if frame.schema[title] == pl.Date:
        assert words is not None, f"{table} are called by a day, which is put into words"
        of_title = day_text(pl.col(title), words)
    tried = [*([pl.col(short)] if short else []), of_title]
    return frame.select("id", name=pl.coalesce(*(t.replace("", None) for t in tried), "id"))


def named(ids: pl.Expr, names: pl.DataFrame) -> pl.Expr:
    """The names of ids; an id without a record is shown as it is."""
    return ids.replace(names["id"], names["name"]) if names.height else ids


def joined(ids: pl.Expr, names: pl.DataFrame) -> pl.Expr:
    """The names of a list of ids in one text; null when there are none."""
    return listed(ids.list.eval(named(pl.element(), names)))


def listed(texts: pl.Expr) -> pl.Expr:
    """A list of texts in one text; null when there are none."""
    return pl.when(texts.list.len() > 0).then(texts.list.join(", "))


def filled(template: str, **values: pl.Expr) -> pl.Expr:
    """A translated sentence with its ``{places}`` filled by text columns; null where one of them is."""
    parts = re.split(r"\{(\w+)\}", template)
    return pl.concat_str(values[part] if index % 2 else pl.lit(part) for index, part in enumerate(parts))


def due_words(words: Translate, day_unknown: pl.Expr | None = None) -> pl.Expr:
    """A state of tui.frames.methods.tasks in words, with the days late or left, or that its day is not known.

    Needs its columns state, days_late and days_left; ``day_unknown``: whether nobody knows when it was done.
    """
    said = glyphed(STATE_LOOKS, {state: state.label for state in TaskState}, words)
    late = filled(words(N_("late by {n} d")), n=pl.col("days_late").cast(pl.String))
    left = filled(words(N_("{n} d left")), n=pl.col("days_left").cast(pl.String))
    near = filled(words(N_("{n} d left, due soon")), n=pl.col("days_left").cast(pl.String))
    counted = {TaskState.LATE: late, TaskState.NEAR: near, TaskState.OPEN_IN_TIME: left}
    text = worded(pl.col("state"), said)
    for state, days in counted.items():
        told = pl.concat_str(pl.lit(f"{STATE_LOOKS[state].glyph} "), days)
        text = pl.when(pl.col("state") == state.value).then(pl.coalesce(told, text)).otherwise(text)
    done_late = pl.concat_str(text, pl.lit(", "), pl.col("days_late").cast(pl.String), pl.lit(f" {words(N_('d'))}"))
    if day_unknown is not None:
        undated = pl.format("{}, {}", text, pl.lit(words(N_("day unknown"))))
        text = pl.when(day_unknown & (pl.col("state") == TaskState.DONE.value)).then(undated).otherwise(text)
    return pl.when(pl.col("state") == TaskState.DONE_LATE.value).then(pl.coalesce(done_late, text)).otherwise(text)


def day_text(day: pl.Expr, words: Translate) -> pl.Expr:
    """A day inside a text, as :meth:`Words.date` writes it: ``28/02/2025``, in English ``28 Feb 2025``."""
    return day.dt.strftime(DAY_IN_VIETNAMESE if _slashed(words) else DAY_IN_ENGLISH)


def day_of_year_text(month_day: pl.Expr, words: Translate) -> pl.Expr:
    """A day of every year, stored as ``11-20``, as :meth:`Words.day_of_year` writes it: ``20/11``, in English ``20 Nov``."""
    month, day = month_day.str.slice(0, 2), month_day.str.slice(3, 2)
    if _slashed(words):
        return pl.format("{}/{}", day, month)
    return pl.format("{} {}", day.str.strip_chars_start("0"), month.replace(_MONTHS))


def _slashed(words: Translate) -> bool:
    """Whether the language writes days with slashes, as its translators write one."""
    return "/" in words(N_("31 Dec 2025"))


_MONTHS: Final = {f"{month:02}": name for month, name in enumerate(MONTHS, 1)}

DAY_IN_VIETNAMESE: Final = "%d/%m/%Y"
DAY_IN_ENGLISH: Final = "%-d %b %Y"


def decimal_mark(words: Translate) -> str:
    """The language's decimal mark, as its translators write one half."""
    said = words(N_("0.5"))
    return said[1] if len(said) == 3 else "."


def number_text(value: pl.Expr, words: Translate, digits: pl.Expr | None = None) -> pl.Expr:
    """A number inside a text, without decimals it does not have; with ``digits`` so many of them, and thousands grouped."""
    if digits is None:
        return value.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0").str.replace(".", decimal_mark(words), literal=True)
    mark, unit = decimal_mark(words), pl.lit(10.0) ** digits
    plain = ((value.round(9) * unit).round() / unit).cast(pl.String).str.strip_suffix(".0")
    turned = plain.str.extract(r"^-?(\d+)", 1).str.reverse().str.replace_all(r"(\d{3})", "${1}_").str.strip_suffix("_").str.reverse()
    whole = turned.str.replace_all("_", "." if mark == "," else ",", literal=True)
    behind = plain.str.extract(r"\.(\d+)$", 1).fill_null("").str.pad_end(digits, "0")
    fraction = pl.when(digits > 0).then(pl.concat_str(pl.lit(mark), behind)).otherwise(pl.lit(""))
    return pl.concat_str(pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit("")), whole, fraction)


def fixed(rounded: pl.Expr, places: int) -> pl.Expr:
    """A number that is rounded already as plain text with a point and exactly so many digits behind it."""
    plain = rounded.cast(pl.Float64).cast(pl.String).str.strip_suffix(".0")
    if places == 0:
        return plain
    fraction = plain.str.extract(r"\.(\d+)$", 1).fill_null("").str.pad_end(places, "0")
    return pl.concat_str(plain.str.extract(r"^(-?\d+)", 1), pl.lit("."), fraction)
