"""The nearest passages within any set of articles: what comparing with every one of them would find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pytest

from vectorstore import dense
from vectorstore.chroma import ChromaStore
from vectorstore.dense import Dense
from vectorstore.records import Stored, Vectors
from vectorstore.scope import Scope
from vectorstore.types import Filters

ARTICLES = 300
PASSAGES = 10
DIMENSION = 32
IDS = [f"{article}-r-{start}-{start + 1}" for article in range(ARTICLES) for start in range(PASSAGES)]


def unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


# Articles have a subject each, as real ones have: their passages are near one another.
DRAWN = np.random.default_rng(7)
SUBJECTS = np.repeat(DRAWN.standard_normal((ARTICLES, DIMENSION)), PASSAGES, axis=0)
VECTORS = unit(SUBJECTS + DRAWN.standard_normal(SUBJECTS.shape))
QUESTIONS = unit(DRAWN.standard_normal((20, DIMENSION)))


class Counting:
    """The store, counting what is asked of it."""

    def __init__(self, store: ChromaStore) -> None:
        self._store = store
        self.asked: list[int] = []
        self.read: list[int] = []

    def nearest(self, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        self.asked.append(limit)
        return self._store.nearest(vector, limit=limit)

    def vectors_of(self, keys: Sequence[str]) -> list[tuple[list[str], Vectors]]:
        self.read += [len(keys)] if keys else []
        return self._store.vectors_of(keys)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaStore]:
    metadata = [{"key": id.rsplit("-", 2)[0]} for id in IDS]
    with closing(ChromaStore.open(tmp_path_factory.mktemp("dense") / "store-1", create=True)) as store:
        store.add_passages(Stored(IDS, VECTORS, IDS, list(metadata)))
        yield store


@pytest.fixture
def counting(store: ChromaStore) -> Counting:
    return Counting(store)


@pytest.fixture
def search(counting: Counting) -> Dense:
    return Dense(counting, total=len(IDS))  # type: ignore[arg-type]


def scope_of(articles: Iterable[int]) -> Scope:
    keys = frozenset(f"{article}-r" for article in articles)
    return Scope(Filters(outlets=("of some",)), keys, passages=PASSAGES * len(keys), outlets=(), left_out_for_no_date=0)


def by_comparing_all(question: Vectors, within: Scope, limit: int) -> list[str]:
    rows = [row for row, id in enumerate(IDS) if id.rsplit("-", 2)[0] in within.keys]
    return [IDS[row] for row in sorted(rows, key=lambda row: -float(VECTORS[row] @ question))[:limit]]


@pytest.mark.parametrize("articles", [1, 3, 40, 120, 149])
def test_what_is_found_is_what_comparing_with_every_passage_finds(search: Dense, articles: int) -> None:
    for question in QUESTIONS:
        within = scope_of(DRAWN.permutation(ARTICLES)[:articles].tolist())
        found = search.search(question, limit=50, within=within)
        assert [id for id, _ in found] == by_comparing_all(question, within, 50)
        for id, cosine in found:
            assert cosine == pytest.approx(float(VECTORS[IDS.index(id)] @ question), abs=1e-5)


@pytest.mark.parametrize("articles", [150, 290, ARTICLES])
def test_of_half_the_articles_or_more_as_many_are_found_as_there_are(search: Dense, articles: int) -> None:
    within = scope_of(DRAWN.permutation(ARTICLES)[:articles].tolist())
    right = 0
    for question in QUESTIONS:
        found = [id for id, _ in search.search(question, limit=20, within=within)]
        # Chroma's graph of neighbours is made anew each time, and misses one or two of some question.
        right += len(set(found) & set(by_comparing_all(question, within, 20)))
        assert len(found) == 20
        assert {id.rsplit("-", 2)[0] for id in found} <= within.keys
    assert right >= 0.98 * 20 * len(QUESTIONS)
    assert len(search.search(QUESTIONS[0], limit=10_000, within=within)) == PASSAGES * articles


def test_an_article_is_read_once_and_never_where_half_are_asked_for(search: Dense, counting: Counting) -> None:
    for question in QUESTIONS:
        for articles in (range(5), range(3, 9), range(200)):
            search.search(question, limit=10, within=scope_of(articles))
    assert counting.read == [5, 4]
    assert set(counting.asked) == {30}


def test_passages_that_all_lie_far_from_the_question_are_found_as_well(search: Dense, counting: Counting) -> None:
    question = QUESTIONS[0]
    of_article = (VECTORS @ question).reshape(ARTICLES, PASSAGES).max(axis=1)
    within = scope_of(np.argsort(of_article)[: ARTICLES // 2].tolist())
    found = search.search(question, limit=20, within=within)
    assert len({id for id, _ in found} & set(by_comparing_all(question, within, 20))) >= 16
    assert len(counting.asked) > 1


def test_no_more_is_kept_than_there_is_room_for(
    search: Dense, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "MOST_KEPT", 8 * PASSAGES)
    for articles in (range(5), range(5), range(4, 8), range(6, 10), range(4, 8)):
        within = scope_of(articles)
        found = search.search(QUESTIONS[0], limit=30, within=within)
        assert [id for id, _ in found] == by_comparing_all(QUESTIONS[0], within, 30)
    # The 9th and 10th article found no room, so what was kept was let go.
    assert counting.read == [5, 3, 2, 4, 2]


def test_where_too_many_would_be_read_more_are_asked_for(
    search: Dense, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "MOST_READ", 99)
    within = scope_of(DRAWN.permutation(ARTICLES)[:10].tolist())
    right = 0
    for question in QUESTIONS:
        found = [id for id, _ in search.search(question, limit=20, within=within)]
        right += len(set(found) & set(by_comparing_all(question, within, 20)))
        assert len(found) == 20
    assert counting.read == []
    assert counting.asked[0] == 20 * 3 * 15


def test_passages_that_went_in_the_meantime_are_missed_without_an_error(search: Dense) -> None:
    assert len(search.search(QUESTIONS[0], limit=20, within=scope_of([0, ARTICLES, ARTICLES + 1]))) == PASSAGES
    assert search.search(QUESTIONS[0], limit=20, within=scope_of([ARTICLES + 5])) == []
    assert search.search(QUESTIONS[0], limit=20, within=scope_of([])) == []


def test_threads_read_what_others_add(store: ChromaStore) -> None:
    search = Dense(store, total=len(IDS))

    def ask(number: int) -> bool:
        within = scope_of(range(number, number + 30))
        found = search.search(QUESTIONS[number % 20], limit=10, within=within)
        return [id for id, _ in found] == by_comparing_all(QUESTIONS[number % 20], within, 10)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(100)))
