"""Making a working copy and its server one: what is saved here is committed, what others sent is joined with it, and that is sent.

Nothing is ever half done: what is sent is worked out among git's objects, sent, and only then written into the files. So there is no
merge under way at any moment, and whoever ends a sync in between leaves a copy the next one goes on with.
"""

from __future__ import annotations

import contextlib
import enum
import fcntl
import os
import random
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from tui.model.clock import Clock
from tui.model.plan import Problem
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead, SaveFailed, StoreError, reason, shown_path
from tui.store.log.record import Note, note
from tui.store.servers import pending
from tui.store.servers.copy import prepare
from tui.store.servers.git import OutOfReach, ServerError, Wanted, always, failed, last_line
from tui.store.servers.joining import Answer, JoinedFiles, OpenPlan, is_plan, join_trees, loaded
from tui.store.servers.repository import Blob, Repository, repository_at, server_words
from tui.store.servers.saved import Change, Refused, Saved, paired, refused_by_check, saved_in
from tui.store.servers.taking import Overtaken, mend, note_in_index, note_under_way, put_back, refused_to_take, take

MOST_TRIES: Final = 15
"""How often others may be quicker before a sync says so and leaves it for later."""
_LONGEST_PAUSE: Final = 2.0
_WAIT: Final = 60.0
"""Seconds another sync of the same copy is waited for."""
_PAUSE: Final = 0.05
_LOCK: Final = "lock"

Message = Callable[[Sequence[Change]], str]
"""What a commit says of the plans it changes; of none that it joins."""


class State(enum.Enum):
    """How a sync ended."""

    DONE = "done"
    OPEN = "open"  # something has to be decided; nothing was sent
    HELD = "held"  # check refuses a plan; nothing was sent
    REFUSED = "refused"  # the server, or a file here, lets it not be done
    AWAY = "away"  # the server cannot be reached

    @property
    def is_well(self) -> bool:
        """Whether here and there hold the same now."""
        return self is State.DONE


@attrs.frozen
class Synced:
    """What came of a sync. ``sent`` and ``received`` are plans that are different now there, or here."""

    state: State
    server: str
    branch: str
    top: Path
    sent: tuple[Change, ...] = ()
    received: tuple[Change, ...] = ()
    waiting: tuple[Change, ...] = ()
    """What is committed here and not on the server."""
    open: tuple[OpenPlan, ...] = ()
    refused: tuple[Refused, ...] = ()
    why: Sentence | None = None
    notes: tuple[Sentence, ...] = ()
    renamed: Mapping[str, tuple[Problem, ...]] = attrs.field(factory=dict)
    overtaken: int = 0
    """How often somebody else was quicker."""
    only_looked: bool = False
    other_files: tuple[int, int] = (0, 0)
    """How many files that are no plans were sent, and taken in."""


@attrs.frozen
class Wish:
    """What is asked of a sync. ``told`` hears what it is doing."""

    message: Message
    answer: Answer = Answer.ASK
    losses: bool = False
    only_look: bool = False
    asks: bool = False
    wanted: Wanted = always
    told: Callable[[Sentence], object] = lambda sentence: None


def synced(path: Path, wish: Wish) -> Synced:
    """Make the copy that a plan or folder is in and its server one. Raises :class:`StoreError` where that cannot even be begun."""
    path = Path(os.path.realpath(path))
    repository = repository_at(path, asks=wish.asks, wanted=wish.wanted)
    with _alone(repository, wish):
        if not wish.only_look:
            prepare(repository.git, repository.common, repository.settings)
        try:
            return _Sync(repository, path, wish).run()
        finally:
            repository.objects.close()
            with contextlib.suppress(OSError):
                (repository.state / "index").unlink()


