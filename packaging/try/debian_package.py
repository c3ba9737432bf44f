"""The Debian package: installed, run by two users, upgraded under a running session, removed, purged."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from place import ROOT, USERS, Place, alone, debian, left, must, on_the_screen


def built(into: Path) -> Path:
    """The package of the tree as it is."""
    python = Path(sys.base_prefix) / "bin" / "python3"  # environments of tests have no pip
    subprocess.run([str(python), str(ROOT / "packaging" / "debian.py"), "--into", str(into)], check=True)
    return next(into.glob("*.deb"))


def newer(package: Path, into: Path) -> Path:
    """The same with another version, as the next release would be."""
    folder = into / "newer"
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(folder)], check=True)
    control = folder / "DEBIAN" / "control"
    control.write_text(control.read_text(encoding="utf-8").replace("Version: ", "Version: 1:"), encoding="utf-8")
    shipped = folder / "usr" / "lib" / "kehoach" / "shipped"
    (shipped / "name").write_text((shipped / "name").read_text(encoding="utf-8").strip() + "-newer\n", encoding="utf-8")
    site = next(shipped.glob("environment/lib/python*/site-packages/tui"))
    init = site / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace('__version__ = "', '__version__ = "9.'), encoding="utf-8")
    for compiled in (site / "__pycache__").glob("__init__*"):
        compiled.unlink()
    out = into / "newer.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(folder), str(out)], check=True, stdout=subprocess.DEVNULL
    )
    return out


def runs(place: Place) -> set[str]:
    """The copies sessions may run from."""
    return {one.name for one in place.path("/usr/lib/kehoach/run").iterdir() if one.is_dir() and not one.is_symlink()}


def trial() -> None:
    with tempfile.TemporaryDirectory() as work, debian(packages=["python3", "util-linux"]) as place:
        package = built(Path(work))
        after = newer(package, Path(work))
        for name, source in (("one.deb", package), ("two.deb", after)):
            place.path(f"/opt/{name}").write_bytes(source.read_bytes())
        must(
            place.run("root", "dpkg", "--install", "/opt/one.deb", network=False).returncode == 0,
            "installed without a network, without pip",
        )
        for user in USERS:
            place.path(f"/home/{user}/plan.toml").write_bytes((ROOT / "data" / "plan.toml").read_bytes())
            place.run("root", "chown", f"{user}:{user}", f"/home/{user}/plan.toml")
            must(place.run(user, "kehoach", "check", "plan.toml", network=False).returncode == 0, f"{user} checks a plan")
        sessions = [place.terminal(user, "kehoach", "plan.toml", "--lang", "vi") for user in USERS]
        for user, session in zip(USERS, sessions, strict=True):
            on_the_screen(session, "GRDP", f"{user} has the workbench")
        first = runs(place)
        must(len(first) == 1, "one copy, which both run from")
        must(place.run("root", "dpkg", "--install", "/opt/two.deb", network=False).returncode == 0, "upgraded under two sessions")
        must(len(runs(place)) == 2, "the copy of the sessions stands beside the new one")
        must("kehoach 9." in place.run("lan", "kehoach", "--version", network=False).stdout, "who starts now has the new one")
        for key, text in (("4", "III.1.a#1"), ("3", "xổ số kiến thiết"), ("2", "Định hướng ngành")):
            for session in sessions:
                session.send(key)
                on_the_screen(session, text, f"an open session goes on: key {key}")
        for session in sessions:
            must(left(session) == 0, "left as ever")
        place.run("root", "dpkg-reconfigure", "kehoach", network=False)
        must(len(runs(place)) == 1, "what nobody runs from goes")
        session = place.terminal("minh", "kehoach", "plan.toml", "--lang", "vi")
        on_the_screen(session, "Định hướng", "minh opens it again, where it was left")
        told = place.run("root", "dpkg", "--remove", "kehoach", network=False)
        must(told.returncode == 0 and "sessions are open" in told.stdout, "removed under a session, which is said")
        session.send("4")
        on_the_screen(session, "III.1.a#1", "the session goes on")
        must(left(session) == 0, "and is left as ever")
        must(place.path("/etc/xdg/kehoach/config.toml").exists(), "the settings for everybody stay until purge")
        must(place.run("root", "dpkg", "--purge", "kehoach", network=False).returncode == 0, "purged")
        gone = not place.path("/usr/lib/kehoach").exists() and not place.path("/usr/bin/kehoach").exists()
        must(gone and not place.path("/etc/xdg/kehoach").exists(), "nothing of it is left")


if __name__ == "__main__":
    alone(trial)
