"""Reading: files to Articles, whose raw text stays untouched and in which everything has its place."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vectorstore.attribution import attribute
from vectorstore.datelines import find_dateline
from vectorstore.decoding import decode
from vectorstore.errors import ReadError
from vectorstore.frontmatter import read_front_matter
from vectorstore.given import NOTHING_GIVEN, SIDECAR, Given
from vectorstore.layout import lay_out
from vectorstore.lines import split_lines
from vectorstore.outlets import OutletTable
from vectorstore.provenance import with_dateline, with_front_matter, with_given
from vectorstore.story import story_lines, story_spans
from vectorstore.types import Article

READING_VERSION = 1
"""Changes whenever the same text would be read differently, so that a library reads its articles again."""

SUFFIXES = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class Listing:
    """The files found below some paths as (root, path), and what was passed over or can't be read, and why."""

    files: tuple[tuple[Path, Path], ...] = ()
    skipped: tuple[tuple[Path, str], ...] = ()
    refused: tuple[tuple[Path, ReadError], ...] = ()


def find_files(paths: Sequence[Path]) -> Listing:
    """The `.txt` and `.md` files below the paths, sorted, each once, with the root that its name is relative to.

    The root is the folder that was given, or the folder of the file that was. Hidden files are passed over silently.
    """
    files: dict[Path, tuple[Path, Path]] = {}
    skipped: dict[Path, str] = {}
    refused: list[tuple[Path, ReadError]] = []
    for path in paths:
        try:
            there = path.exists()
        except OSError as error:
            refused.append((path, _unreadable(path, error)))
            continue
        if not there:
            refused.append((path, _missing(path)))
            continue
        root = path if path.is_dir() else path.parent
        for file in _below(path, refused):
            if file.suffix.lower() in SUFFIXES:
                files.setdefault(Path(os.path.realpath(file)), (root, file))
            elif file.name != SIDECAR:
                skipped[file] = f"not one of {', '.join(SUFFIXES)}"
    return Listing(
        files=tuple(sorted(files.values(), key=lambda found: found[1])),
        skipped=tuple(sorted(skipped.items())),
        refused=tuple(refused),
    )


def read_file(path: Path, *, root: Path, outlets: OutletTable, max_bytes: int, given: Given = NOTHING_GIVEN) -> Article:
    """The article in a file; its source is the path relative to `root`.

    Raises ReadError: `missing_path`, `unreadable`, `too_large` (more than `max_bytes`), `empty_file`, `binary_file`,
    `undecodable`.
    """
    raw = _bytes(path, max_bytes=max_bytes)
    if not raw.strip():
        raise _empty(str(path))
    text, encoding = decode(raw, name=str(path))
    source = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return read_text(text, source=_name(source), encoding=encoding, given=given, outlets=outlets, root=_name(str(root)))


def read_text(
    text: str,
    *,
    source: str,
    outlets: OutletTable,
    encoding: str = "utf-8",
    given: Given = NOTHING_GIVEN,
    root: str = "",
) -> Article:
    """The article in a text. What is given beats front matter, and front matter beats what the lines say.

    Raises ReadError (`empty_file`) when the text is white space only.
    """
    matter = read_front_matter(text)
    layout = lay_out(split_lines(text, start=matter.end))
    if not layout.lines:
        raise _empty(source)
    found = attribute(layout, outlets)
    kept = story_lines(layout, found.taken)
    first = layout.lines[kept[0]]
    dateline = find_dateline(text[first.start : first.end], outlets.by_name)
    start = first.start + dateline.story if dateline and dateline.story < first.end - first.start else first.start
    article = Article(
        source=source,
        text=text,
        encoding=encoding,
        root=root,
        title=found.title,
        outlet=found.outlet,
        authors=found.authors,
        published=found.published,
        updated=found.updated,
        url=found.url,
        decks=found.decks,
        credits=found.credits,
        story=story_spans(layout, kept, start=start),
    )
    if dateline and start > first.start:
        article = with_dateline(article, dateline, start=first.start)
    return with_given(with_front_matter(article, matter.fields, outlets=outlets), given, outlets=outlets)


def article_id(source: str) -> str:
    """The identity of an article: 12 hexadecimal digits from its path relative to its root, or its address."""
    return _digest(source)


def revision(article: Article) -> str:
    """The state of an article: 12 hexadecimal digits from its text, what was read from it, and how it is read."""
    read = replace(article, text="", root="", source="", encoding="")
    return _digest(f"{READING_VERSION}\0{read!r}\0{article.text}")


def _name(path: str) -> str:
    """A path as text that can be stored: bytes of a file name that are not UTF-8 are spelt out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _below(path: Path, refused: list[tuple[Path, ReadError]]) -> Iterator[Path]:
    """The files of a folder and the folders below it, hidden ones aside; a folder that can't be opened is refused."""
    if not path.is_dir():
        yield path
        return

    def refuse(error: OSError) -> None:
        folder = Path(error.filename)
        refused.append((folder, _unreadable(folder, error)))

    for folder, folders, names in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def _bytes(path: Path, *, max_bytes: int) -> bytes:
    try:
        if not path.exists():
            raise _missing(path)
        if not path.is_file():
            raise ReadError(f"{path} is not a file.", next="Give a text file or a folder of text files.")
        size = path.stat().st_size
        if size > max_bytes:
            raise ReadError(
                f"{path} is too large: {size:,} bytes, and at most {max_bytes:,} are read.",
                next="Split it into articles, or set BYLINE_MAX_ARTICLE_BYTES higher.",
                code="too_large",
            )
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _missing(path: Path) -> ReadError:
    return ReadError(f"{path} does not exist.", next="Check the path and add it again.", code="missing_path")


def _unreadable(path: Path, error: OSError) -> ReadError:
    reason = (error.strerror or str(error)).lower()
    return ReadError(f"{path} can't be read: {reason}.", next="Check its permissions and add it again.")


def _empty(name: str) -> ReadError:
    return ReadError(f"{name} is empty: it holds no text.", next="Leave it out, or add its text.", code="empty_file")
