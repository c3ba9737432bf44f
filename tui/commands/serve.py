"""``kehoach serve``: the workbench in browsers, behind an office's own server that asks who somebody is."""

from __future__ import annotations

import argparse
import ipaddress
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tui.commands.opened import CannotDo
from tui.commands.shared import FOUND
from tui.commands.streams import refuse_unwritable_output
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.start import places
from tui.store.files.errors import reason, shown_path
from tui.store.identity import login

if TYPE_CHECKING:
    from tui.web.server import Served

ABOUT = N_("Serve plans to browsers, on this machine's own address only, behind the office's own server and its login")

_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_FREE_PORT: Final = 8300
_SUPERUSER: Final = 0


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("plans", nargs="+", metavar="PLAN", help=words(N_("the plan files that are served")))
    about = N_("the header in which the office's server says who somebody is, such as X-Remote-User")
    parser.add_argument("--user-header", required=True, metavar="HEADER", help=words(about))
    about = N_("the file of the secret by which the office's server is known; it sends it as X-Kehoach-Secret")
    parser.add_argument("--secret-file", required=True, metavar="FILE", help=words(about))
    about = N_("the address browsers know, as https://office.example/kehoach; pages of others are refused")
    parser.add_argument("--public-url", required=True, metavar="URL", help=words(about))
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help=words(N_("an own address; default: 127.0.0.1")))
    parser.add_argument("--port", type=int, default=_FREE_PORT, metavar="NUMBER", help=words(N_("default: 8300; 0 for one that is free")))
    about = N_("serve the user of this account alone, who is then the same as over SSH; default: all whom the office's server names")
    parser.add_argument("--own-account", action="store_true", help=words(about))
    parser.add_argument("--readonly", action="store_true", help=words(N_("open for reading only")))
    about = N_("minutes without a key after which a session ends; default: 60")
    parser.add_argument("--idle", type=int, default=60, metavar="NUMBER", help=words(about))
    parser.add_argument("--longest", type=int, default=12, metavar="NUMBER", help=words(N_("hours until a session ends; default: 12")))
    about = N_("seconds a session goes on whose connection is lost; default: 60")
    parser.add_argument("--kept", type=int, default=60, metavar="NUMBER", help=words(about))
    parser.add_argument("--sessions", type=int, default=40, metavar="NUMBER", help=words(N_("how many at once; default: 40")))
    parser.add_argument("--of-one", type=int, default=4, metavar="NUMBER", help=words(N_("how many at once of one person; default: 4")))
    about = N_("MiB of the largest file that is uploaded; default: 20")
    parser.add_argument("--upload", type=int, default=20, metavar="NUMBER", help=words(about))
    parser.epilog = words(N_("docs/serve.md has configurations of nginx and Caddy; exit 0 when a signal ends it, 2 when it cannot begin"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Serve until a signal ends it. Raises CannotDo."""
    _refuse_numbers(options)
    _refuse_address(options.host)
    if os.geteuid() == _SUPERUSER:
        raise CannotDo("kehoach serve", say(N_("not as root: a hole in it would give the machine away; use an account of its own")))
    try:
        from tui.web.server import Server
        from tui.web.server import run as serve
    except ImportError as fault:
        template = N_("textual-serve is not installed here ({fault}): install kehoach[web], for instance by {command}")
        raise CannotDo("kehoach serve", say(template, fault=str(fault), command="pipx install '.[web]'")) from fault
    served = _served(options, words)
    refuse_unwritable_output()

    def begun(address: str) -> None:
        told = N_("kehoach is served at {address} for {public}; Ctrl+C ends it")
        print(words(told, address=address, public=served.public), flush=True)

    try:
        serve(Server(served, words), options.host, options.port, begun)
    except OSError as fault:
        raise CannotDo(f"{options.host}:{options.port}", reason(fault)) from fault
    return FOUND


def _served(options: argparse.Namespace, words: Words) -> Served:
    from tui.web.files import Limits
    from tui.web.persons import Gate, NoSecret, home_of, make_private, secret_in
    from tui.web.server import Served

    if not _HEADER.fullmatch(options.user_header) or options.user_header.lower() in _NOT_THE_PROXYS:
        raise CannotDo(options.user_header, say(N_("a header that only the office's server sets was expected, such as X-Remote-User")))
    try:
        secret = secret_in(Path(options.secret_file))
    except NoSecret as fault:
        raise CannotDo(options.secret_file, fault.sentence) from fault
    except OSError as fault:
        raise CannotDo(options.secret_file, reason(fault)) from fault
    homes = Path(places.journal_folder()) / "web"
    try:
        make_private(homes)
        own_home = home_of("", homes) if options.own_account else None
    except OSError as fault:
        raise CannotDo(homes, reason(fault)) from fault
    limits = Limits(one=options.upload << 20, all=10 * options.upload << 20)
    return Served(
        plans=tuple(_plan(plan) for plan in options.plans),
        gate=Gate(options.user_header, secret, only=login() if options.own_account else None),
        public=_public(options.public_url),
        homes=homes,
        own_home=own_home,
        options=("--lang", words.language, *(("--readonly",) if options.readonly else ())),
        sessions=options.sessions,
        of_one=options.of_one,
        idle=options.idle * 60.0,
        longest=options.longest * 3600.0,
        kept=float(options.kept),
        limits=limits,
    )


_NOT_THE_PROXYS: Final = frozenset({"user-agent", "host", "origin", "cookie", "authorization", "accept", "referer", "x-kehoach-secret"})
"""Headers that browsers send of themselves, or that mean something else here."""


def _refuse_numbers(options: argparse.Namespace) -> None:
    for name in ("idle", "longest", "sessions", "of_one", "upload", "kept"):
        if not 0 < getattr(options, name) <= 10_000:
            raise CannotDo(f"--{name.replace('_', '-')}", say(N_("a number from 1 to 10000 was expected")))
    if not 0 <= options.port < 1 << 16:
        raise CannotDo("--port", say(N_("a number from 0 to 65535 was expected")))


def _refuse_address(host: str) -> None:
    """Raise CannotDo for an address others can reach: there nobody would ask for a password, and names would be believed."""
    try:
        is_own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_own = False
    if not is_own:
        template = N_("others can reach this address, and nobody would ask them who they are; 127.0.0.1, ::1 or localhost")
        raise CannotDo(host, say(template))


def _plan(named: str) -> str:
    """The path of a plan that is served, without links. Raises CannotDo where there is none."""
    path = Path(named)
    try:
        if not path.is_file():
            raise CannotDo(shown_path(named), say(N_("there is no such plan file")))
        return os.path.realpath(path)
    except (OSError, ValueError) as fault:
        raise CannotDo(shown_path(named), say(N_("a file cannot have this name"))) from fault


def _public(url: str) -> str:
    parts = urlsplit(url)
    try:
        more = parts.query or parts.fragment or parts.username or parts.port == 0  # a port that is no number raises
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not more
    except ValueError:
        is_whole = False
    if not is_whole or not re.fullmatch(r"[!-~]+", url) or ";" in parts.netloc or "'" in url:
        raise CannotDo(url, say(N_("a whole address was expected, as https://office.example/kehoach")))
    return url.rstrip("/")
