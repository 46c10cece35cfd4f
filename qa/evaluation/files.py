"""Records out of JSON, JSON Lines and TSV, each with the line it stands on, so that an error can name it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from vectorstore.errors import ReadError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    path: Path
    line: int

    def error(self, reason: str) -> ReadError:
        """The error to raise for what stands here."""
        return ReadError(f"{self.path}, line {self.line}: {reason}.", next="Mend that line and run again.")


def read(path: Path) -> str:
    """The text of a UTF-8 file, line ends kept; ReadError when there is none."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} can't be read: {error.strerror}.", next="Check the path and its rights.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Place(path, line).error("not UTF-8") from error


def lines(path: Path) -> Iterator[tuple[Place, str]]:
    """The lines of a file that are not blank. Only line feeds end a line: U+2028 may stand inside JSON."""
    for number, line in enumerate(read(path).split("\n"), start=1):
        if line.strip():
            yield Place(path, number), line.rstrip("\r")


def json_lines(path: Path, model: type[Model]) -> Iterator[tuple[Place, Model]]:
    """One record a line, checked against `model`."""
    for place, line in lines(path):
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise place.error(f"not JSON ({error.msg}, column {error.colno})") from error
        yield place, checked(value, model, place)


def json_array(path: Path, model: type[Model]) -> Iterator[tuple[Place, Model]]:
    """The records of one JSON list that is not empty, checked against `model`, each with the line it begins on."""
    text = read(path)
    decoder = json.JSONDecoder()
    at, line, expected = 0, 1, "["
    while True:
        mark = _after_space(text, at)
        if expected == "," and text[mark : mark + 1] == "]" and not text[mark + 1 :].strip():
            return
        if text[mark : mark + 1] != expected:
            here = Place(path, line + text.count("\n", at, mark))
            raise here.error(f"expected {expected!r} of a JSON list of records")
        begin = _after_space(text, mark + 1)
        line += text.count("\n", at, begin)
        value, end = _decode(decoder, text, begin, path)
        yield Place(path, line), checked(value, model, Place(path, line))
        line += text.count("\n", begin, end)
        at, expected = end, ","


def json_object(path: Path, model: type[Model]) -> Model:
    """The one record that a JSON file holds."""
    place = Place(path, 1)
    try:
        value = json.loads(read(path))
    except json.JSONDecodeError as error:
        raise Place(path, error.lineno).error(f"not JSON ({error.msg}, column {error.colno})") from error
    return checked(value, model, place)


def checked(value: object, model: type[Model], place: Place) -> Model:
    """The value as a record of `model`; ReadError names the place and the field that is wrong."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the record"
        raise place.error(f"{field}: {first['msg'][0].lower()}{first['msg'][1:]}") from error


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _decode(decoder: json.JSONDecoder, text: str, at: int, path: Path) -> tuple[object, int]:
    try:
        return decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise Place(path, error.lineno).error(f"not JSON ({error.msg}, column {error.colno})") from error
