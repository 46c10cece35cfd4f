"""Frozen dataclasses as plain JSON values and back: what was written is read again as it was.

What a later version adds is read as its default, what an earlier one had besides is passed over, so that a file
outlives the code that wrote it.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class NotAsWritten(ValueError):
    """A stored value is not what its type says."""


def plain(value: Any) -> Any:
    """The value as JSON has it: a dataclass as an object, a tuple as a list, a day as YYYY-MM-DD."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def restored(kind: type[T], stored: Any) -> T:
    """The value of that type which `plain` made `stored` of. Raises NotAsWritten."""
    return cast(T, _restored(kind, stored))


def _restored(kind: Any, stored: Any) -> Any:
    origin, inside = get_origin(kind), get_args(kind)
    if kind is Any:
        return stored
    if origin in (Union, types.UnionType):
        return _one_of(inside, stored)
    if origin is Literal:
        return _checked(stored in inside, stored, kind)
    if origin is tuple:
        _checked(isinstance(stored, list), stored, kind)
        each = [inside[0]] * len(stored) if inside[-1] is Ellipsis else inside
        return tuple(_restored(one, item) for one, item in zip(each, stored, strict=True))
    if origin in (dict, Mapping):
        _checked(isinstance(stored, dict), stored, kind)
        return {name: _restored(inside[1], item) for name, item in stored.items()}
    if is_dataclass(kind):
        return _object(cast(type, kind), stored)
    return _simple(kind, stored)


def _one_of(kinds: tuple[Any, ...], stored: Any) -> Any:
    if stored is None and type(None) in kinds:
        return None
    problem: NotAsWritten | None = None
    for kind in kinds:
        if kind is not type(None):
            try:
                return _restored(kind, stored)
            except NotAsWritten as error:
                problem = error
    raise problem or NotAsWritten(f"{stored!r} is none of {kinds}")


def _object(kind: type, stored: Any) -> Any:
    _checked(isinstance(stored, dict), stored, kind)
    values = {}
    for name, (hint, needed) in _fields(kind).items():
        if name in stored:
            values[name] = _restored(hint, stored[name])
        elif needed:
            raise NotAsWritten(f"{kind.__name__} lacks {name}")
    return kind(**values)


def _simple(kind: Any, stored: Any) -> Any:
    if kind is date:
        _checked(isinstance(stored, str), stored, kind)
        try:
            return date.fromisoformat(stored)
        except ValueError:
            raise NotAsWritten(f"{stored!r} is no day") from None
    if kind is float:
        return float(_checked(isinstance(stored, int | float) and not isinstance(stored, bool), stored, kind))
    right = isinstance(stored, kind) and (kind is bool or not isinstance(stored, bool))
    return _checked(right, stored, kind)


def _checked(right: bool, stored: Any, kind: Any) -> Any:
    if not right:
        raise NotAsWritten(f"{stored!r} is no {kind}")
    return stored


@cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    }
