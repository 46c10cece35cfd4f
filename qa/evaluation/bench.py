"""What the systems of one evaluation share: the data set, the encoder, the library built from it, and where it is kept.

Everything is kept by content and settings: the articles, the configuration, and the code that decides what is stored.
Nothing is loaded or built before it is needed, so that a run whose results are all kept takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from qa.evaluation.remembering import RememberingEncoder
from qa.evaluation.types import Dataset
from vectorstore.config import LibraryConfig
from vectorstore.embedding import Encoder, load_encoder
from vectorstore.errors import LibraryError
from vectorstore.library import Library

Progress = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and what is being done."""

PACKAGES = Path(__file__).parents[2]
_SEARCH_ONLY = ("dense.py", "fusion.py", "scope.py", "searching.py", "views.py")
"""Modules of `vectorstore` that have no part in what a library stores."""


def key(*parts: object) -> str:
    """12 hexadecimal digits that change with any of the parts."""
    return sha256(repr(parts).encode()).hexdigest()[:12]


def code_digest(files: Iterable[Path]) -> str:
    """12 hexadecimal digits of the files' content, in the order of their names."""
    digest = sha256()
    for file in sorted(path for path in files if path.suffix in (".py", ".toml")):
        digest.update(f"{file.name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


# Taken as the modules are loaded: what is edited while they run is not what they do.
STORING_CODE = code_digest(file for file in (PACKAGES / "vectorstore").iterdir() if file.name not in _SEARCH_ONLY)
"""The code that decides what a library stores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchSettings:
    """Where evaluations are kept, and with what the libraries are built. `library.path` is not used."""

    cache: Path
    library: LibraryConfig


class Bench:
    """Opens what a system asks for, once, and closes it all in the end."""

    def __init__(
        self,
        dataset: Dataset,
        *,
        settings: BenchSettings,
        progress: Progress | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.dataset = dataset
        self.settings = settings
        self.progress = progress
        self._encoder = encoder
        self._library: Library | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()
        self._library = None

    @property
    def encoder(self) -> Encoder:
        """The encoder all systems use."""
        if self._encoder is None:
            self._encoder = load_encoder(self.settings.library.model)
        return self._encoder

    @property
    def library(self) -> Library:
        """The library of the data set's articles: the one that is kept, else built now (resuming where it stopped)."""
        if self._library is None:
            folder = self.folder("libraries", self.library_key())
            self._build(folder)
            config = self.library_config(folder / "library")
            self._library = self._open.enter_context(Library.open(config, encoder=self.encoder))
        return self._library

    def report(self, done: int, total: int, what: str) -> None:
        """Tells how far a build is."""
        if self.progress:
            self.progress(done, total, what)

    def folder(self, *names: str) -> Path:
        """A folder below the cache, made if need be."""
        folder = self.settings.cache.joinpath(*names)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def library_key(self) -> str:
        """What the library depends on, as 12 hexadecimal digits."""
        plain = {name: value for name, value in asdict(self.settings.library).items() if name != "path"}
        return key(self.dataset.digest, plain, STORING_CODE)

    def library_config(self, path: Path) -> LibraryConfig:
        """The configuration of a library in that folder."""
        return replace(self.settings.library, path=path)

    def _build(self, folder: Path) -> None:
        built = folder / "built"
        if built.exists():
            return
        remembering = RememberingEncoder(self.encoder, path=self.folder() / "vectors.sqlite")
        try:
            with Library.open(self.library_config(folder / "library"), encoder=remembering) as library:
                reports = library.add_articles(self.dataset.articles, progress=self.progress)
        finally:
            remembering.close()
        refused = [report for report in reports if report.outcome == "refused"]
        if refused:
            raise LibraryError(f"{len(refused)} articles were refused, {refused[0].source}: {refused[0].reason}.")
        built.touch()
