"""What tests share: libraries with a deterministic encoder, and one of the seeds with the real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import FakeEncoder

from vectorstore.config import LibraryConfig

if TYPE_CHECKING:
    from vectorstore.library import Library

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five seed articles."""
    return SEEDS


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def config(tmp_path: Path) -> LibraryConfig:
    """A library that does not exist yet."""
    return LibraryConfig(path=tmp_path / "library")


@pytest.fixture
def library(config: LibraryConfig, encoder: FakeEncoder) -> Iterator[Library]:
    """An empty library with the deterministic encoder."""
    from vectorstore.library import Library

    with Library.open(config, encoder=encoder) as library:
        yield library


@pytest.fixture(scope="session")
def seed_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The seeds with the real encoder. Shared: to be read only."""
    from vectorstore.library import Library

    with Library.open(LibraryConfig(path=tmp_path_factory.mktemp("seeds") / "library")) as library:
        library.add([SEEDS])
        yield library
