"""The environment, read at the edge: what it asks for, and what is said of what it can't mean."""

from __future__ import annotations

import pytest

from qa.settings import open_assistant
from vectorstore.errors import ModelError, UsageError
from vectorstore.library import Library


@pytest.mark.parametrize("stated", ["most", "1.5", "-0.1", "nan"])
def test_a_threshold_that_is_no_share_is_refused(
    stated: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_THRESHOLD", stated)
    with pytest.raises(UsageError, match="BYLINE_THRESHOLD"):
        open_assistant(library)


def test_another_reader_is_looked_for_when_it_is_needed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_READER", "nobody/nothing-at-all")
    assistant = open_assistant(library)
    with pytest.raises(ModelError, match="none is ever fetched unasked"):
        _ = assistant.reader
