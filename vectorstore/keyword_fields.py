"""The fields of the keyword index: what is searched, what is handed back, and what filters ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from vectorstore.records import day_number
from vectorstore.types import NOT_STATED, ArticleRecord, Filters

FIELDS = ("text", "title", "outlet")
"""The fields searched."""

ANALYZER = "news"


def schema() -> Any:
    """The fields as tantivy is told of them."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("sentences", stored=True, indexed=False)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=ANALYZER, index_option="freq")
    # What filters ask for: the outlet's name as it is, and the day as a number.
    builder.add_text_field("outlet_name", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def of_article(record: ArticleRecord) -> dict[str, str | int]:
    """What all passages of an article have in common."""
    outlet, day = record.outlet, day_number(record.day)
    fields: dict[str, str | int] = {"title": record.title, "outlet": outlet or "", "outlet_name": outlet or NOT_STATED}
    return fields if day is None else fields | {"day": day}


def boosts(weights: Mapping[str, float] | None) -> list[tuple[str, float]]:
    """The fields that weigh something, and what: 1 where nothing is said."""
    stated = weights or {}
    return [(field, weight) for field in FIELDS if (weight := stated.get(field, 1.0))]


def limits(schema: Any, filters: Filters, without: Collection[str] = ()) -> list[tuple[Any, Any]]:
    """What a passage must be, and of which revisions it must not be: clauses for a boolean query.

    Naming the articles that are left instead would take longer the more there are.
    """
    import tantivy

    must = tantivy.Occur.Must
    limits = []
    if filters.outlets:
        limits.append((must, tantivy.Query.term_set_query(schema, "outlet_name", list(filters.outlets))))
    if filters.after or filters.before:
        first, last = day_number(filters.after or date.min), day_number(filters.before or date.max)
        limits.append((must, tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, first, last)))
    if without:
        limits.append((tantivy.Occur.MustNot, tantivy.Query.term_set_query(schema, "key", sorted(without))))
    return limits
