"""Upgrades that fail – no network, a package with other bytes, a full disk, an install that is read only – and everybody goes on."""

from __future__ import annotations

import re
import subprocess

from place import Place, alone, debian, must

WHERE = "/opt/kehoach"


def starts(place: Place, user: str, what: str, *, network: bool = True, says: str = "") -> None:
    """./run starts the version that was there; why there is no newer one is said in one line."""
    told = place.run(user, f"{WHERE}/run", "--version", network=network)
    lines = [line for line in told.stdout.splitlines() if line.startswith("kehoach: dùng bản đang có")]
    must(told.returncode == 0 and "kehoach 0.1.0" in told.stdout and len(lines) == 1, what)
    must(re.search(says, lines[0]) is not None, f"it says why: {lines[0]}")


def trial() -> None:
    with debian() as place:
        place.checkout(WHERE, "root")
        must(place.run("root", f"{WHERE}/run", "--version").returncode == 0, "installed for all by root")
        told = place.run("lan", f"{WHERE}/run", "--version", network=False)
        must(told.returncode == 0 and told.stdout.count("\n") == 1, "an ordinary user starts it, and nothing is said")
        pins = place.path(f"{WHERE}/packaging/pins/program.txt")
        as_it_was = pins.read_text(encoding="utf-8")

        pins.write_text(as_it_was + "# a later version of the pins\n", encoding="utf-8")
        starts(place, "root", "no network: the last version goes on", network=False, says="no network|không có mạng")
        starts(place, "lan", "a user who may not write here goes on as well", says="Permission denied")

        pins.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, as_it_was), encoding="utf-8")
        starts(place, "root", "packages with other bytes than the pinned ones: none is installed", says="sha256")

        pins.write_text(as_it_was.replace("textual==", "textual==99"), encoding="utf-8")
        starts(place, "root", "a package there is not", says="gói|package")

        init = place.path(f"{WHERE}/tui/__init__.py")
        pins.write_text(as_it_was, encoding="utf-8")
        init.write_text(init.read_text(encoding="utf-8") + "# pulled\n", encoding="utf-8")
        subprocess.run(["mount", "--bind", str(place.path(WHERE)), str(place.path(WHERE))], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place.path(WHERE))], check=True)
        try:
            starts(place, "root", "a folder that is read only", says="Read-only file system")
            starts(place, "lan", "for everybody", says="Read-only file system|Permission denied")
        finally:
            subprocess.run(["umount", str(place.path(WHERE))], check=True)
        must(
            place.run("root", f"{WHERE}/run", "--version", network=False).returncode == 0, "once it may be written to, the upgrade is made"
        )
        told = place.run("minh", f"{WHERE}/run", "--version", network=False)
        must(told.stdout.count("\n") == 1, "and nothing is said any more")

        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(place.path("/mnt"))], check=True)
        try:
            place.checkout("/mnt/kehoach", "lan")
            told = place.run("lan", "/mnt/kehoach/run", "--version")
            must(told.returncode != 0 and "the disk is full" in told.stdout, "a first start on a full disk says what helps")
            must(
                "Traceback" not in told.stdout and not list(place.path("/mnt/kehoach").glob(".venv-*/bin")), "and leaves nothing half made"
            )
        finally:
            subprocess.run(["umount", str(place.path("/mnt"))], check=True)


if __name__ == "__main__":
    alone(trial)
