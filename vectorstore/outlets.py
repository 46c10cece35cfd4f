"""The world's best-known outlets and agencies as data: which outlet a name, an alias or a domain stands for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from vectorstore.errors import ReadError

_JOINED = re.compile(r"['’.]")
_APART = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One that prints news. An agency sells its copy to others, so its name on a page doesn't say who printed it."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    agency: bool = False


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    aliases: list[str] = []
    domains: list[str] = []
    agency: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    outlet: list[_Entry] = []


class OutletTable:
    """Outlets by name and by domain. Of two that claim the same, the later one has it."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._outlets: dict[str, Outlet] = {}
        for outlet in outlets:
            known = self._outlets.get(name_key(outlet.name))
            self._outlets[name_key(outlet.name)] = _merged(known, outlet) if known else outlet
        listed = self._outlets.values()
        names = [(name_key(name), outlet) for outlet in listed for name in (outlet.name, *outlet.aliases)]
        # A full name has its key before another that would have it without its "the" only.
        shortened = [(key.removeprefix("the "), outlet) for key, outlet in names]
        self._names = {key: outlet for key, outlet in shortened if " " in key} | dict(names)
        self._domains = {domain.lower(): outlet for outlet in listed for domain in outlet.domains}

    @classmethod
    def load(cls, extra: Path | None = None) -> OutletTable:
        """The table that comes with Byline, with the outlets of a user's own TOML file added to it.

        An outlet the table has already gets the file's aliases and domains besides its own.
        Raises ReadError (`bad_outlets_file`) when the file can't be read or isn't of that form.
        """
        return _packaged() if extra is None else cls((*_packaged().all(), *_read_extra(extra)))

    def all(self) -> tuple[Outlet, ...]:
        """Every outlet, in the order of the table."""
        return tuple(self._outlets.values())

    def by_name(self, text: str) -> Outlet | None:
        """The outlet whose name or alias the whole text is; case and points don't matter.

        Nor does a leading "the", except that "The Age" is not found by "age": one word alone is too common to go by.
        """
        key = name_key(text)
        return self._names.get(key) or self._names.get(key.removeprefix("the "))

    def by_domain(self, host_or_url: str) -> Outlet | None:
        """The outlet of an address, or of a host such as `edition.cnn.com`, by the nearest domain the table knows."""
        labels = host(host_or_url).split(".")
        domains = (".".join(labels[at:]) for at in range(len(labels) - 1))
        return next((self._domains[domain] for domain in domains if domain in self._domains), None)


def host(address: str) -> str:
    """The host of an address with or without its scheme, in lower case and without `www.`; empty if it has none."""
    try:
        found = urlsplit(address.strip() if "://" in address else f"//{address.strip()}").hostname
    except ValueError:
        return ""
    return (found or "").rstrip(".").removeprefix("www.")


def name_key(name: str) -> str:
    """A name as the table compares it: in lower case, without points and apostrophes, "&" read out."""
    return _APART.sub(" ", _JOINED.sub("", name.casefold().replace("&", " and "))).strip()


def _merged(known: Outlet, added: Outlet) -> Outlet:
    aliases = tuple(dict.fromkeys((*known.aliases, *added.aliases)))
    domains = tuple(dict.fromkeys((*known.domains, *added.domains)))
    return Outlet(name=added.name, aliases=aliases, domains=domains, agency=known.agency or added.agency)


@cache
def _packaged() -> OutletTable:
    return OutletTable(_parsed(files("vectorstore").joinpath("outlets.toml").read_text(encoding="utf-8")))


def _parsed(toml: str) -> list[Outlet]:
    entries = _File.model_validate(tomllib.loads(toml)).outlet
    return [
        Outlet(name=entry.name, aliases=tuple(entry.aliases), domains=tuple(entry.domains), agency=entry.agency)
        for entry in entries
    ]


def _read_extra(path: Path) -> list[Outlet]:
    try:
        return _parsed(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error)
    except ValidationError as error:
        problem = error.errors()[0]
        reason = f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    raise ReadError(
        f"The outlets file {path} can't be used: {reason}.",
        next='Write each outlet as [[outlet]] with name = "...", and, if you like, aliases, domains and agency.',
        code="bad_outlets_file",
    )
