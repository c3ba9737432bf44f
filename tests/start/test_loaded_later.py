"""What a start only names waits until something of it is asked for, and is the module it always was."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.small_plan import EMPTY
from tui.start.loaded_later import LATER, NAMED

_BEGUN = "import sys; from tui.start import loaded_later as later; later.begin()\n"


def _said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", _BEGUN + code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_workbench_loads_none_of_them() -> None:
    code = """
import tui.app, textual_plotext, textual.widgets._input
for name in sorted(later.LATER):
    print(name, type(sys.modules[name]).__name__)  # one that nobody names any more does not belong in the list
print("_ssl" in sys.modules, "email" in sys.modules, "zipfile" in sys.modules)
"""
    assert _said(code) == [*(f"{name} _Later" for name in sorted(LATER)), "False False False"]


def test_an_edit_and_a_save_load_no_openssl(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(EMPTY, encoding="utf-8")
    code = f"""
import tui.app
from tui.i18n.words import Words
from tui.model.fields import SINGLE_ID
from tui.model.text import say
from tui.session import save
from tui.session.session import Session
from tui.store.plan_file import load
session = Session(load({str(plan)!r}), Words("vi"))
session.commit([session.workspace.set_field("plan", SINGLE_ID, "title", "x")], say("x"))
print(type(save.run(save.begin(session))).__name__, "_hashlib" in sys.modules, "ssl" in sys.modules and "_ssl" in sys.modules)
"""
    assert _said(code) == ["Saved False False"]


def test_the_first_name_loads_it_into_the_same_module() -> None:
    code = """
import asyncio, ssl as before
import ssl
import hashlib
print(ssl.create_default_context().check_hostname, ssl.SSLContext.__module__, hashlib.sha256().name)
print(before is ssl is sys.modules["ssl"], type(ssl).__name__, ssl.__spec__.loader is ssl.__loader__)
import locale
print(locale.normalize("vi"), hasattr(locale, "nothing"), "setlocale" in dir(locale))
print(asyncio.sslproto.SSLProtocol.__name__)
"""
    assert _said(code) == ["True ssl sha256", "True module True", "vi_VN.TCVN False True", "SSLProtocol"]


def test_a_class_another_is_made_of_is_there_when_something_is_looked_for_in_it() -> None:
    code = """
import inspect, sys
print(type(sys.modules["ast"]).__name__, "_ast" in sys.modules, [kind.__name__ for kind in inspect._ClassFinder.__mro__])
print(inspect.getsource(later._StandIn).split()[:2], inspect._ClassFinder.__mro__[1] is sys.modules["ast"].NodeVisitor)
"""
    assert _said(code) == ["_Later False ['_ClassFinder', 'Base', 'object']", "['class', '_StandIn:'] True"]


def test_what_a_module_takes_over_from_another_needs_it_not() -> None:
    code = """
import pickle, sys
from pickle import dumps, loads
print(loads(dumps({1: "a"})), type(pickle).__name__, dumps is sys.modules["_pickle"].dumps)
print(pickle.HIGHEST_PROTOCOL > 3, type(pickle).__name__, pickle.dumps is dumps)
"""
    assert _said(code) == ["{1: 'a'} _Later True", "True module True"]


def test_what_is_no_zone_is_told_from_one_at_the_first_asking() -> None:
    code = """
import datetime as dt, sys
from polars._utils import convert
noon = dt.datetime(2024, 6, 30, 5, tzinfo=dt.timezone.utc)
print(type(sys.modules["zoneinfo"]).__name__, convert._localize_datetime(noon, "+07:00").hour, type(sys.modules["zoneinfo"]).__name__)
print(convert.ZoneInfoNotFoundError is sys.modules["zoneinfo"].ZoneInfoNotFoundError)
"""
    assert _said(code) == ["_Later 12 module", "True"]


def test_narrow_letters_are_those_rich_has_in_its_set() -> None:
    asked = "from rich import cells, segment\nprint(*(each for each in range(0x110000) if segment._is_single_cell_widths(chr(each))))\n"
    asked += "print(*map(cells.cell_len, ('', 'Tốc độ', '稲', 'a\\t')), bool(segment._is_single_cell_widths('')))"
    theirs = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = _said(f"{asked}\nprint(len(cells._SINGLE_CELLS))")
    assert ours == [*theirs, "0"]


def test_a_figure_counts_from_the_same_day() -> None:
    code = """
