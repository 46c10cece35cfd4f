"""Several processes and threads on one library: one writes, all read, and what was written is seen."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder, article
from numpy.typing import NDArray

from vectorstore.config import LibraryConfig
from vectorstore.errors import LibraryBusy, LibraryDamaged, LibraryError
from vectorstore.library import Library
from vectorstore.lock import writing

WRITER = """
import sys
from pathlib import Path
from fakes import FakeEncoder, article
from numpy.typing import NDArray
from vectorstore.config import LibraryConfig
from vectorstore.library import Library

def wait(point):
    if point == "passages" and sys.argv[3] == "wait":
        print("writing", flush=True)
        sys.stdin.readline()

config = LibraryConfig(path=Path(sys.argv[1]))
with Library.open(config, encoder=FakeEncoder(), checkpoint=wait) as library:
    library.add_articles([article(f"{sys.argv[2]}.txt", f"It rained in {sys.argv[2]}. All of Sunday.")])
"""


def writer(config: LibraryConfig, name: str, how: str = "") -> subprocess.Popen[str]:
    here = Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(config.path), name, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{here}:{here.parent}"},
    )


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def sources(library: Library, question: str, legs: tuple[str, ...] = ("dense", "keywords")) -> set[str]:
    return {hit.article.source for hit in library.search(question, legs=legs).hits}


def test_an_open_library_sees_what_another_process_adds_and_removes(config: LibraryConfig, library: Library) -> None:
    assert sources(library, "rained") == set()
    for count, name in enumerate(("paris", "rome", "bonn"), 1):
        finish(writer(config, name))
        assert len(library.articles()) == count
        for leg in ("dense", "keywords"):
            assert f"{name}.txt" in sources(library, f"rained in {name}", (leg,))
    with Library.open(config, encoder=FakeEncoder()) as other:
        other.remove(other.articles()[0].id)
    assert sources(library, "rained in bonn") == {"paris.txt", "rome.txt"}


def test_a_second_writer_is_told_at_once_who_writes_and_nothing_is_lost(config: LibraryConfig) -> None:
    first = writer(config, "paris", "wait")
    assert first.stdout is not None
    assert first.stdout.readline() == "writing\n"
    with Library.open(LibraryConfig(path=config.path.parent / "elsewhere"), encoder=FakeEncoder()):
        start = time.perf_counter()
        with pytest.raises(LibraryBusy, match=f"process {first.pid} "):
            Library(config, encoder=FakeEncoder()).add_articles([article("rome.txt", "It rained in Rome.")])
        assert time.perf_counter() - start < 1
    finish(first)
    with Library.open(config, encoder=FakeEncoder()) as library:
        library.add_articles([article("rome.txt", "It rained in Rome.")])
        assert [record.source for record in library.articles()] == ["paris.txt", "rome.txt"]
        library.check()


def test_a_killed_writer_leaves_no_lock(config: LibraryConfig) -> None:
    first = writer(config, "paris", "wait")
    assert first.stdout is not None
    first.stdout.readline()
    first.kill()
    first.communicate()
    with Library.open(config, encoder=FakeEncoder()) as library:
        library.add_articles([article("rome.txt", "It rained in Rome.")])
        assert [record.source for record in library.articles()] == ["rome.txt"]
        library.check()


def test_reading_goes_on_while_another_process_is_in_the_middle_of_writing(config: LibraryConfig) -> None:
    with Library.open(config, encoder=FakeEncoder()) as library:
        library.add_articles([article("rome.txt", "It rained in Rome.")])
        assert sources(library, "rained") == {"rome.txt"}
        other = writer(config, "paris", "wait")
        assert other.stdout is not None
        other.stdout.readline()
        assert sources(library, "rained") == {"rome.txt"}
        assert [record.source for record in library.articles()] == ["rome.txt"]
        finish(other)
        assert sources(library, "rained") == {"rome.txt", "paris.txt"}


def test_threads_search_while_the_library_grows_and_shrinks_and_is_rebuilt(
    config: LibraryConfig, library: Library
) -> None:
    library.add_articles([article("rome.txt", "It rained in Rome.")])
    done = threading.Event()

    def search() -> int:
        searches = 0
        while not done.is_set():
            found = library.search("rained in Rome")
            assert "rome.txt" in {hit.article.source for hit in found.hits}
            for hit in found.hits:
                assert hit.passage.article_id == hit.article.id
            searches += 1
        return searches

    with ThreadPoolExecutor(4) as pool, Library.open(config, encoder=FakeEncoder()) as other:
        readers = [pool.submit(search) for _ in range(4)]
        try:
            for number in range(4):
                (report,) = other.add_articles([article(f"{number}.txt", f"It rained in town {number}. Again.")])
                if number % 2 and report.article_id:
                    other.remove(report.article_id)
            Library.rebuild(config, encoder=FakeEncoder())
        finally:
            done.set()
        assert all(reader.result() > 0 for reader in readers)
    library.check()
    assert len(library.articles()) == 3


@pytest.mark.parametrize("error", [LibraryDamaged("no such table"), LibraryError("its store can't be opened")])
def test_a_reader_whose_store_a_rebuild_took_away_reads_the_new_one_though_another_has_opened_it(
    config: LibraryConfig, error: LibraryError
) -> None:
    class Overtaken(FakeEncoder):
        """While the first question is encoded, the library is rebuilt and another reader opens what took its place.

        Then it fails as Chroma does when it looks for the files that are gone.
        """

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            vectors = super().encode(texts)
            if self.calls == 1:
                Library.rebuild(config, encoder=FakeEncoder())
                assert [record.source for record in library.articles()] == ["rome.txt"]
                raise error
            return vectors

    with Library.open(config, encoder=FakeEncoder()) as writing_it:
        writing_it.add_articles([article("rome.txt", "It rained in Rome.")])
    encoder = Overtaken()
    with Library.open(config, encoder=encoder) as library:
        assert sources(library, "rained in Rome") == {"rome.txt"}
    assert encoder.calls == 2


def test_what_fails_in_a_library_that_no_one_has_written_since_is_said_at_once(config: LibraryConfig) -> None:
    class Failing(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            super().encode(texts)
            raise LibraryDamaged("no such table")

    with Library.open(config, encoder=FakeEncoder()) as writing_it:
        writing_it.add_articles([article("rome.txt", "It rained in Rome.")])
    encoder = Failing()
    with Library.open(config, encoder=encoder) as library, pytest.raises(LibraryDamaged, match="no such table"):
        library.search("rained in Rome")
    assert encoder.calls == 1


def test_the_lock_is_of_the_library_and_says_who_holds_it(tmp_path: Path) -> None:
    with writing(tmp_path / "one"), writing(tmp_path / "two"):
        with pytest.raises(LibraryBusy, match="is being written by process"), writing(tmp_path / "one"):
            pass
        (tmp_path / "one" / "writer.json").write_text("{")
        with pytest.raises(LibraryBusy, match="another process"), writing(tmp_path / "one"):
            pass
    with writing(tmp_path / "one"):
        pass
