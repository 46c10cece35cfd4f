"""A draft taken apart: whatever a model writes as a marker, only evidence that was given is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.markers import Drafted, drafted


@pytest.mark.parametrize(
    ("draft", "sentences"),
    [
        ("Putin said so. [1]", [("Putin said so.", (1,))]),
        ("Putin said so [1]. Obama did not [2].", [("Putin said so.", (1,)), ("Obama did not.", (2,))]),
        ("Putin said so.[1] Obama did not.[2]", [("Putin said so.", (1,)), ("Obama did not.", (2,))]),
        ("Both did [1, 2].", [("Both did.", (1, 2))]),
        ("Both did [1][3].", [("Both did.", (1, 3))]),
        ("All did [1-3].", [("All did.", (1, 2, 3))]),
        ("Wide ones 【3】.", [("Wide ones.", (3,))]),
        ("With a part 【2†source】.", [("With a part.", (2,))]),
        ("Round ones too (2).", [("Round ones too.", (2,))]),
        ("Unknown ones vanish [0] [99].", [("Unknown ones vanish.", ())]),
        ("Known ones stay [0, 2, 99].", [("Known ones stay.", (2,))]),
        ("Twice is once [2] [2].", [("Twice is once.", (2,))]),
        ("As was shown (Smith, 2020).", [("As was shown.", ())]),
        ("As was shown (Smith et al., 2020) [1].", [("As was shown.", (1,))]),
        ("It was founded (1990) in May [1].", [("It was founded (1990) in May.", (1,))]),
        ("[1] Putin said so.\n[2] Obama did not.", [("Putin said so.", (1,)), ("Obama did not.", (2,))]),
        ("- Putin said **so** [1].\n- Obama did not [2].", [("Putin said so.", (1,)), ("Obama did not.", (2,))]),
        ("[1]", []),
        ("", []),
        ("*** [1] ---", []),
    ],
)
def test_markers_are_taken_out_and_belong_to_their_sentence(
    draft: str, sentences: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert drafted(draft, given=3) == tuple(Drafted(text, numbers) for text, numbers in sentences)


def test_a_draft_that_was_cut_loses_its_last_sentence() -> None:
    assert [one.text for one in drafted("One stands [1]. The next was cu", given=1, whole=False)] == ["One stands."]
    assert [one.text for one in drafted("One stands [1]. So does “this.”", given=1, whole=False)][1:] == [
        "So does “this.”"
    ]


@given(st.text(alphabet="ab A.!?[](),0123456789【】^-†\n*#", max_size=80), st.integers(0, 5))
def test_no_draft_names_evidence_that_was_not_given(draft: str, count: int) -> None:
    for sentence in drafted(draft, given=count):
        assert all(1 <= number <= count for number in sentence.numbers)
        assert any(map(str.isalnum, sentence.text))