import sys
from plotext._date import date_class
day = date_class()
print(day.time0, day.string_to_time("01/01/1900"), "_strptime" in sys.modules)
print(day.string_to_time("02/01/1900"), day.string_to_time("01/01/1900", "m/d/Y", 0), "_strptime" in sys.modules)
"""
    assert _said(code) == ["-2208988800.0 0.0 False", "86400.0 -2208988800.0 True"]


def test_the_fields_of_a_class_are_named_in_one_kind_of_tuple() -> None:
    code = """
import attrs
@attrs.define
class One:
    first: int = 1
    count: int = 2  # a tuple has a method of this name
@attrs.define
class Two:
    first: int = 3
@attrs.define
class Three(Two):
    second: "int" = 4
    hidden: int = attrs.field(default=0, alias="shown")
print(attrs.fields(One).first.name, attrs.fields(One).count.default, attrs.fields(Three).first.default, attrs.fields(Three).hidden.alias)
print(attrs.resolve_types(Three) and attrs.fields(Three).second.type, attrs.evolve(Three(), shown=5), attrs.asdict(One(7)))
print(type(attrs.fields(Two)) is type(attrs.fields(Three)), isinstance(attrs.fields(One), tuple), hasattr(attrs.fields(Two), "gone"))
"""
    assert _said(code) == [
        "first 2 3 shown",
        "<class 'int'> Three(first=3, second=4, hidden=5) {'first': 7, 'count': 2}",
        "True True False",
    ]


def test_one_that_cannot_be_loaded_says_so_when_it_is_asked() -> None:
    code = """
import ssl
ssl.__spec__.loader.of.exec_module = lambda module: (_ for _ in ()).throw(ImportError("no library"))
try:
    ssl.SSLContext
except ImportError as fault:
    print(fault, "ssl" in sys.modules)
"""
    assert _said(code) == ["no library False"]


def test_a_name_stands_in_until_it_is_called_and_is_then_the_real_one_everywhere() -> None:
    code = """
import uuid
from uuid import uuid4
from uuid import uuid4 as made
def newest():
    return uuid4()
print(type(uuid).__name__, type(uuid4).__name__, uuid4 is made, hasattr(uuid, "__path__"))
print(type(newest()).__name__, uuid4 is made is uuid.uuid4, type(uuid4).__name__, type(uuid).__name__)
"""
    assert _said(code) == ["_Later _StandIn True False", "UUID True function module"]


def test_a_class_that_stands_in_is_one_to_be_checked_said_of_types_and_inherited_from() -> None:
    code = """
import rich.table
from rich.table import Table
print(isinstance(None, Table), issubclass(int, Table), type(rich.table).__name__)  # nothing is one of a class that nobody has made
told = Table | None
print(type(rich.table).__name__, told, Table is rich.table.Table)
from textual.canvas import Canvas
first = Canvas
class Wide(first):
    pass
import textual.canvas
print(Wide.__mro__[1] is textual.canvas.Canvas is Canvas, isinstance(Wide(1, 1), first), issubclass(Wide, first), first.__name__)
"""
    assert _said(code) == ["False False _Later", "module rich.table.Table | None True", "True True True Canvas"]


def test_a_name_that_is_not_there_any_more_says_so() -> None:
    code = """
import difflib
from difflib import get_close_matches as nearest
exec_module = difflib.__spec__.loader.of.exec_module
difflib.__spec__.loader.of.exec_module = lambda module: (exec_module(module), vars(module).pop("get_close_matches"))
first = [nearest]
try:
    first[0]("a", ["b"])
