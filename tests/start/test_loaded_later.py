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
import tui.app
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
