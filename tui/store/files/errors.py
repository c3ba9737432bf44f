"""What can go wrong between the plan and its file. Each carries one sentence for the person in front of it."""

from __future__ import annotations

import errno
import os

from tui.model.text import N_, Sentence, printable, say


class StoreError(Exception):
    """Something the store could not do; ``sentence`` says what, in words that can be translated."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class CannotRead(StoreError):
    """The file cannot be opened as a plan at all; ``line`` is where in it the fault is, if it is in it."""

    def __init__(self, sentence: Sentence, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


class CannotRender(StoreError):
    """The changes could not be written into the text of the file; nothing was written."""


class SaveFailed(StoreError):
    """Nothing was saved and the file is as it was."""


class Locked(SaveFailed):
    """Another process was saving all the time; the sentence names who."""


def shown_path(path: str | os.PathLike[str]) -> str:
    """A path as it may be shown: nothing a terminal would act on, whatever bytes it is made of."""
    return printable(os.fsencode(path).decode("utf-8", "replace"))


_REASONS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EACCES: N_("you have no permission here"),
    errno.EPERM: N_("you have no permission here"),
    errno.EROFS: N_("the disk is read-only"),
    errno.EIO: N_("the disk reports an error"),
    errno.ENOENT: N_("the folder is not there"),
    errno.ENOTDIR: N_("the folder is not there"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("its links go round in a circle"),
    errno.EFBIG: N_("it is too large for the disk"),
    errno.EBADF: N_("it is closed"),
    errno.ESTALE: N_("the server's folder has been replaced"),
}


def reason(error: OSError) -> Sentence:
    """Why the system refused, in words."""
    known = _REASONS.get(error.errno or 0)
    return say(known) if known else say(N_("the system says: {detail}"), detail=printable(error.strerror or str(error)))