except ImportError as fault:
    print(fault)
"""
    assert _said(code) == ["cannot import name 'get_close_matches' from 'difflib'"]


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What of a module with its annotations unread is executed while it is loaded."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner: list[ast.AST] = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.Lambda):
        inner = [*node.args.defaults]
    elif isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'"):
        inner = [*node.orelse]
    elif isinstance(node, ast.AnnAssign):
        inner = [node.value] if node.value is not None else []
    else:
        yield node
        inner = [*ast.iter_child_nodes(node)]
    for part in inner:
        yield from _at_import(part)


def _named_from(code: ast.Module, package: list[str]) -> Iterator[tuple[str, str, str]]:
    """(module, name, name here) of everything a module imports by name while it is loaded."""
    for node in _at_import(code):
        if isinstance(node, ast.ImportFrom):
            of = [*package[: len(package) + 1 - node.level], *filter(None, [node.module])] if node.level else [node.module or ""]
            yield from ((".".join(of), alias.name, alias.asname or alias.name) for alias in node.names)


def test_what_stands_in_is_used_within_functions_only_and_is_never_a_fault() -> None:
    loaded = "import tui.app, textual_plotext, textual.widgets._input\nfor name, module in sys.modules.items():\n"
    loaded += "    print(name, getattr(module, '__file__', None))"
    last = {name.rpartition(".")[2] for name in NAMED}
    found = set()
    for name, _, file in (line.partition(" ") for line in _said(loaded)):
        text = Path(file).read_text(encoding="utf-8") if file.endswith(".py") and name not in LATER else ""
        if not any(f"{one} import" in text for one in last):
            continue
        tree = ast.parse(text)
        package = name.split(".") if file.endswith("__init__.py") else name.split(".")[:-1]
        stands_in = {here: (of, what) for of, what, here in _named_from(tree, package) if of in NAMED}
        found |= {*stands_in.values()}
        assert all(what in NAMED[of] for of, what in stands_in.values()), name
        used = {node.id for node in _at_import(tree) if isinstance(node, ast.Name)}
        assert not used & stands_in.keys(), (name, used & stands_in.keys())
    named = {(of, what) for of, names in NAMED.items() for what in names}
    assert named - found == {
        *(("textual.validation", "Integer"), ("textual.validation", "Number")),  # a function imports these two
        ("difflib", "SequenceMatcher"),  # and what is loaded for the first save this
    }
    named.remove(("zoneinfo", "ZoneInfoNotFoundError"))  # caught around a zone only, and whoever asks for one has loaded it
    code = "".join(f"from {of} import {what} as it\nprint(isinstance(it, type) and issubclass(it, BaseException))\n" for of, what in named)
    as_always = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {*as_always} == {"False"}, "what is caught has to be there"


def test_signatures_of_polars_are_what_they_always_are() -> None:
    asked = """
import inspect, pickle, re
import polars as pl
told = [re.sub("0x[0-9a-f]+", "", str(inspect.signature(getattr(kind, name)))) for kind in (pl.Series, pl.Expr, pl.LazyFrame)
        for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))]
print(len(told), *told, sep="\\n")
s = pl.Series([1, None, 3])
asked = inspect.signature(pl.Series.is_null)
print(s.is_null().to_list(), asked == asked.replace(), asked.replace(parameters=[]), pickle.loads(pickle.dumps(asked)) == asked)
"""
    as_always = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert _said(asked) == as_always and len(as_always) > 500


def test_plotext_draws_without_its_documentation() -> None:
    code = """
import sys
import plotext
plotext.plot([1, 2], [1, 2]); plotext.plot_size(20, 5)
print(len(plotext.build().splitlines()), type(sys.modules["plotext._doc"]).__name__)
"""
    assert _said(code) == ["5 _Later"]
