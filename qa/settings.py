"""The one place where the environment and the command line's options become a configuration."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import platformdirs
from filelock import FileLock

from qa.llm.choice import parse_choice
from qa.llm.keys import find_key
from vectorstore.config import PACKAGED_MODEL, LibraryConfig
from vectorstore.errors import UsageError

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.composing import LlmWriter
    from vectorstore.library import Library


def library_config(path: Path | None = None) -> LibraryConfig:
    """The configuration that the options and the environment ask for.

    `path` wins over BYLINE_LIBRARY, which wins over the user's data directory. BYLINE_MODEL, BYLINE_CHROMA_URL,
    BYLINE_OUTLETS (a TOML file of further outlets) and BYLINE_MAX_ARTICLE_BYTES set the rest.
    Raises UsageError for a limit that is not a positive number.
    """
    outlets = os.environ.get("BYLINE_OUTLETS")
    return LibraryConfig(
        path=path or default_library(),
        model=os.environ.get("BYLINE_MODEL") or PACKAGED_MODEL,
        chroma_url=os.environ.get("BYLINE_CHROMA_URL") or None,
        outlets_file=Path(outlets) if outlets else None,
        max_article_bytes=_positive("BYLINE_MAX_ARTICLE_BYTES", LibraryConfig(path=Path()).max_article_bytes),
    )


def llm_writer(stated: str | None = None) -> LlmWriter | None:
    """The writer with a language model that the option or else BYLINE_LLM names; None where neither does.

    Its key comes from the environment or the keyring. BYLINE_LLM_SECONDS limits the whole draft, OLLAMA_HOST says
    where Ollama listens. Raises UsageError for a setting that names no model, LlmError where a key or package lacks.
    """
    choice = parse_choice(
        os.environ.get("BYLINE_LLM", "") if stated is None else stated, ollama_url=os.environ.get("OLLAMA_HOST")
    )
    if choice is None:
        return None
    from qa.checking import SHORTENED, Checker
    from qa.composing import LlmWriter
    from qa.llm.providers import open_model
    from qa.llm.streaming import Limits
    from qa.reader import PackagedEntailment

    usual = Limits()
    total = _positive("BYLINE_LLM_SECONDS", int(usual.total_seconds))
    # A model on this machine's processor reads for long before it says its first word.
    wait = total if choice.sent_to is None else min(total, usual.wait_seconds)
    limits = replace(usual, total_seconds=total, wait_seconds=wait)
    checker = Checker(PackagedEntailment(), bars=SHORTENED if choice.provider == "local" else None)
    return LlmWriter(open_model(choice, key=find_key(choice, os.environ)), checker=checker, limits=limits)


def llm_writers(stated: Sequence[str] | None = None) -> tuple[LlmWriter, ...]:
    """The writer of each model that the options name, or of the one that BYLINE_LLM does."""
    if not stated:
        return tuple(filter(None, [llm_writer()]))
    return tuple(filter(None, map(llm_writer, dict.fromkeys(stated))))


def open_assistant(library: Library, *, llm: LlmWriter | None = None) -> Assistant:
    """The assistant that the environment asks for.

    BYLINE_READER names another cross-encoder, in a folder or on this machine; BYLINE_THRESHOLD the probability, 0 to 1,
    from which on an answer is given. Raises UsageError for one that is no such number.
    """
    from qa.assistant import Assistant

    threshold = os.environ.get("BYLINE_THRESHOLD")
    return Assistant(library, reader=reader_name(), threshold=_share(threshold) if threshold else None, llm=llm)


def reader_name() -> str:
    """The reader that BYLINE_READER names, else the packaged one."""
    from qa.reader import PACKAGED_READER

    return os.environ.get("BYLINE_READER") or PACKAGED_READER


def default_library() -> Path:
    """The folder BYLINE_LIBRARY names, else `library` in the user's data directory."""
    named = os.environ.get("BYLINE_LIBRARY")
    return Path(named) if named else Path(platformdirs.user_data_dir("byline", appauthor=False)) / "library"


def chat_key() -> str:
    """The key of this user's own conversations on the command line, made at first use, in the user's data directory.

    Raises UsageError when it can be neither read nor written.
    """
    path = Path(platformdirs.user_data_dir("byline", appauthor=False)) / "chat.key"
    try:
        if not _has_text(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # Of two first starts at once the second must find the key of the first.
            with FileLock(path.with_suffix(".lock")):
                if not _has_text(path):
                    # Written whole before it has its name: whoever is killed here must not leave half a key.
                    with NamedTemporaryFile("w", dir=path.parent, prefix=path.name, delete=False) as file:
                        file.write(secrets.token_urlsafe(32))
                    Path(file.name).replace(path)
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The key of your conversations, {path}, can't be used: {error}.", next="byline chat --no-keep keeps none."
        ) from None


def _has_text(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _positive(name: str, default: int) -> int:
    stated = os.environ.get(name)
    if not stated:
        return default
    if not stated.isdecimal() or int(stated) == 0:
        raise UsageError(
            f"{name} is “{stated}”, which is no number above 0.",
            next=f"Set it to a whole number, such as {default}, or unset it.",
            code="bad_setting",
        )
    return int(stated)


def _share(stated: str) -> float:
    try:
        value = float(stated)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(
            f"BYLINE_THRESHOLD is “{stated}”, which is no number from 0 to 1.",
            next="Set it to a number such as 0.5, or unset it.",
            code="bad_setting",
        )
    return value
