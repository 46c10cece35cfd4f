"""Whether there is room to write, and the errors for when there is none or the folder may not be used."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import DiskFull, LibraryError

SPARE_BYTES = 20_000_000
"""Kept free, for journals and for what others write meanwhile."""


def require_room(folder: Path, size: int) -> None:
    """Raises DiskFull when `folder`'s disk has no room for `size` bytes beside what is kept free."""
    if shutil.disk_usage(folder).free < size + SPARE_BYTES:
        raise disk_full(folder)


def is_full(folder: Path) -> bool:
    """Whether so little is free that a write that failed, failed for that."""
    return folder.exists() and shutil.disk_usage(folder).free < SPARE_BYTES


def disk_full(folder: Path) -> DiskFull:
    """The error for a disk without room. Raised before anything of a batch is written, wherever that can be told."""
    return DiskFull(
        f"There is no room left on the disk of {folder}; what the library held is untouched.",
        next="Make room, then repeat the command: it goes on where it stopped.",
    )


def unusable(folder: Path, reason: str) -> LibraryError:
    """The error for a folder that the operating system won't let a library use, whether to read or to write."""
    return LibraryError(
        f"{folder} can't be used as a library: {reason.lower()}.",
        next="Check its permissions, or name another folder.",
        code="library_unusable",
    )


@contextmanager
def room_for_files(folder: Path) -> Iterator[None]:
    """Turns the operating system's error about a full disk into DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(folder) from error
        raise
