"""A folder of an ordinary user, with spaces and marks in its name: the two commands of README, and an upgrade under three sessions."""

from __future__ import annotations

from place import Place, alone, debian, left, must, on_the_screen

WHERE = "/home/lan/Kế hoạch của tôi"


def changed(place: Place) -> None:
    """The program as after a pull: a sentence is another, and what open sessions have not loaded yet is gone from the checkout."""
    init = place.path(f"{WHERE}/tui/__init__.py")
    init.write_text(init.read_text(encoding="utf-8").replace('__version__ = "', '__version__ = "9.'), encoding="utf-8")
    for file in place.path(f"{WHERE}/tui/screens").rglob("*.py"):  # nothing that ``--version`` loads
        file.unlink()


def programs(place: Place) -> set[str]:
    """The copies of the program."""
    return {one.name for one in place.path(WHERE).glob(".program-*")}


def trial() -> None:
    with debian() as place:
        place.checkout(WHERE, "lan")
        must("kehoach 0" in place.run("lan", "./run", "--version", where=WHERE).stdout, "the first start makes the environment")
        must(
            place.run("lan", "./run", "check", "data/plan.toml", where=WHERE, network=False).returncode == 0,
            "checks a plan, without a network",
        )
        sessions = [place.terminal("lan", "./run", "data/plan.toml", "--lang", "vi", where=WHERE, network=False) for _ in range(3)]
        for session in sessions:
            on_the_screen(session, "GRDP", "the workbench is there")
        before = programs(place)
        changed(place)
        told = place.run("lan", "./run", "--version", where=WHERE, network=False)
        must("kehoach 9.0" in told.stdout, "upgraded beside three sessions, without a network: the packages are the same")
        must(len(programs(place)) == 2 and before < programs(place), "their copy stands beside the new one")
        for session in sessions:
            session.send("\x1b[18~")  # F7 asks why: loaded now
            session.send("\x1b")
            session.send("4")
            on_the_screen(session, "III.1.a#1", "an open session goes on")
            must(left(session) == 0, "and is left as ever")
        changed(place)
        place.run("lan", "./run", "--version", where=WHERE, network=False)
        must(not before & programs(place), "what nobody runs from goes at the next upgrade")
        place.checkout(WHERE, "lan")  # whole again
        must(
            place.run("lan", "./run", "test", "tests/start", "tests/model", "-q", where=WHERE, last=30).returncode == 0,
            "./run test passes what it is given",
        )


if __name__ == "__main__":
    alone(trial)
