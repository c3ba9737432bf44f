"""What a start only names waits until something of it is asked for, and is the module it always was."""

from __future__ import annotations

import subprocess
import sys

from tests.support.paths import ROOT
from tui.start.loaded_later import LATER

_BEGUN = "import sys; from tui.start import loaded_later as later; later.begin()\n"


def _said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", _BEGUN + code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_workbench_loads_none_of_them() -> None:
    code = """
import tui.app, textual_plotext
for name in sorted(later.LATER):
    print(name, type(sys.modules[name]).__name__)  # one that nobody names any more does not belong in the list
print("_ssl" in sys.modules, "email" in sys.modules, "zipfile" in sys.modules)
"""
    assert _said(code) == [*(f"{name} _Later" for name in sorted(LATER)), "False False False"]


def test_the_first_name_loads_it_into_the_same_module() -> None:
    code = """
import asyncio, ssl as before
import ssl
from importlib.metadata import version
print(ssl.create_default_context().check_hostname, ssl.SSLContext.__module__, bool(version("attrs")))
print(before is ssl is sys.modules["ssl"], type(ssl).__name__, ssl.__spec__.loader is ssl.__loader__)
import ipaddress
print(ipaddress.ip_address("::1"), hasattr(ipaddress, "nothing"), "ip_network" in dir(ipaddress))
print(asyncio.sslproto.SSLProtocol.__name__)
"""
    assert _said(code) == ["True ssl True", "True module True", "::1 False True", "SSLProtocol"]


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
