"""A machine without a network: a first start says what helps, a bundle made elsewhere starts; and a Python without pip."""

from __future__ import annotations

from place import Place, alone, debian, left, must, on_the_screen

WHERE, BUNDLED = "/home/lan/kehoach", "/home/minh/bundle"


def without_pip() -> None:
    """Debian's bare python3: neither pip nor venv."""
    with debian(packages=["python3", "util-linux"]) as place:
        place.checkout(WHERE, "lan")
        told = place.run("lan", "./run", "--version", where=WHERE)
        must(told.returncode != 0 and "apt install python3-pip python3-venv" in told.stdout, "without pip it says what to install")
        must("Traceback" not in told.stdout, "in a sentence")


def without_ensurepip(place: Place) -> None:
    """pip is there, ensurepip is not, as in Debian without python3-venv."""
    for folder in place.path("/usr/lib").glob("python3*/ensurepip"):
        for file in sorted(folder.rglob("*"), reverse=True):
            file.unlink() if not file.is_dir() else file.rmdir()
        folder.rmdir()
    must(place.run("lan", "python3", "-c", "import ensurepip").returncode != 0, "there is no ensurepip")


def trial() -> None:
    without_pip()
    with debian() as place:
        without_ensurepip(place)
        place.checkout(WHERE, "lan")
        told = place.run("lan", "./run", "--version", where=WHERE, network=False)
        must(told.returncode != 0 and "./run bundle" in told.stdout, "a first start without a network names the bundle")
        must("Traceback" not in told.stdout and not list(place.path(WHERE).glob(".venv-*/bin")), "and leaves nothing half made")
        must(place.run("lan", "./run", "bundle", "/tmp/kehoach.tar.gz", where=WHERE).returncode == 0, "a bundle, with a network")
        must(place.run("lan", "./run", "bundle", "/tmp/kehoach.tar.gz", where=WHERE).returncode != 0, "which is not written over")
        place.run("minh", "mkdir", BUNDLED)
        must(
            place.run("minh", "tar", "xf", "/tmp/kehoach.tar.gz", "-C", BUNDLED, "--strip-components=1").returncode == 0,
            "unpacked by another user",
        )
        told = place.run("minh", "./run", "check", "data/plan.toml", where=BUNDLED, network=False)
        must(told.returncode == 0, "it installs and checks a plan without a network")
        session = place.terminal("minh", "./run", "--lang", "vi", where=BUNDLED, network=False)
        on_the_screen(session, "GRDP", "and opens the workbench")
        must(left(session) == 0, "which is left as ever")
        must(
            place.run("lan", "./run", "--version", where=WHERE).returncode == 0,
            "with a network and without ensurepip a first start goes as well",
        )


if __name__ == "__main__":
    alone(trial)
