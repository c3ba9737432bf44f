"""What is sent to a terminal: at once where it takes it, in order whoever sends it, and without an end to the program where it is gone."""

from __future__ import annotations

import fcntl
import os
import termios
import tty
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.patience import PATIENCE
from tui.terminal.terminal_output import TerminalOutput


class Terminal:
    """A terminal nobody reads from until somebody does, and the thread that sends what is left to it."""

    def __init__(self) -> None:
        self.reader, self.file = os.openpty()
        tty.setraw(self.file)
        os.set_blocking(self.reader, False)
        self.output = TerminalOutput(self.file)
        self.left: list[str] = []

    def send(self, text: str) -> None:
        """As the driver does."""
        left = self.output.at_once(text)
        if left is not None:
            self.left.append(left)

    def thread(self) -> None:
        """The other thread has its turn."""
        for text in self.left:
            self.output.write(text)
        self.left.clear()
        self.output.flush()

    def read(self) -> bytes:
        """All that has come."""
        found = b""
        while True:
            try:
                found += os.read(self.reader, 1 << 16)
            except BlockingIOError:
                return found

    def close(self) -> None:
        os.close(self.reader)
        os.close(self.file)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.close()


def test_what_a_terminal_takes_is_there_at_once_and_nothing_is_left(terminal: Terminal) -> None:
    terminal.send("Kế hoạch")
    terminal.send("\x1b[2J")
    assert terminal.left == [] and terminal.read().decode() == "Kế hoạch\x1b[2J"


def test_the_shells_own_file_waits_as_before(terminal: Terminal) -> None:
    terminal.send("x")
    assert not fcntl.fcntl(terminal.file, fcntl.F_GETFL) & os.O_NONBLOCK
    assert os.get_blocking(terminal.file)


def test_what_it_does_not_take_goes_through_the_thread_and_all_behind_it(terminal: Terminal) -> None:
    text = "ế" * 200_000  # more than a line holds, and cut within a letter
    terminal.send(text)
    assert terminal.left == [""], "the rest is kept as bytes"
    terminal.send("behind it")
    assert terminal.left == ["", "behind it"]
    found = terminal.read()
    assert 0 < len(found) < len(text.encode())
    os.set_blocking(terminal.reader, True)
    from threading import Thread

    sending = Thread(target=terminal.thread)  # which waits for who reads
    sending.start()
    whole = (text + "behind it").encode()
    while len(found) < len(whole):
        found += os.read(terminal.reader, 1 << 16)
    sending.join(PATIENCE)
    assert found == whole
    terminal.send("at once again")
    assert terminal.left == [] and os.read(terminal.reader, 100) == b"at once again"


@law(few=12, many=300)
@given(st.lists(st.tuples(st.text(max_size=40), st.booleans()), max_size=20))
def test_all_of_it_comes_in_order(texts: list[tuple[str, bool]]) -> None:
    terminal = Terminal()
    try:
        sent = b""
        for text, is_left in texts:
            if is_left:  # as if the terminal had taken nothing
                unblocked, terminal.output._unblocked = terminal.output._unblocked, None
                terminal.send(text)
                terminal.output._unblocked = unblocked
            else:
                terminal.send(text)
            sent += text.encode("utf-8", "replace")
        terminal.thread()
        assert terminal.read() == sent
    finally:
        terminal.close()


def test_what_is_no_terminal_is_left_to_the_thread() -> None:
    reader, file = os.pipe()
    output = TerminalOutput(file)
    assert output.at_once("a") == "a" and not output.isatty()
    output.write("a")
    output.flush()
    assert os.read(reader, 10) == b"a"
    os.close(reader)
    assert output.at_once("b") == "b"
    output.write("b")
    output.flush()  # nobody reads any more, and nothing is said
    os.close(file)


def test_a_terminal_that_is_gone_takes_nothing_more(terminal: Terminal) -> None:
    os.close(terminal.reader)
    terminal.send("x")
    assert terminal.left == [""]
    terminal.thread()
    terminal.send("y")
    assert terminal.left == ["y"]
    terminal.thread()
    terminal.reader = os.open(os.devnull, os.O_RDONLY)


def test_one_that_is_being_set_by_somebody_else_is_written_to_all_the_same(terminal: Terminal) -> None:
    settings = termios.tcgetattr(terminal.file)
    os.set_blocking(terminal.file, False)
    terminal.send("a")
    terminal.output.send("b")
    assert terminal.read() == b"ab" and termios.tcgetattr(terminal.file) == settings
