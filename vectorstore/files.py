"""Files and folders as a stream of articles; what can't be read becomes a report and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from vectorstore.articles import find_files, read_file
from vectorstore.errors import ReadError
from vectorstore.given import Sidecar, read_sidecar
from vectorstore.outlets import OutletTable
from vectorstore.types import Article, FileReport


def incoming(
    paths: Sequence[Path], *, outlets: OutletTable, max_bytes: int
) -> tuple[Iterator[Article | FileReport], int]:
    """The articles below `paths`, read one at a time as they are asked for, and of how many files they come.

    What is known of a file from a sidecar beside it goes into its article.
    """
    listing = find_files(paths)

    def read() -> Iterator[Article | FileReport]:
        sidecars: dict[Path, Sidecar] = {}
        for path, reason in listing.skipped:
            yield FileReport(str(path), "skipped", reason=reason)
        for root, path in listing.files:
            source = path.relative_to(root).as_posix()
            try:
                if path.parent not in sidecars:
                    sidecars[path.parent] = read_sidecar(path.parent)
                given = sidecars[path.parent].given_for(path.name)
                yield read_file(path, root=root, given=given, outlets=outlets, max_bytes=max_bytes)
            except ReadError as error:
                yield FileReport(source, "refused", reason=error.message)

    return read(), len(listing.skipped) + len(listing.files)
