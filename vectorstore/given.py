"""What a person says about an article in a sidecar file beside it or above it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from vectorstore.dates import read_date
from vectorstore.errors import ReadError

SIDECAR = "sources.toml"
"""The name of the file that says where the articles beside it, and in the folders below, come from."""


def _iso(value: object) -> object:
    """TOML's own dates as text; a date that is stated in words as ISO."""
    if isinstance(value, datetime | date):
        value = value.isoformat()
    if value is None or isinstance(value, time) or not isinstance(value, str):
        return value
    read = read_date(value)
    if read is None:
        raise ValueError(f"{value!r} is no date that is certain; write it as 2015-11-27")
    return read


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Date = Annotated[str | None, BeforeValidator(_iso)]


class Given(BaseModel):
    """What is given about one article; what is not given is None or empty. Dates are ISO 8601."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    outlet: _Text | None = None
    authors: Annotated[tuple[_Text, ...], BeforeValidator(_listed)] = Field(
        default=(), validation_alias=AliasChoices("authors", "author")
    )
    published: _Date = None
    updated: _Date = None
    title: _Text | None = None
    url: _Text | None = None

    def over(self, other: Given) -> Given:
        """This, with what it leaves open taken from `other`."""
        return other.model_copy(update=self.model_dump(exclude_unset=True))


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A sidecar's entries: file names or patterns, in the order of the file."""

    entries: tuple[tuple[str, Given], ...] = ()

    def given_for(self, relative_path: str | Path) -> Given:
        """What the sidecar says of a file, by its path from the sidecar's folder.

        Of several patterns that fit, the later overrides the earlier, and the exact name overrides all patterns.
        A pattern without a slash is held against the file's name in any folder below.
        """
        path = PurePosixPath(Path(relative_path).as_posix())
        given = NOTHING_GIVEN
        for pattern, entry in self.entries:
            if pattern != str(path) and fnmatchcase(str(path) if "/" in pattern else path.name, pattern):
                given = entry.over(given)
        return dict(self.entries).get(str(path), NOTHING_GIVEN).over(given)


def read_sidecar(folder: Path) -> Sidecar:
    """The sidecar of a folder, empty where there is none. Raises ReadError (`bad_sidecar`) naming the key and why."""
    path = folder / SIDECAR
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Sidecar(tuple((name, Given.model_validate(table)) for name, table in _tables(tables).items()))
    except FileNotFoundError:
        return Sidecar()
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error)
    except ValidationError as error:
        reason = _reason(tables, error)
    raise ReadError(
        f"The sidecar {path} can't be used: {reason}.",
        next='Write a table for each file or pattern, such as ["*.txt"] with outlet = "...", author, published, url.',
        code="bad_sidecar",
    )


class Sidecars:
    """The sidecars from a root down to each article's folder; the nearer one wins. Each is read once.

    A sidecar that can't be used counts as empty and stands in `problems`, its folder in `unusable`.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[Path, Sidecar] = {}
        self.problems: list[ReadError] = []
        self.unusable: set[Path] = set()

    def given_for(self, path: Path) -> Given:
        """What all sidecars say of an article below the root."""
        given = NOTHING_GIVEN
        relative = path.relative_to(self._root)
        for folder in reversed(relative.parents):
            given = self._sidecar(folder).given_for(relative.relative_to(folder)).over(given)
        return given

    def _sidecar(self, folder: Path) -> Sidecar:
        if folder not in self._read:
            try:
                self._read[folder] = read_sidecar(self._root / folder)
            except ReadError as problem:
                self._read[folder] = Sidecar()
                self.problems.append(problem)
                self.unusable.add(self._root / folder)
        return self._read[folder]


def _tables(tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """A name such as 000.txt written without quotation marks is two nested tables in TOML: put it together again."""
    joined: dict[str, Any] = {}
    for name, table in tables.items():
        nested = isinstance(table, dict) and table and all(isinstance(inner, dict) for inner in table.values())
        joined.update({f"{name}.{rest}": inner for rest, inner in _tables(table).items()} if nested else {name: table})
    return joined


def _reason(tables: Mapping[str, Any], error: ValidationError) -> str:
    problem = error.errors()[0]
    key = ".".join(str(part) for part in problem["loc"])
    why = f": {problem['msg']}" if problem["type"] != "extra_forbidden" else " is no key that is known"
    for name, table in _tables(tables).items():
        try:
            Given.model_validate(table)
        except ValidationError:
            return f"[{name}] {key}{why}"
    return f"{key}{why}"
