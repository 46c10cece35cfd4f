"""Fusion by hand arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.fusion import fuse

WEIGHTS = {"dense": 0.3, "keywords": 0.7}


def test_each_leg_counts_by_its_weight_and_its_scaled_score() -> None:
    fused = fuse(
        {"dense": [("a", 0.9), ("b", 0.5), ("c", 0.1)], "keywords": [("b", 12.0), ("d", 2.0)]}, weights=WEIGHTS
    )
    assert [(item.id, pytest.approx(item.score)) for item in fused] == [
        ("b", 0.3 * 0.5 + 0.7 * 1.0),
        ("a", 0.3 * 1.0),
        ("d", 0.0),
        ("c", 0.0),
    ]
    assert fused[0].ranks == {"dense": 2, "keywords": 1}
    assert fused[1].ranks == {"dense": 1}


def test_one_leg_alone_keeps_its_order_and_its_best_scores_one() -> None:
    fused = fuse({"dense": [("x", 0.8), ("y", 0.7), ("z", 0.6)]}, weights=WEIGHTS)
    assert [item.id for item in fused] == ["x", "y", "z"]
    assert [item.score for item in fused] == pytest.approx([1.0, 0.5, 0.0])


def test_nothing_found_is_nothing() -> None:
    assert fuse({}, weights=WEIGHTS) == []
    assert fuse({"dense": [], "keywords": []}, weights=WEIGHTS) == []


def test_equal_scores_count_as_the_best() -> None:
    fused = fuse({"keywords": [("b", 3.0), ("a", 3.0)]}, weights=WEIGHTS)
    assert [(item.id, item.score) for item in fused] == [("b", 1.0), ("a", 1.0)]


lists = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(-5, 50)), unique_by=lambda item: item[0]).map(
    lambda found: sorted(found, key=lambda item: -item[1])
)


@given(dense=lists, keywords=lists)
def test_every_item_comes_once_with_the_ranks_it_had(
    dense: list[tuple[str, float]], keywords: list[tuple[str, float]]
) -> None:
    fused = fuse({"dense": dense, "keywords": keywords}, weights=WEIGHTS)
    assert sorted(item.id for item in fused) == sorted({id for id, _ in [*dense, *keywords]})
    assert all(0.0 <= item.score <= 1.0 + 1e-9 for item in fused)
    assert [item.score for item in fused] == sorted((item.score for item in fused), reverse=True)
    for leg, found in (("dense", dense), ("keywords", keywords)):
        ranked = {item.id: item.ranks[leg] for item in fused if leg in item.ranks}
        assert ranked == {id: rank for rank, (id, _) in enumerate(found, 1)}


def test_by_ranks_how_far_ahead_the_best_is_does_not_count() -> None:
    legs = {"dense": [("a", 0.9), ("b", 0.1)], "keywords": [("b", 12.0), ("c", 11.9)]}
    fused = fuse(legs, weights={"dense": 0.5, "keywords": 0.5}, by="ranks")
    assert [item.id for item in fused] == ["b", "a", "c"]
    assert [item.score for item in fused] == pytest.approx([0.5 + 0.5 * 61 / 62, 0.5, 0.5 * 61 / 62])
