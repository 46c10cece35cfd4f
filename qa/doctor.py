"""Is everything in place: versions, model, library. Each finding says what is wrong and how to mend it."""

from __future__ import annotations

import importlib.metadata
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from packaging.requirements import Requirement

from vectorstore.config import LibraryConfig
from vectorstore.errors import BylineError

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 35, 0)
"""What Chroma asks for."""

_QUESTION = "When did the mayor open the bridge?"
_ANSWER = "The mayor opened the bridge on Monday."
_OTHER = "The bakery sells bread and rolls."
"""What any reader tells apart; one whose weights are missing in part does not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `next` is empty when it is well."""

    what: str
    well: bool
    said: str
    next: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        return asdict(self)


def examine(config: LibraryConfig, *, reader: str) -> list[Finding]:
    """All findings, in the order in which one would mend them. `reader` is the reader's name or folder."""
    return [_python(), _sqlite(), *_packages(), _model(config), _reader(reader), _library(config)]


def _python() -> Finding:
    well = sys.version_info[:2] >= OLDEST_PYTHON
    said = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", well, said, "" if well else "Install Python 3.11 or newer, then: make PYTHON=python3.11")


def _sqlite() -> Finding:
    well = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    mend = "" if well else "Use a Python built with SQLite 3.35 or newer; Chroma can't work with an older one."
    return Finding("SQLite", well, sqlite3.sqlite_version, mend)


def _packages() -> Iterator[Finding]:
    for line in importlib.metadata.requires("byline") or ():
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(requirement.name, False, "not installed", "Install it: pip install -e .")
            continue
        well = requirement.specifier.contains(version, prereleases=True)
        said = version if well else f"{version}, but {requirement.specifier} is needed"
        yield Finding(requirement.name, well, said, "" if well else f"pip install '{requirement}'")


def _model(config: LibraryConfig) -> Finding:
    from vectorstore.embedding import load_encoder

    try:
        encoder = load_encoder(config.model)
    except BylineError as error:
        return Finding("encoder", False, error.message, error.next)
    said = (
        f"{encoder.name}, {encoder.dimension} dimensions, reads {encoder.max_tokens} word pieces, {encoder.precision}"
    )
    return Finding("encoder", True, said)


def _reader(name: str) -> Finding:
    from qa.reader import load_reader

    try:
        reader = load_reader(name)
        well, other = (float(score) for score in reader.scores([(_QUESTION, _ANSWER), (_QUESTION, _OTHER)]))
    except BylineError as error:
        return Finding("reader", False, error.message, error.next)
    if well > other:
        return Finding("reader", True, reader.name)
    return Finding(
        "reader",
        False,
        f"{reader.name} holds “{_OTHER}” for a better answer to “{_QUESTION}” than “{_ANSWER}”.",
        "Name another in BYLINE_READER, or none for the packaged one.",
    )


def _library(config: LibraryConfig) -> Finding:
    from vectorstore.library import Library

    if not config.path.exists():
        return Finding("library", True, f"none yet at {config.path}; byline add PATH makes it")
    try:
        with Library.open(config) as library:
            records = library.articles()
            library.check()
    except BylineError as error:
        return Finding("library", False, error.message, error.next)
    passages = sum(record.passages for record in records)
    return Finding("library", True, f"{len(records):,} articles, {passages:,} passages at {config.path}")