@contextlib.contextmanager
def _alone(repository: Repository, wish: Wish) -> Iterator[None]:
    """While no other sync works on the copy. Every call of git holds the lock as well: it is free only when none lives any more."""
    try:
        repository.state.mkdir(exist_ok=True)  # for whom the copy is: a group may work in one
        handle = os.open(repository.state / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise ServerError(say(N_("{path} cannot be written: {reason}"), path=shown_path(repository.state), reason=reason(error))) from error
    try:
        _wait_for(handle, wish)
        begun = os.stat(repository.state / _LOCK).st_mtime
        if os.pread(handle, 1, 0):  # whoever ends well empties it
            mend(repository, begun)
        os.ftruncate(handle, 0)
        os.pwrite(handle, b"1", 0)
        repository.git.handed_on = (handle,)
        yield
        os.ftruncate(handle, 0)
    except Exception:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
        raise
    finally:
        repository.objects.close()
        repository.git.handed_on = ()
        os.close(handle)


def _wait_for(handle: int, wish: Wish) -> None:
    end = time.monotonic() + _WAIT
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise ServerError(say(N_("somebody else is synchronising this copy; try again"))) from None
        if not told:
            wish.told(say(N_("another sync of this copy is waited for")))
            told = True
        wish.wanted()
        time.sleep(_PAUSE)


def _pending(plan: OpenPlan) -> pending.Pending:
    return pending.Pending(plan.path, plan.base, plan.theirs, plan.commit, plan.history)


@attrs.define
class _Sync:
    repository: Repository
    named: Path
    wish: Wish
    overtaken: int = 0
    notes: list[Sentence] = attrs.field(factory=list)
    note: Note = attrs.field(factory=lambda: note(said=say(N_("joined with what others sent to the server"))))
    received: dict[str, Change] = attrs.field(factory=dict)

    # -- the way --------------------------------------------------------------------------------------------------

    def run(self) -> Synced:
        repository = self.repository
        for _ in range(MOST_TRIES):
            self.wish.wanted()
            head = repository.commit_at("HEAD")
            saved = saved_in(repository, head, repository.commit_at(repository.known), self.named)
            mine = self._commit(head, saved)
            try:
                there = self._fetch()
            except OutOfReach as fault:
                return self._ended(State.AWAY, mine, why=fault.sentence, refused=saved.refused)
            except ServerError as fault:
                return self._ended(State.REFUSED, mine, why=fault.sentence, refused=saved.refused)
            if saved.refused:
                return self._ended(State.HELD, mine, refused=saved.refused)
            try:
                ended = self._meet(mine, there)
            except Overtaken:
                ended = None
            except SaveFailed as fault:
                return self._ended(State.REFUSED, mine, why=fault.sentence)
            if ended is not None:
                return ended
            self.overtaken += 1
            self.wish.told(say(N_("somebody else was quicker; once more ({n})"), n=self.overtaken))
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE, _PAUSE * 2**self.overtaken)))
        why = say(N_("others were quicker again and again; what is saved here is kept, and the next sync goes on"))
        return self._ended(State.REFUSED, repository.commit_at("HEAD"), why=why)

    def _commit(self, head: str | None, saved: Saved) -> str | None:
        """The commit that has all that is saved here."""
        repository = self.repository
        self.notes += [told for told in saved.notes if told not in self.notes]
        if not self.wish.only_look:
            for path in saved.gone:
                put_back(repository, path, saved.before)
        if saved.files == saved.before:
            return head
        tree = repository.tree_of(saved.files, head)
        made = repository.commit(tree, [head] if head is not None else [], self.wish.message(saved.changes), self._who())
        if not self.wish.only_look:
            note_under_way(repository, head, made)
            repository.git.out("update-ref", "-m", "kehoach sync", "HEAD", made, *([head] if head is not None else []))
            note_in_index(repository, saved.before, saved.files)
        return made

    def _fetch(self) -> str | None:
        """The state of the server; None where its branch has none yet."""
        repository = self.repository
        spec = f"+refs/heads/{repository.upstream}:{repository.known}"
        self.wish.told(say(N_("asking {server}"), server=server_words(repository)))
        answer = repository.git.run("fetch", "-q", "--no-tags", "--no-write-fetch-head", "--", repository.server, spec)
        if answer.code and "couldn't find remote ref" in answer.said.lower():
            return None
        if answer.code:
            raise failed(answer, repository.url)
        return repository.commit_at(repository.known)

    def _meet(self, mine: str | None, there: str | None) -> Synced | None:
        """Join, send and take in; None where somebody else was quicker."""
        repository = self.repository
        if mine is None and there is None:
            raise ServerError(say(N_("there is no plan yet, neither here nor on the server; kehoach new makes one")))
        if there is None or (mine is not None and repository.is_ancestor(there, mine)):
            assert mine is not None
            return self._send(mine, there, mine, JoinedFiles(repository.tree(mine), (), (), (), {}))
        base = None if mine is None else repository.merge_base(mine, there)
        empty = repository.tree_of({}, None) if mine is None else mine
        joined = join_trees(repository, base, empty, there, self.note, self.wish.answer, losses=self.wish.losses)
        if joined.open or joined.refused:
            return self._undecided(mine, joined)
        if mine is None or repository.is_ancestor(mine, there):
            return self._send(mine, there, there, joined)
        tree = repository.tree_of(joined.files, there)
        changed = self._changes(repository.tree(there), joined.files)
        made = repository.commit(tree, (mine, there), self.wish.message(changed), self._who())
        return self._send(mine, there, made, joined)

    def _send(self, mine: str | None, there: str | None, made: str, joined: JoinedFiles) -> Synced | None:
        repository = self.repository
        before, after = repository.tree(mine), joined.files
        server = repository.tree(there)
        self.notes += [told for told in joined.notes if told not in self.notes]
        received = self._changes(before, after)
        sent = self._changes(server, after)
        why = refused_to_take(repository, before, after)
        if why is not None:
            return self._ended(State.REFUSED, mine, why=why)
        held = tuple(self._held(server, after))
        if self.wish.only_look:
            return self._ended(State.HELD if held else State.DONE, mine, refused=held, sent=sent, received=received, renamed=joined.renamed)
        state, why = State.HELD if held else State.DONE, None
        if made != there and not held:
            try:
                if not self._push(made):
                    return None
            except OutOfReach as fault:
                state, why = State.AWAY, fault.sentence
            except ServerError as fault:
                state, why = State.REFUSED, fault.sentence
        if made != mine:
            self.notes += take(repository, mine, made, before, after)
        for change in received:
            self.received[change.path] = change
        with contextlib.suppress(OSError):
            pending.keep(repository.state, ())
        arrived = state is State.DONE
        if arrived:
            self._know_upstream()
            repository.git.handed_on = ()
            repository.git.run("-c", "gc.auto=6700", "gc", "--auto", "-q")
        return Synced(
            state,
            server_words(repository),
            repository.upstream,
            repository.top,
            sent if arrived else (),
            tuple(self.received.values()),
            () if arrived else sent,
            refused=held,
            why=why,
            notes=tuple(self.notes),
            renamed=joined.renamed,
            overtaken=self.overtaken,
            other_files=(self._others(server, after) if arrived else 0, self._others(before, after)),
        )

    def _push(self, commit: str) -> bool:
        """Whether the server took it; not, where somebody else was quicker. Raises :class:`ServerError` where it will not."""
        repository = self.repository
        self.wish.told(say(N_("sending to {server}"), server=server_words(repository)))
        answer = repository.git.run(
            *(
                "push",
                "--porcelain",
                "--no-verify",
                "--no-follow-tags",
                "--",
                repository.server,
                f"{commit}:refs/heads/{repository.upstream}",
            )
        )
        if answer.code == 0:
            return True
        said = answer.out.decode("utf-8", "replace").lower() + answer.said.lower()
        quicker = ("fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value", "already exists")
        if any(sign in said for sign in quicker):
            return False
        line = next((line for line in answer.out.decode("utf-8", "replace").splitlines() if line.startswith("!")), "")
        if "[remote rejected]" in line:
            why = last_line(line.partition("[remote rejected]")[2].strip().strip("()"))
            raise ServerError(say(N_("the server refuses what you send ({said}); it is kept here"), said=why))
        raise failed(answer, repository.url)

    def _undecided(self, mine: str | None, joined: JoinedFiles) -> Synced:
        if not self.wish.only_look:
            try:
                pending.keep(self.repository.state, map(_pending, joined.open))
            except OSError as error:
                told = say(N_("{path} cannot be written: {reason}"), path=shown_path(self.repository.state), reason=reason(error))
                self.notes.append(told)
        why = joined.refused[0] if joined.refused else None
        self.notes += [*joined.refused[1:], *joined.notes]
        return self._ended(State.OPEN, mine, why=why, open=joined.open, renamed=joined.renamed)

    # -- what it comes to -----------------------------------------------------------------------------------------

    def _ended(
        self,
        state: State,
        mine: str | None,
        *,
        why: Sentence | None = None,
        open: tuple[OpenPlan, ...] = (),
        refused: tuple[Refused, ...] = (),
        sent: tuple[Change, ...] = (),
        received: tuple[Change, ...] | None = None,
        renamed: Mapping[str, tuple[Problem, ...]] | None = None,
    ) -> Synced:
        repository = self.repository
        known = repository.commit_at(repository.known)
        waiting: tuple[Change, ...] = ()
        if state is not State.DONE and mine is not None:
            base = repository.merge_base(mine, known) if known is not None else None
            waiting = self._changes(repository.tree(base), repository.tree(mine))
        taken = tuple(self.received.values()) if received is None else received
        return Synced(
            state,
            server_words(repository),
            repository.upstream,
            repository.top,
            sent if state is State.DONE else (),
            taken,
            waiting,
            open,
            refused,
            why,
            tuple(self.notes),
            renamed or {},
            self.overtaken,
            self.wish.only_look,
        )

    def _changes(self, before: Mapping[str, Blob], after: Mapping[str, Blob]) -> tuple[Change, ...]:
        """Plans that differ between two states; one that was moved is gone there and new here."""
        repository = self.repository
        found = []
        for path in dict.fromkeys((*before, *after)):
            old, new = before.get(path), after.get(path)
            if old == new or not any(is_plan(repository, path, blob) for blob in (old, new)):
                continue
            plans = []
            for blob in (old, new):
                try:
                    plans.append(None if blob is None else loaded(repository.blob(blob[1]), path).plan)
                except CannotRead:
                    plans.append(None)
            found.append(Change(path, plans[0], plans[1]))
        return paired(found)

    def _others(self, before: Mapping[str, Blob], after: Mapping[str, Blob]) -> int:
        """How many files differ that are neither plans nor histories."""
        differing = {path for path in (*before, *after) if before.get(path) != after.get(path)}
        return sum(not path.endswith((".toml", ".toml.history")) for path in differing)

    def _held(self, server: Mapping[str, Blob], after: Mapping[str, Blob]) -> Iterator[Refused]:
        """Plans that would be sent and that check refuses."""
        repository = self.repository
        differing = [path for path, blob in after.items() if server.get(path) != blob]
        if not differing:
            return
        for path in differing:
            if is_plan(repository, path, after[path]):
                try:
                    refused = refused_by_check(path, loaded(repository.blob(after[path][1]), path))
                except CannotRead as fault:
                    refused = Refused(path, why=fault.sentence)
                if refused is not None:
                    yield refused

    def _who(self) -> dict[str, str]:
        """Who commits: the person of this session."""
        name = self.note.name or self.note.login
        address = self.repository.settings.get("user.email") or f"{self.note.login}@{socket.gethostname()}"
        at = Clock().now().isoformat(timespec="seconds")
        found: dict[str, str] = {}
        for role in ("AUTHOR", "COMMITTER"):
            found |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": address, f"GIT_{role}_DATE": at}
        return found

    def _know_upstream(self) -> None:
        """Have git pull and git push by hand know where to."""
        repository, git = self.repository, self.repository.git
        if f"branch.{repository.branch}.merge" not in repository.settings:
            with contextlib.suppress(StoreError):
                git.out("config", "--local", f"branch.{repository.branch}.remote", repository.server)
                git.out("config", "--local", f"branch.{repository.branch}.merge", f"refs/heads/{repository.upstream}")
