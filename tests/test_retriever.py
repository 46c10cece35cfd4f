"""The library as a LlamaIndex retriever."""

from __future__ import annotations

from datetime import date

import pytest
from fakes import FakeEncoder, article
from llama_index.core.schema import MetadataMode, QueryBundle, TextNode

from qa.retriever import LibraryRetriever
from vectorstore.embedding import llama_index_embedding
from vectorstore.library import Library
from vectorstore.types import Filters

TEXT = "Turkish pilots shot down a Russian warplane near the border."


@pytest.fixture
def filled(library: Library) -> Library:
    library.add_articles(
        [
            article("a.txt", TEXT, title="Jets", outlet="TRT World", published="2015-11-24"),
            article("b.txt", TEXT, title="Jets", outlet="The Mirror", published="2015-11-25"),
            article("c.txt", "Cameron wants a vote.", title="Vote"),
        ]
    )
    return library


def test_it_finds_what_the_library_finds_in_that_order(filled: Library) -> None:
    nodes = LibraryRetriever(filled, limit=3).retrieve("Who shot down the warplane?")
    hits = filled.search("Who shot down the warplane?", limit=3).hits
    assert [node.node_id for node in nodes] == [
        f"{hit.article.id}-{hit.passage.start}-{hit.passage.end}" for hit in hits
    ]
    assert [node.score for node in nodes] == [hit.score for hit in hits]


def test_the_same_words_in_two_outlets_are_two_nodes(filled: Library) -> None:
    nodes = LibraryRetriever(filled, limit=3).retrieve(QueryBundle("Turkish pilots shot down a Russian warplane"))
    assert [node.get_content() for node in nodes[:2]] == [TEXT, TEXT]
    assert {node.metadata["outlet"] for node in nodes[:2]} == {"TRT World", "The Mirror"}
    assert len({node.node_id for node in nodes}) == 3


def test_a_node_says_what_it_takes_to_cite_it_and_nothing_that_is_not_known(filled: Library) -> None:
    (node,) = LibraryRetriever(filled, filters=Filters(before=date(2015, 11, 24))).retrieve("warplane")
    record = filled.record(node.metadata["article_id"])
    assert node.metadata == {
        "title": "Jets",
        "outlet": "TRT World",
        "outlet_basis": "given",
        "published": "2015-11-24",
        "source": "a.txt",
        "article_id": record.id,
        "start": 0,
        "end": len(TEXT),
    }
    assert filled.article(record.id).text[0 : len(TEXT)] == node.get_content()
    assert isinstance(node.node, TextNode)
    assert record.id not in node.node.get_content(metadata_mode=MetadataMode.LLM)


def test_a_filter_that_leaves_nothing_gives_no_nodes(filled: Library) -> None:
    assert LibraryRetriever(filled, filters=Filters(outlets=("Le Monde",))).retrieve("warplane") == []


def test_the_encoder_serves_llama_index() -> None:
    encoder = FakeEncoder()
    embedding = llama_index_embedding(encoder)
    assert embedding.model_name == "fake"
    vectors = embedding.get_text_embedding_batch(["one text", "another text"])
    assert vectors == encoder.encode(["one text", "another text"]).tolist()
    assert embedding.get_query_embedding("one text") == vectors[0]
