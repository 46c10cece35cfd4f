"""A kill while Chroma rewrites its vectors' files harms nothing: what was half-written is put back and done again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from killing import add_records, holds, records

from vectorstore.chroma import ChromaStore
from vectorstore.errors import DiskFull
from vectorstore.vector_files import FOLDERS, IDS, VectorFiles

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["killing", "chromadb", "tantivy"])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store of 1,500 passages: Chroma has written the files of the first thousand, the rest is in its log."""
    place = tmp_path / "store-1"
    add_records(place, 0, 1_500)
    assert (vectors_of(place) / IDS).is_file()
    return place


def vectors_of(place: Path) -> Path:
    """The folder with the passages' vectors: that of the articles has no list of ids yet."""
    (folder,) = (folder for folder in place.glob(FOLDERS) if (folder / IDS).exists())
    return folder


def killed_at(file: str, place: Path) -> None:
    """Leaves the store as a kill does that comes when Chroma has begun to rewrite `file`."""
    files = VectorFiles(place)
    with suppress(KeyboardInterrupt), files.rewritten():
        folder = vectors_of(place)
        for name in ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", IDS):
            content = (folder / name).read_bytes()
            time.sleep(0.01)
            (folder / name).write_bytes(content[: len(content) // 2] if name == file else content[:-4] + b"\0\0\0.")
            if name == file:
                raise KeyboardInterrupt


@pytest.mark.parametrize("file", ["header.bin", "data_level0.bin", "length.bin", "link_lists.bin", IDS])
def test_what_was_half_written_is_put_back(place: Path, file: str) -> None:
    killed_at(file, place)
    holds(place, 1_500)
    add_records(place, 1_500, 3_500)
    holds(place, 3_500)
    assert not list(place.glob("vectors-copy*"))


def test_without_a_copy_such_files_are_damage(place: Path) -> None:
    """What the copy is for: so the test above shows that it helps."""
    killed_at("length.bin", place)
    for copy in place.glob("vectors-copy*"):
        copy.rename(place.parent / copy.name)
    child = PROCESSES.Process(target=holds, args=(place, 1_500))
    child.start()
    child.join(60)
    assert child.exitcode != 0


def test_files_written_whole_are_kept(place: Path) -> None:
    """Killed when Chroma was done with its files, and before the copy was renewed: its log may be cleared by then."""
    files = VectorFiles(place)
    with suppress(KeyboardInterrupt), files.rewritten():
        add_records(place, 1_500, 2_500)
        raise KeyboardInterrupt
    holds(place, 2_500)


def test_the_copy_is_made_once_for_a_thousand_records(place: Path) -> None:
    files = VectorFiles(place)
    with files.rewritten():
        pass
    (copy,) = place.glob("vectors-copy*")
    made = copy.stat().st_ino
    with files.rewritten():
        pass
    assert copy.stat().st_ino == made
    files.close()
    assert not copy.exists()


def test_no_room_for_the_copy_is_said_before_anything_is_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    store = ChromaStore.open(place)
    try:
        with monkeypatch.context() as patch:
            patch.setattr("vectorstore.vector_files.shutil.copytree", full)
            patch.setattr("vectorstore.chroma_errors.is_full", lambda _: True)
            with pytest.raises(DiskFull):
                store.add_passages(records(1_500, 1_600))
    finally:
        store.close()
    assert not list(place.glob("vectors-copy*"))
    holds(place, 1_500)


MOMENTS = [0.0, 0.001, 0.003, 0.008]
"""Seconds after the first sign of rewriting at which to kill."""


@pytest.mark.parametrize("delay", MOMENTS)
def test_killed_while_chroma_rewrites(tmp_path: Path, delay: float) -> None:
    place = tmp_path / "store-1"
    child = PROCESSES.Process(target=add_records, args=(place, 0, 20_000))
    child.start()
    seen, rewritten = None, 0
    while child.is_alive() and rewritten < 3:
        state = {file: file.stat().st_mtime_ns for file in place.glob(f"{FOLDERS}/header.bin")}
        rewritten += state != seen
        seen = state
    time.sleep(delay)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    store = ChromaStore.open(place)
    held = store.count_passages()
    store.close()
    assert held % 100 == 0
    holds(place, held)
    add_records(place, held, held + 1_500)
    holds(place, held + 1_500)


def test_records_are_what_they_are_said_to_be() -> None:
    assert records(5, 7).ids == records(0, 7).ids[5:]
    assert np.array_equal(records(5, 7).vectors, records(0, 7).vectors[5:])


def test_who_has_written_nothing_leaves_the_copy_of_who_writes(place: Path) -> None:
    writer, reader = VectorFiles(place), VectorFiles(place)
    with writer.rewritten():
        reader.mend()
        reader.close()
        assert (place / "vectors-copy").is_dir()
    writer.close()
    assert not list(place.glob("vectors-copy*"))
