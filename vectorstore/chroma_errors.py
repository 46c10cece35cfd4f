"""What Chroma raises, turned into the library's errors. Told by its names: Chroma itself is imported next door only."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from vectorstore.disk import disk_full, is_full, unusable
from vectorstore.errors import LibraryDamaged, LibraryError

NO_ACCESS = ("readonly database", "unable to open database file")
"""What SQLite says where the store may not be written or read: it writes even to be read."""


class Translated:
    """A context in which Chroma's errors become the library's; those of damage end with `mend`, the next step."""

    def __init__(self, folder: Path, url: str | None, *, mend: str) -> None:
        self._place = url or str(folder)
        self._mend = mend
        self._folder = None if url else folder

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or error is None or not _of_chroma(kind):
            return
        said = str(error)
        if self._folder is not None:
            if is_full(self._folder) or "disk is full" in said:
                raise disk_full(self._folder) from error
            if any(reason in said for reason in NO_ACCESS):
                raise unusable(self._folder.parent, "its store can't be opened for writing") from error
        if issubclass(kind, ConnectionError) or _package(kind) == "httpx" or "Could not connect" in said:
            raise LibraryError(
                f"No Chroma server answers at {self._place}.",
                next="Start it, or leave its address out.",
                code="no_server",
            ) from error
        raise LibraryDamaged(f"The store in {self._place} can't be read: {said}", next=self._mend) from error


def _of_chroma(kind: type[BaseException]) -> bool:
    """Whether it is one of those that Chroma is known to raise. The panics of its Rust core are no `Exception`."""
    own = _package(kind) in ("chromadb", "httpx") or kind.__name__ == "PanicException"
    return own or issubclass(kind, sqlite3.Error | OSError | ValueError)


def _package(kind: type[BaseException]) -> str:
    return kind.__module__.partition(".")[0]
