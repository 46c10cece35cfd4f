"""The settings that the search for good ones tries: each by itself, everything else being as it is by default. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from qa.retrieval import RetrievalSettings, Steps
from vectorstore.config import LibraryConfig, SearchSettings, Words

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing to decide: the values tried beside the default, and why the default is what it is."""

    name: str
    values: tuple[Value, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Setting:
    """The defaults but for `changes`, which are (name, value) pairs; none for the defaults themselves."""

    factor: str
    changes: tuple[tuple[str, Value], ...] = ()

    @property
    def label(self) -> str:
        """The changes in words, such as `depth 50`."""
        return ", ".join(f"{name} {worded(value)}" for name, value in self.changes) or DEFAULTS


DEFAULTS = "defaults"

FACTORS = (
    Factor("dense", (0.0, 0.2, 0.3, 0.5, 0.7, 1.0), "news gain by words, the other sets by vectors"),
    Factor("sentences", (0.0, 0.15, 0.3, 0.6, 0.8), "it helps on every set; 0.3 to 0.6 are alike"),
    Factor("fusion", ("ranks",), "ranks throw away how far ahead the best is, which merging by score needs"),
    Factor("depth", (20, 50, 100), "what comes later in a leg is noise, and fewer cost less"),
    Factor("title", (0.0, 0.1, 0.6, 1.0), "a little helps; the title counts already in each vector"),
    Factor("outlet", (0.0, 0.3), "no difference; kept for questions that are searched as typed"),
    Factor("whole", (0.25, 0.5, 0.75), "brings less than half a point, and costs one search more for each clause"),
    Factor("most_of_one", (1, 2, 3), "evidence often stands in several passages of one article"),
    Factor("by_score", (False,), "in turns, a clause with no clear answer takes every second place"),
    Factor("narrowest", (False,), "orders ties only; it counts where clauses are taken in turns"),
    Factor("clauses", (False,), "a clause finds its own evidence"),
    Factor("stop_words", ("common", "none"), "no clear difference; words that every text has only cost time"),
    Factor("stemming", (False,), "a question says it in other forms than the article"),
    Factor("heading", ("none", "title"), "no clear difference; kept for passages that never name what they are about"),
    Factor("passage_tokens", (128, 200), "larger is better, up to what the encoder reads"),
)

JOINT = (
    (("dense", 0.3), ("sentences", 0.0), ("by_score", False)),
    (("by_score", False), ("narrowest", False)),
    (("sentences", 0.0), ("by_score", True)),
    (("dense", 0.3), ("sentences", 0.3)),
    (("dense", 0.5), ("sentences", 0.3)),
    (("dense", 0.5), ("sentences", 0.6)),
    (("whole", 0.75), ("most_of_one", 3)),
)
"""Several at once. The first are the settings before the best sentence and merging by score."""


def settings() -> Iterator[Setting]:
    """The defaults, then each factor's other values, then the joint ones."""
    yield Setting(DEFAULTS)
    for factor in FACTORS:
        yield from (Setting(factor.name, ((factor.name, value),)) for value in factor.values)
    yield from (Setting("jointly", changes) for changes in JOINT)


def library_of(setting: Setting, config: LibraryConfig) -> LibraryConfig:
    """The configuration with the setting's changes, of those that ask for another library."""
    words = replace(config.words, **_of(Words, setting))
    return replace(config, words=words, **_of(LibraryConfig, setting))


def retrieval_of(setting: Setting) -> tuple[RetrievalSettings, Steps]:
    """The setting's changes of those that don't."""
    search = replace(SearchSettings(), **_of(SearchSettings, setting))
    return replace(RetrievalSettings(search=search), **_of(RetrievalSettings, setting)), Steps(**_of(Steps, setting))


def worded(value: Value) -> str:
    """A value as it is shown."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "no limit" if value is None else str(value)


def default_of(name: str) -> Any:
    """What a factor is by default."""
    for kind in (SearchSettings, RetrievalSettings, Steps, Words, LibraryConfig):
        for field in fields(kind):
            if field.name == name:
                return field.default
    raise KeyError(name)


def _of(kind: Any, setting: Setting) -> dict[str, Any]:
    known = {field.name for field in fields(kind)}
    return {name: value for name, value in setting.changes if name in known}
