"""Python 3.13, Debian 13: the two commands of README, and the whole suite, as an ordinary user."""

from __future__ import annotations

from place import PACKAGES, alone, debian, left, must, on_the_screen

WHERE = "/home/lan/kehoach"


def trial() -> None:
    with debian("trixie", [*PACKAGES, "git"]) as place:  # git: for the tests of ``kehoach sync``
        must("3.13" in place.run("lan", "python3", "--version").stdout, "Python 3.13")
        place.checkout(WHERE, "lan")
        must(place.run("lan", "./run", "check", "data/plan.toml", where=WHERE).returncode == 0, "checks a plan")
        session = place.terminal("lan", "./run", "--lang", "vi", where=WHERE, network=False)
        on_the_screen(session, "GRDP", "opens the workbench")
        session.send("4")
        on_the_screen(session, "III.1.a#1", "shows the tasks")
        must(left(session) == 0, "is left as ever")
        must(place.run("lan", "./run", "test", "-rfE", where=WHERE, last=60).returncode == 0, "passes the tests")


if __name__ == "__main__":
    alone(trial)
