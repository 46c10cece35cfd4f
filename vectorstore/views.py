"""Snapshots for readers: the current one while it is current, a new one as soon as any process has written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from vectorstore import manifest as manifests
from vectorstore.config import LibraryConfig
from vectorstore.errors import LibraryBusy
from vectorstore.lock import writing
from vectorstore.manifest import Manifest, Stamp
from vectorstore.snapshot import Snapshot
from vectorstore.writer import Writer


@dataclass(slots=True)
class _View:
    """A snapshot, None where there is no library yet, and how many threads are reading it."""

    stamp: Stamp | None
    snapshot: Snapshot | None
    readers: int = 0
    retired: bool = False

    def close_if_done(self) -> None:
        if self.retired and not self.readers and self.snapshot is not None:
            self.snapshot.close()


class Views:
    """Lends out snapshots. One that a newer one has replaced is closed when its last reader is done with it."""

    def __init__(self, config: LibraryConfig, *, accept: Callable[[Manifest], None]) -> None:
        self._config = config
        self._accept = accept
        self._lock = threading.Lock()
        self._current: _View | None = None

    @contextmanager
    def reading(self) -> Iterator[Snapshot | None]:
        """The newest state, None where there is no library yet. Raises LibraryMismatch and LibraryDamaged."""
        with self._lock:
            view = self._newest()
            view.readers += 1
        try:
            yield view.snapshot
        finally:
            with self._lock:
                view.readers -= 1
                view.close_if_done()

    def close(self) -> None:
        """Lets go of the files as soon as no one reads them."""
        with self._lock:
            self._retire()

    def _newest(self) -> _View:
        # Taken before the opening: what is written while it lasts is noticed at the next reading.
        stamp = manifests.stamp(self._config.path)
        if self._current is None or self._current.stamp != stamp:
            opened = _View(stamp, self._opened())
            self._retire()
            self._current = opened
        assert self._current is not None
        return self._current

    def _retire(self) -> None:
        if self._current is not None:
            self._current.retired = True
            self._current.close_if_done()
            self._current = None

    def _opened(self) -> Snapshot | None:
        folder, url = self._config.path, self._config.chroma_url
        manifest = manifests.load(folder)
        if manifest is None:
            return None
        self._accept(manifest)
        if manifest.generation == 0 and not url and not (folder / manifest.store / "chroma.sqlite3").exists():
            return None
        snapshot = Snapshot.open(folder, manifest, url=url)
        if snapshot.complete:
            return snapshot
        with ExitStack() as closing:
            closing.callback(snapshot.close)
            try:
                with writing(folder):
                    current = manifests.load(folder) or manifest
                    Writer(folder, current, url=url).close()
            except LibraryBusy:
                # Whoever writes now completes it, and tells.
                closing.pop_all()
                return snapshot
        return Snapshot.open(folder, manifests.load(folder) or manifest, url=url)
