"""What a process does until it is killed. A module of its own, so that a fresh process can import it."""

from __future__ import annotations

import os
import signal

from fakes import FakeEncoder, article

from vectorstore import adding
from vectorstore.config import LibraryConfig
from vectorstore.library import Library

FIRST = [
    article(f"{name}.txt", f"The weather in {name} was fine. It rained on Sunday.", title=name, outlet="The Sky")
    for name in ("paris", "rome", "bonn")
]
NEXT = [article(f"{name}.txt", f"Snow fell in {name}. Trains stood still.", title=name) for name in ("paris", "rome")]


def run_and_die(config: LibraryConfig, doing: str, point: str, times: int) -> None:
    """Adds, replaces, removes or rebuilds, and is killed when it comes to `point` for the `times`-th time."""
    # A batch for each article, each written by itself, so that a kill comes between batches too.
    adding.BATCH_CHARACTERS = 1
    adding.WRITE_SECONDS = 0
    seen: list[str] = []

    def checkpoint(name: str) -> None:
        seen.append(name)
        if name == point and seen.count(point) == times:
            os.kill(os.getpid(), signal.SIGKILL)

    if doing == "rebuild":
        Library.rebuild(config, encoder=FakeEncoder(), checkpoint=checkpoint)
        return
    with Library.open(config, encoder=FakeEncoder(), checkpoint=checkpoint) as library:
        if doing == "remove":
            library.remove(library.articles()[0].id)
        else:
            library.add_articles(NEXT if doing == "replace" else FIRST)
