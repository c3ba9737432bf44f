"""What stands typed in boxes and cells and is not kept: by its place, and on disk a moment after it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tui.store.log.draft import Draft, DraftPlace


class Drafts:
    """The drafts of a session, those of an earlier one that were restored among them; the oldest first.

    ``write`` puts one on disk; one without fields takes back what the disk has of its place.
    """

    def __init__(self, write: Callable[[Draft], None]) -> None:
        self._write = write
        self._by_place: dict[DraftPlace, Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._by_place.values())

    def __len__(self) -> int:
        return len(self._by_place)

    def fields_of(self, table: str) -> set[tuple[str, str]]:
        """(id, field) of what drafts of a table's records belong to; see :meth:`Draft.fields_of`."""
        return {found for draft in self._by_place.values() for found in draft.fields_of(table)}

    def at(self, place: DraftPlace) -> Draft | None:
        """What was typed there and not kept."""
        return self._by_place.get(place)

    def note(self, draft: Draft) -> None:
        """What stands typed at a place now; nothing where it was made empty."""
        if not draft.fields:
            self.forget(draft.place)
        elif self._fields_at(draft.place) != draft.fields:
            self._by_place[draft.place] = draft
            self._write(draft)

    def forget(self, place: DraftPlace, later: Callable[[Callable[[], None]], object] = lambda gone: gone()) -> None:
        """It was kept or dropped. With ``later`` the disk is told by that, when whatever keeps it has been told of."""
        if self._by_place.pop(place, None) is not None:
            later(lambda: None if place in self._by_place else self._write(Draft(place, "")))

    def restore(self, drafts: Iterable[Draft]) -> None:
        """Take over what earlier sessions left; it is on disk with them until this session's journal has taken it over."""
        for draft in drafts:
            self._by_place[draft.place] = draft

    def _fields_at(self, place: DraftPlace) -> Mapping[str, object]:
        there = self._by_place.get(place)
        return there.fields if there is not None else {}
