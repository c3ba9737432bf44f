"""A copy of a repository: where it is, which branch it is on, which server it has, and its trees and files by their names."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from tui.model.text import N_, say
from tui.store.files.errors import shown_path
from tui.store.servers.git import Git, ServerError, Wanted, always, failed, refused_url, settings_of, shown_url
from tui.store.servers.objects import Objects
from tui.store.servers.pending import STATE

PLAIN: Final = frozenset({"100644", "100755"})
LINK: Final = "120000"
_UNDER_WAY: Final = {
    "MERGE_HEAD": N_("a merge by hand is under way here; end it (git merge --continue) or drop it (git merge --abort) first"),
    "rebase-merge": N_("a rebase by hand is under way here; end it or drop it (git rebase --abort) first"),
    "rebase-apply": N_("a rebase by hand is under way here; end it or drop it (git rebase --abort) first"),
    "CHERRY_PICK_HEAD": N_("a cherry-pick by hand is under way here; end it or drop it (git cherry-pick --abort) first"),
    "REVERT_HEAD": N_("a revert by hand is under way here; end it or drop it (git revert --abort) first"),
}

Blob: TypeAlias = tuple[str, str]
"""Mode and object of a file in a tree."""
Tree: TypeAlias = Mapping[str, Blob]
"""The files of a commit by their paths from the top."""


@attrs.frozen
class Repository:
    """A working copy. ``branch`` is the one it is on, ``server`` the name of the remote, ``upstream`` its branch there."""

    git: Git
    top: Path
    private: Path
    """The folder of git for this working copy."""
    common: Path
    """The same for all working copies of the repository."""
    branch: str
    server: str
    url: str
    upstream: str
    settings: Mapping[str, str]
    objects: Objects
    _trees: dict[str, dict[str, Blob]] = attrs.field(factory=dict, repr=False, eq=False)
    """Trees that were read, by the commit or tree they are of."""

    @property
    def state(self) -> Path:
        """The folder of what a sync keeps."""
        return self.private / STATE

    @property
    def known(self) -> str:
        """The reference that says how the server was when it was last asked."""
        return f"refs/remotes/{self.server}/{self.upstream}"

    # -- commits --------------------------------------------------------------------------------------------------

    def commit_at(self, name: str) -> str | None:
        """The commit a reference names; None where there is none yet."""
        return self.git.line("rev-parse", "--verify", "-q", "--end-of-options", f"{name}^{{commit}}")

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit both come from; None where they have nothing in common."""
        found = self.git.line("merge-base", one, other)
        return found.split("\n")[0] if found else None

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether one commit is in another's past, or the same."""
        return old == new or self.git.run("merge-base", "--is-ancestor", old, new).code == 0

    def tree(self, commit: str | None) -> dict[str, Blob]:
        """The files of a commit or tree, named by its object; none of no commit."""
        if commit is None:
            return {}
        if commit in self._trees:
            return dict(self._trees[commit])
        found: dict[str, Blob] = {}
        for entry in self.git.out("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            if entry:
                about, _, path = entry.partition(b"\t")
                mode, _, oid = about.decode().split()[:3]
                found[os.fsdecode(path)] = mode, oid
        self._trees[commit] = found
        return dict(found)

    def moves(self, old: str | None, new: str) -> dict[str, str]:
        """Old path → new path of files that were moved between two commits or trees."""
        if old is None:
            return {}
        parts = self.git.out("diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", old, new).split(b"\0")
        found, at = {}, 0
        while at + 2 < len(parts):
            found[os.fsdecode(parts[at + 1])] = os.fsdecode(parts[at + 2])
            at += 3
        return found

    # -- objects --------------------------------------------------------------------------------------------------

    def blob(self, oid: str) -> bytes:
        """The bytes of a file in a tree."""
        return self.objects.read(oid)

    def keep(self, data: bytes) -> str:
        """Put bytes among the objects; their name."""
        return self.git.out("hash-object", "-w", "--stdin", "--no-filters", given=data).decode().strip()

    def tree_of(self, files: Tree, like: str | None) -> str:
        """Put a tree among the objects, made from the commit ``like`` by what differs; its name."""
        self.state.mkdir(exist_ok=True)
        index = self.state / "index"
        before = self.tree(like)
        with contextlib.suppress(FileNotFoundError):
            index.unlink()
        with contextlib.suppress(FileNotFoundError):
            (self.state / "index.lock").unlink()
        self.git.out("read-tree", like if like is not None else "--empty", index=index)
        self.git.out("update-index", "-z", "--index-info", given=index_lines(before, files), index=index)
        return self.git.out("write-tree", index=index).decode().strip()

    def commit(self, tree: str, parents: Iterable[str], message: str, who: Mapping[str, str]) -> str:
        """Put a commit among the objects; no reference leads to it yet."""
        named = [part for parent in parents for part in ("-p", parent)]
        text = message.encode("utf-8", "replace")
        return self.git.out("commit-tree", tree, *named, "-F", "-", given=text, more=who).decode().strip()


def index_lines(before: Tree, after: Tree) -> bytes:
    """What leads the index from one tree to another, for ``update-index --index-info``."""
    none = "0" * max((len(oid) for _, oid in before.values()), default=40)
    gone = (f"0 {none}\t{path}".encode(errors="surrogateescape") for path in before if path not in after)
    new = (
        f"{mode} {oid}\t{path}".encode(errors="surrogateescape") for path, (mode, oid) in after.items() if before.get(path) != (mode, oid)
    )
    return b"".join(line + b"\0" for line in (*gone, *new))


# -- finding one ----------------------------------------------------------------------------------------------------


def repository_at(path: Path, *, asks: bool = False, wanted: Wanted = always) -> Repository:
    """The repository a plan or folder is in. Raises :class:`ServerError`, with what is to be done where that is known."""
    folder = path if path.is_dir() else path.parent
    git = Git(folder if folder.parts else Path(), asks, wanted=wanted)
    answer = git.run("rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    if answer.code:
        if "not a git repository" in answer.said.lower() or "must be run in a work tree" in answer.said.lower():
            told = N_("{path} is in no copy of a repository; kehoach clone URL makes one")
            raise ServerError(say(told, path=shown_path(path)))
        raise failed(answer)
    top, private, common = (os.fsdecode(line) for line in answer.out.split(b"\n")[:3])
    git.folder = Path(top)
    place = Path(private)
    for name, sentence in _UNDER_WAY.items():
        if (place / name).exists():
            raise ServerError(say(sentence))
    branch = git.line("symbolic-ref", "-q", "--short", "HEAD")
    if branch is None:
        raise ServerError(say(N_("this copy is on no branch (git switch BRANCH puts it on one)")))
    settings = settings_of(git)
    server = settings.get(f"branch.{branch}.remote") or _only_server(git)
    url = settings.get(f"remote.{server}.url", "")
    if not url:
        raise ServerError(say(N_("this repository has no server yet (git remote add origin URL names one)")))
    refused = refused_url(url)
    if refused is not None:
        raise ServerError(refused)
    upstream = (settings.get(f"branch.{branch}.merge") or f"refs/heads/{branch}").removeprefix("refs/heads/")
    whole = Path(common) if os.path.isabs(common) else folder / common
    return Repository(git, Path(top), place, whole.resolve(), branch, server, url, upstream, settings, Objects(git))


def _only_server(git: Git) -> str:
    names = (git.line("remote") or "").split("\n")
    if names == [""]:
        raise ServerError(say(N_("this repository has no server yet (git remote add origin URL names one)")))
    return "origin" if "origin" in names else names[0]


# -- files ----------------------------------------------------------------------------------------------------------


def place_of(repository: Repository, path: str) -> Path:
    """Where a path of a tree is in the working copy.

    Raises :class:`ServerError` where it would lead out of it: by its parts, or by a link in the place of a folder or file.
    """
    parts = path.split("/")
    if any(part in ("", ".", "..") or part.lower() == ".git" or "\0" in part for part in parts) or path.startswith("/"):
        raise ServerError(say(N_("{path} leads out of the repository; it is left alone"), path=shown_path(path)))
    place = repository.top
    for part in parts:
        place = place / part
        try:
            if stat.S_ISLNK(os.lstat(place).st_mode):
                raise ServerError(say(N_("{path} is a link; a sync follows none"), path=shown_path(place)))
        except (FileNotFoundError, NotADirectoryError):
            continue
    return place


def bytes_at(repository: Repository, path: str) -> bytes | None:
    """What a file of the working copy holds; None where there is none, or what is there is no file."""
    place = place_of(repository, path)
    try:
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        from tui.store.files.errors import reason

        raise ServerError(say(N_("{path} cannot be read: {reason}"), path=shown_path(place), reason=reason(error))) from error
    with open(handle, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None


def names(data: bytes) -> Iterator[str]:
    """The paths in what git prints with ``-z``."""
    return (os.fsdecode(part) for part in data.split(b"\0") if part)


def server_words(repository: Repository) -> str:
    """How the server is called where somebody reads it."""
    return shown_url(repository.url)
