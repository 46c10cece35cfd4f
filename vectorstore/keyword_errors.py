"""What the keyword engine raises, as the library's own errors."""

from __future__ import annotations

from pathlib import Path

from vectorstore.disk import disk_full, is_full
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.manifest import from_texts


def damaged(folder: Path, reason: str) -> LibraryDamaged:
    """The error for an index that can't be read."""
    return LibraryDamaged(f"The keyword index in {folder} can't be read: {reason}.", next=from_texts(folder.parents[1]))


class Reading:
    """Turns what a damaged index raises into the library's error. The engine's panics are no `Exception`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | ValueError) or (kind is not None and kind.__name__ == "PanicException"):
            raise damaged(self._folder, str(error)) from error


class Room:
    """Turns what the index raises while it is written into the library's errors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, OSError | ValueError):
            return
        if is_full(self._folder.parent):
            raise disk_full(self._folder.parent) from error
        raise LibraryError(f"The keyword index can't be written: {error}", next="Repeat the command.") from error
