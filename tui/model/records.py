"""Records that stay as they were stored until somebody asks for them: what a large plan opens from, in no time and little memory."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, MutableMapping, Sequence, ValuesView
from typing import Final, Protocol, cast

from tui.model.plan import Values

_RECENT: Final = 512
"""How many records that were read stay at hand: a screen and a panel of them, never a table."""


class Source(Protocol):
    """Records by place as they were stored; none of them ever changes."""

    def ids(self) -> Sequence[str]:
        """The id of every place."""
        ...

    def record(self, place: int) -> Values:
        """The record of a place. Raises IndexError."""
        ...


class StoredRecords(MutableMapping[str, Values]):
    """A table's records by id in the order of the file, like the ``dict`` it stands for; what is changed is kept beside the source.

    ``count`` is the number of records, ``without`` names the ids of the source that are no records of the plan.
    ``frame_file`` is a file with these very records as a frame, "" where there is none; see :attr:`untouched`.
    """

    __slots__ = ("_at", "_count", "_ids", "_moved", "_put", "_recent", "_replaced", "_source", "_without", "frame_file", "untouched")

    def __init__(self, source: Source, count: int, *, without: frozenset[str] = frozenset(), frame_file: str = "") -> None:
        self._source = source
        self._count = count
        self._without = without
        self._at: dict[str, int | Values] | None = None  # the place of a stored record, or one that was put here since
        self._ids: Sequence[str] = ()  # of every place, once they were read
        self._put: set[str] = set()  # the ids under which a record was put here
        self._recent: dict[int, Values] = {}
        self._replaced: dict[str, int] = {}  # the stored places of records in whose place another was put
        self._moved = False  # whether records came, went or were put in another order
        self.frame_file = frame_file
        self.untouched = True
        """Whether these are still the stored records, all of them, in the stored order."""

    @property
    def without(self) -> frozenset[str]:
        """The ids of the source that are no records of the plan."""
        return self._without

    def _places(self) -> dict[str, int | Values]:
        if self._at is None:
            self._ids = ids = self._source.ids()
            self._at = cast("dict[str, int | Values]", dict(zip(ids, range(len(ids)), strict=True)))
            for id in self._without:
                del self._at[id]
        return self._at

    # -- reading --------------------------------------------------------------------------------------------------

    def __getitem__(self, id: str) -> Values:
        at = self._places()[id]
        return self._read(at) if isinstance(at, int) else at

    def _read(self, place: int) -> Values:
        found = self._recent.get(place)
        if found is None:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            found = self._recent[place] = self._source.record(place)
        return found

    def __contains__(self, id: object) -> bool:
        return id in self._places()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places())

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._places())

    def __len__(self) -> int:
        return self._count if self._at is None else len(self._at)

    def items(self) -> ItemsView[str, Values]:
        return _Items(self)

    def values(self) -> ValuesView[Values]:
        return _Values(self)

    def each(self) -> Iterator[tuple[str, Values]]:
        """Every id and record; none of them is kept."""
        record = self._source.record
        for id, at in self._places().items():
            yield id, record(at) if isinstance(at, int) else at

    @property
    def stored_ids(self) -> Sequence[str]:
        """The ids of the source, in its order."""
        self._places()
        return self._ids

    @property
    def moved(self) -> bool:
        """Whether records came, went or were put in another order."""
        return self._moved

    def replaced(self, source: Source) -> list[tuple[str, Values, Values]] | None:
        """(id, record as it was stored, record as it is now) of each that is there and another than in ``source``, in the stored order.

        None where these are not the records of that source. Where none :attr:`moved`, it takes as long as there are such records.
        """
        if source is not self._source:
            return None
        places, stored_at = self._places(), self._replaced
        if self._moved:
            stored_at = {id: place for id, place in stored_at.items() if id in places}
            if back := self._put - stored_at.keys():  # one that was taken out and put back may be another as well
                stored_at |= {id: place for place, id in enumerate(self._ids) if id in back}
        by_place = sorted(stored_at.items(), key=lambda item: item[1])
        return [(id, self._read(place), cast("Values", places[id])) for id, place in by_place]

    def __repr__(self) -> str:
        return f"<{len(self)} stored records>"

    # -- changing -------------------------------------------------------------------------------------------------

    def __setitem__(self, id: str, values: Values) -> None:
        places = self._places()
        at = places.get(id)
        if isinstance(at, int):
            self._replaced[id] = at
        elif at is None:
            self._moved = True
        places[id] = values
        self._put.add(id)
        self.untouched = False

    def __delitem__(self, id: str) -> None:
        del self._places()[id]
        self._put.discard(id)
        self._moved = True
        self.untouched = False

    def insert(self, position: int, id: str, values: Values) -> None:
        """Put a new record before the one that stands at ``position``, without reading those behind it."""
        places = list(self._places().items())
        places.insert(position, (id, values))
        self._at = dict(places)
        self._put.add(id)
        self._moved = True
        self.untouched = False

    def copy(self) -> StoredRecords:
        """The same records, to be changed by themselves."""
        other = StoredRecords(self._source, self._count, without=self._without, frame_file=self.frame_file)
        other._at = None if self._at is None else dict(self._at)
        other._replaced, other._moved = dict(self._replaced), self._moved
        other._ids, other._put = self._ids, set(self._put)
        other.untouched = self.untouched
        return other

    __copy__ = copy

    def __or__(self, other: object) -> dict[str, Values]:
        return {**self, **other} if isinstance(other, dict | StoredRecords) else NotImplemented

    def __ror__(self, other: object) -> dict[str, Values]:
        return {**other, **self} if isinstance(other, dict) else NotImplemented


class _Items(ItemsView[str, Values]):
    _mapping: StoredRecords

    def __iter__(self) -> Iterator[tuple[str, Values]]:
        return self._mapping.each()


class _Values(ValuesView[Values]):
    _mapping: StoredRecords

    def __iter__(self) -> Iterator[Values]:
        return (values for _, values in self._mapping.each())
