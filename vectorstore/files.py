"""Files and folders as a stream of articles; what can't be read becomes a report and stops nothing."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from vectorstore.articles import Listing, find_files, read_file
from vectorstore.errors import ReadError
from vectorstore.given import SIDECAR, Sidecars
from vectorstore.outlets import OutletTable
from vectorstore.types import Article, FileReport


def incoming(
    paths: Sequence[Path], *, outlets: OutletTable, max_bytes: int
) -> tuple[Iterator[Article | FileReport], int]:
    """The articles below `paths`, read one at a time as they are asked for, and of how many files they come.

    Roots are absolute, so that a folder is the same one wherever the command was given.
    """
    listing = find_files([Path(os.path.abspath(path)) for path in paths])  # noqa: PTH100 - links stay as they are given
    total = len(listing.files) + len(listing.skipped) + len(listing.refused)
    return _read(listing, outlets=outlets, max_bytes=max_bytes), total


def _read(listing: Listing, *, outlets: OutletTable, max_bytes: int) -> Iterator[Article | FileReport]:
    for path, error in listing.refused:
        yield _refused(str(path), error)
    for path, reason in listing.skipped:
        yield FileReport(str(path), "skipped", reason=reason)
    sidecars: dict[Path, Sidecars] = {}
    for root, path in listing.files:
        beside, source = sidecars.setdefault(root, Sidecars(root)), path.relative_to(root).as_posix()
        given = beside.given_for(path)
        while beside.problems:
            yield _refused(SIDECAR, beside.problems.pop())
        if not beside.unusable.isdisjoint(path.parents):
            # Without what its sidecar says it would be another article: one held already would lose its outlet.
            yield FileReport(source, "skipped", reason=f"left as it is until its {SIDECAR} can be used")
            continue
        try:
            yield read_file(path, root=root, given=given, outlets=outlets, max_bytes=max_bytes)
        except ReadError as error:
            yield _refused(source, error)
        except Exception as error:  # one file that reading it fails on must not keep the others out
            logging.getLogger(__name__).exception("Reading %s failed.", path)
            said = f"{path} can't be read: {type(error).__name__}, {error}."
            yield _refused(source, ReadError(said, next="Leave it out, and report it as a fault of Byline."))


def _refused(source: str, error: ReadError) -> FileReport:
    return FileReport(source, "refused", reason=str(error))
