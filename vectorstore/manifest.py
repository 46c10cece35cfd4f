"""What a library says about itself: one small file, replaced whole, that names the store in use.

Replacing it is what commits: a new generation after each batch, another store after a rebuild.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from vectorstore.config import PACKAGED_MODEL, Heading, LibraryConfig, StopWords, Words
from vectorstore.disk import room_for_files, unusable
from vectorstore.embedding import PACKAGED_DIGEST, Encoder
from vectorstore.errors import LibraryDamaged, LibraryMismatch

FORMAT = 3
NAME = "manifest.json"

Stamp = tuple[int, int, int]
"""Tells one state of the manifest from the next without reading it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """With what a library was built, and which store and generation of it are current."""

    store: str
    generation: int
    model: str
    digest: str
    precision: str
    dimension: int
    passage_tokens: int
    created: str
    heading: Heading = "title and outlet"
    stop_words: StopWords = "news"
    stemming: bool = True
    format: int = FORMAT
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What the keyword index takes for words."""
        return Words(stop_words=self.stop_words, stemming=self.stemming)

    def save(self, folder: Path) -> None:
        """Replaces the manifest in `folder`: after a crash it is the old one or the new one, whole."""
        draft = folder / f"{NAME}.new"
        with room_for_files(folder):
            with draft.open("w", encoding="utf-8") as file:
                json.dump(asdict(self), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(folder / NAME)


def stamp(folder: Path) -> Stamp | None:
    """Changes whenever the manifest is replaced; None where there is none. Costs one look at the directory entry."""
    try:
        status = (folder / NAME).stat()
    except OSError:
        # Missing; or unreadable, which `load` says.
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def load(folder: Path) -> Manifest | None:
    """The manifest in `folder`, or None for a library that does not exist yet. Raises LibraryDamaged."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        known = {name.name for name in fields(Manifest)}
        # A later format may say more; the caller refuses it by its number, not by its keys.
        return Manifest(**{key: value for key, value in content.items() if key in known})
    except FileNotFoundError:
        if any(stores(folder)):
            raise LibraryDamaged(f"The library in {folder} has lost its {NAME}.", next=from_files(folder)) from None
        return None
    except OSError as error:
        raise unusable(folder, error.strerror or str(error)) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise LibraryDamaged(f"{folder / NAME} can't be read: {error}", next=from_files(folder)) from error


def new(config: LibraryConfig, encoder: Encoder, *, store: str) -> Manifest:
    """The manifest of a library that is about to be made."""
    return Manifest(
        store=store,
        generation=0,
        model=encoder.name,
        digest=encoder.digest,
        precision=encoder.precision,
        dimension=encoder.dimension,
        passage_tokens=config.passage_tokens,
        heading=config.heading,
        stop_words=config.words.stop_words,
        stemming=config.words.stemming,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={name: version(name) for name in ("byline", "chromadb", "sentence-transformers", "tantivy", "torch")},
    )


def difference(manifest: Manifest, config: LibraryConfig, encoder: Encoder | None = None) -> str:
    """What sets the library apart from what the config and this version would make, in words; "" for nothing.

    The precision does not count: vectors of either are near enough to one another. Without an encoder the weights are
    compared where they are known beforehand.
    """
    model = encoder.name if encoder else config.model
    digest = encoder.digest if encoder else PACKAGED_DIGEST if config.model == PACKAGED_MODEL else manifest.digest
    if manifest.format != FORMAT:
        return f"format {manifest.format}, and this version of Byline uses format {FORMAT}"
    if manifest.model != model:
        return f"the model {manifest.model}, and {model} is set"
    if manifest.digest != digest:
        return f"other weights of the model {model}"
    if manifest.passage_tokens != config.passage_tokens:
        return f"passages of {manifest.passage_tokens} word pieces, and {config.passage_tokens} is set"
    if manifest.heading != config.heading:
        return f"“{manifest.heading}” encoded before each passage, and “{config.heading}” is set"
    if manifest.words != config.words:
        return f"{manifest.words} in the keyword index, and {config.words} is set"
    return ""


def mismatch(folder: Path, difference: str) -> LibraryMismatch:
    """The error for a library that was built with something else."""
    return LibraryMismatch(
        f"The library in {folder} was built with {difference}.",
        next=from_texts(folder),
    )


def from_texts(folder: Path) -> str:
    """The next step where the library's own texts can be read. It names the library: the default one may be another."""
    return f"Build it again from its own texts: byline rebuild --library {shlex.quote(str(folder))}"


def from_files(folder: Path) -> str:
    """The next step where they can't."""
    return f"Build it again from the articles' files: byline rebuild --from DIR --library {shlex.quote(str(folder))}"


def stores(folder: Path) -> list[Path]:
    """The store folders in a library, those of an interrupted rebuild included."""
    return sorted(folder.glob("store-*")) if folder.is_dir() else []


def next_store(folder: Path, *, url: str | None = None) -> str:
    """A name for a store that no folder has yet, nor, on a server, anyone else's library."""
    taken = [int(number) for store in stores(folder) if (number := store.name.split("-")[1]).isdecimal()]
    name = f"store-{max(taken, default=0) + 1}"
    return f"{name}-{secrets.token_hex(6)}" if url else name
