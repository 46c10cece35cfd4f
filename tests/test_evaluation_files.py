"""Records out of JSON, JSON Lines and TSV: a wrong one is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from qa.evaluation.files import json_array, json_lines, lines
from vectorstore.errors import ReadError


class Word(BaseModel):
    word: str


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@given(
    texts=st.lists(st.text(), min_size=1, max_size=5),
    indent=st.sampled_from([None, 0, 3]),
    before=st.integers(0, 3),
    ascii_only=st.booleans(),
)
def test_the_records_of_a_list_come_with_the_lines_they_begin_on(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], indent: int | None, before: int, ascii_only: bool
) -> None:
    text = "\n" * before + json.dumps([{"word": text} for text in texts], indent=indent, ensure_ascii=ascii_only)
    try:
        path = written(tmp_path_factory.mktemp("list"), text)
    except UnicodeEncodeError:
        return
    found = list(json_array(path, Word))
    assert [record.word for _, record in found] == texts
    if indent is None:
        assert {place.line for place, _ in found} == {before + 1}
    else:
        assert [place.line for place, _ in found] == [before + 2 + 3 * number for number in range(len(texts))]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[\n {"word": "a"},\n {"word": 7}\n]', r"line 3: word: input should be a valid string"),
        ('[\n {"word": "a"},\n {}\n]', r"line 3: word: field required"),
        ('[\n {"word": "a"}\n {"word": "b"}\n]', r"line 3: expected ','"),
        ('[\n {"word": "a"},\n {"word" "b"}\n]', r"line 3: not JSON"),
        ('[\n {"word": "a"}\n', r"line 3: expected ','"),
        ('[\n {"word": "a"}\n]\n]', r"line 3: expected ','"),
        ('{"word": "a"}', r"line 1: expected '\['"),
        ("", r"line 1: expected '\['"),
        ("[]", r"line 1: not JSON"),
        (b'[\n {"word": "\xff"}]', r"line 2: not UTF-8"),
    ],
)
def test_a_wrong_list_is_named_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(json_array(written(tmp_path, content), Word))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"word": "a"}\n\n{"word": }\n', r"line 3: not JSON"),
        ('{"word": "a"}\n["b"]\n', r"line 2: the record: input should be"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        list(json_lines(written(tmp_path, content), Word))


def test_only_line_feeds_end_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, '\ufeff{"word": "a\u2028b"}\r\n\r\n{"word": "c"}')
    assert [(place.line, record.word) for place, record in json_lines(path, Word)] == [(1, "a\u2028b"), (3, "c")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"nowhere can't be read: No such file"):
        list(lines(tmp_path / "nowhere"))
