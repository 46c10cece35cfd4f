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


def examine(config: LibraryConfig) -> list[Finding]:
    """All findings, in the order in which one would mend them."""
    return [_python(), _sqlite(), *_packages(), _model(config), _library(config)]


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
