"""Killed at any point between two writes, a library opens, answers, and after a repeat holds what it should, once."""

from __future__ import annotations

import multiprocessing
import signal

import pytest
from fakes import FakeEncoder
from killing import FIRST, NEXT, run_and_die

from vectorstore.config import LibraryConfig
from vectorstore.library import Library

# Children start from a process that has imported everything and opened nothing.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["killing", "chromadb", "tantivy"])

ADDING = ["passages", "articles", "keywords added", "keywords", "published"]
REPLACING = ["passages", "articles", "record removed", "passages removed", "keywords added", "keywords", "published"]
REMOVING = ["record removed", "passages removed", "keywords", "published"]
REBUILDING = ["passages", "articles", "keywords added", "keywords", "built", "swapped"]


def killed(config: LibraryConfig, doing: str, point: str, times: int = 1) -> None:
    child = PROCESSES.Process(target=run_and_die, args=(config, doing, point, times))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL, f"it never came to “{point}”"


def texts(library: Library) -> dict[str, str]:
    """What the library holds, by source; asserts that it is whole, that it answers, and that nothing is there twice."""
    library.check()
    records = library.articles()
    sources = [record.source for record in records]
    assert len(sources) == len(set(sources))
    hits = library.search("Sunday rained weather snow trains", limit=1000).hits
    assert len(hits) == sum(record.passages for record in records)
    assert {(hit.article.id, hit.article.revision) for hit in hits} == {(held.id, held.revision) for held in records}
    assert all("keywords" in hit.ranks and "dense" in hit.ranks for hit in hits)
    return {record.source: library.article(record.id).text for record in records}


def opened(config: LibraryConfig) -> Library:
    return Library.open(config, encoder=FakeEncoder())


def filled(config: LibraryConfig) -> None:
    with opened(config) as library:
        library.add_articles(FIRST)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("point", ADDING)
def test_killed_while_adding(config: LibraryConfig, point: str, times: int) -> None:
    killed(config, "add", point, times)
    wanted = {item.source: item.text for item in FIRST}
    with opened(config) as library:
        assert texts(library).items() <= wanted.items()
        library.add_articles(FIRST)
        assert texts(library) == wanted
        assert {report.outcome for report in library.add_articles(FIRST)} == {"unchanged"}


@pytest.mark.parametrize("point", REPLACING)
def test_killed_while_replacing(config: LibraryConfig, point: str) -> None:
    filled(config)
    killed(config, "replace", point)
    with opened(config) as library:
        held = texts(library)
        assert held.keys() == {item.source for item in FIRST}
        assert set(held.values()) <= {item.text for item in [*FIRST, *NEXT]}
        library.add_articles(NEXT)
        assert texts(library) == {item.source: item.text for item in [*FIRST, *NEXT]}


@pytest.mark.parametrize("point", REMOVING)
def test_killed_while_removing(config: LibraryConfig, point: str) -> None:
    filled(config)
    killed(config, "remove", point)
    with opened(config) as library:
        assert texts(library).keys() == {"paris.txt", "rome.txt"}
        library.add_articles(FIRST)
        assert texts(library) == {item.source: item.text for item in FIRST}


@pytest.mark.parametrize("point", REBUILDING)
def test_killed_while_rebuilding(config: LibraryConfig, point: str) -> None:
    filled(config)
    killed(config, "rebuild", point)
    wanted = {item.source: item.text for item in FIRST}
    with opened(config) as library:
        assert texts(library) == wanted
        Library.rebuild(config, encoder=FakeEncoder())
        assert texts(library) == wanted
        assert {record.outlet for record in library.articles()} == {"The Sky"}
    assert len(list(config.path.glob("store-*"))) == 1
