"""The same library with its vectors on a Chroma server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeEncoder, article

from vectorstore.config import LibraryConfig
from vectorstore.errors import LibraryError
from vectorstore.library import Library

CHROMA = Path(sys.executable).with_name("chroma")

# Chroma's client leaves its sockets to the garbage collector.
pytestmark = [
    pytest.mark.skipif(not CHROMA.exists(), reason="the command chroma is not beside this Python"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[str]:
    command = [str(CHROMA), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def test_a_library_on_a_server_is_added_to_searched_rebuilt_and_shares_it_with_others(
    config: LibraryConfig, server: str
) -> None:
    config = replace(config, chroma_url=server)
    for path in (config.path, config.path.with_name("other")):
        with Library.open(replace(config, path=path), encoder=FakeEncoder()) as library:
            assert library.articles() == ()
            library.add_articles([article("rome.txt", "It rained in Rome."), article("bonn.txt", "Snow fell in Bonn.")])
            assert library.search("rained in Rome").hits[0].article.source == "rome.txt"
            library.remove(library.search("Snow in Bonn").hits[0].article.id)
            assert [report.outcome for report in Library.rebuild(library.config, encoder=FakeEncoder())] == ["added"]
            assert [hit.article.source for hit in library.search("Snow in Bonn, rain in Rome").hits] == ["rome.txt"]
            library.check()
            assert not list(path.glob("*/chroma.sqlite3"))
    shutil.rmtree(config.path)
    with Library.open(config, encoder=FakeEncoder()) as library:
        assert library.add_articles([article("rome.txt", "It rained in Rome.")])[0].outcome == "added"


def test_a_server_that_does_not_answer_is_named(config: LibraryConfig, port: int) -> None:
    with (
        Library.open(replace(config, chroma_url=f"http://127.0.0.1:{port}"), encoder=FakeEncoder()) as library,
        pytest.raises(LibraryError, match=f"No Chroma server answers at http://127.0.0.1:{port}"),
    ):
        library.add_articles([article("rome.txt", "It rained in Rome.")])
