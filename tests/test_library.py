"""The library: what goes in comes out, once, under its own name; what is searched is what was asked for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeEncoder, article
from numpy.typing import NDArray

from vectorstore import adding
from vectorstore.articles import read_file
from vectorstore.chroma import ChromaStore
from vectorstore.config import LibraryConfig
from vectorstore.errors import (
    ArticleNotFound,
    LibraryDamaged,
    LibraryError,
    LibraryMismatch,
)
from vectorstore.library import Library
from vectorstore.records import Stored
from vectorstore.types import NOT_STATED, Article, Attribute, Filters, Span

JETS = article(
    "jets.txt",
    "Turkish pilots shot down a Russian warplane. The warplane fell in Syria.\n\nPutin spoke of a stab in the back.",
    title="Jets over Syria",
    outlet="TRT World",
    updated="2015-11-30",
)
VOTE = article(
    "vote.txt",
    "Cameron wants Parliament to vote. The bombing of Raqqa would make the country safer, he said.",
    title="The vote",
    outlet="USA TODAY",
    published="2015-11-27",
)
TALKS = article("talks.txt", "Hollande met Putin in the Kremlin. They spoke about the warplane.", title="Talks")
ALL = (JETS, VOTE, TALKS)


@pytest.fixture
def filled(library: Library) -> Library:
    library.add_articles(ALL)
    return library


def outcomes(library: Library, *articles: Article) -> list[str]:
    return [report.outcome for report in library.add_articles(articles)]


def sources(library: Library, question: str, **filters: object) -> set[str]:
    return {hit.article.source for hit in library.search(question, filters=Filters(**filters)).hits}  # type: ignore[arg-type]


def test_a_library_that_does_not_exist_is_empty_and_is_not_made_by_looking(library: Library) -> None:
    assert library.articles() == ()
    assert library.search("warplane") == library.search("")
    assert library.search("warplane").articles == 0
    library.check()
    assert not library.config.path.exists()


def test_an_article_comes_back_as_it_went_in(library: Library) -> None:
    stated = replace(
        JETS,
        text="\N{BOM}Head 😀\r\n" + JETS.text + "\rlast line",
        encoding="windows-1252",
        authors=(Attribute("Jane Doe", "byline", Span(1, 3)), Attribute("John Roe", "byline", Span(3, 5))),
        credits=(Attribute("Reuters", "photo credit", Span(0, 4)),),
        decks=(Attribute("A deck", "deck", Span(2, 4)),),
        dateline=Attribute("ANKARA, November 25", "dateline", Span(0, 2)),
        url=Attribute("https://example.org/a", "address", Span(5, 9)),
        story=(Span(10, 30), Span(40, 60)),
    )
    (report,) = library.add_articles([stated])
    assert report.article_id is not None
    assert library.article(report.article_id) == stated
    record = library.record(report.article_id)
    assert (record.title, record.outlet, record.authors) == ("Jets over Syria", "TRT World", ("Jane Doe", "John Roe"))
    assert (record.published, record.updated, record.credits) == (None, "2015-11-30", ("Reuters",))
    assert record.characters == len(stated.text)
    assert library.articles() == (record,)


def test_adding_twice_is_adding_once(filled: Library) -> None:
    before = filled.articles()
    assert outcomes(filled, *ALL) == ["unchanged"] * 3
    assert filled.articles() == before


def test_the_same_article_twice_in_one_go_is_one(library: Library) -> None:
    assert outcomes(library, JETS, JETS) == ["added", "unchanged"]
    assert outcomes(library, replace(VOTE, text="First state."), VOTE) == ["added", "updated"]
    assert [record.source for record in library.articles()] == ["jets.txt", "vote.txt"]
    assert sources(library, "bombing of Raqqa") == {"jets.txt", "vote.txt"}


def test_a_changed_article_takes_the_place_of_the_old(filled: Library) -> None:
    changed = replace(JETS, text=JETS.text.replace("Russian warplane", "Martian warplane"))
    assert outcomes(filled, changed) == ["updated"]
    texts = [hit.passage.text for hit in filled.search("Turkish pilots shot down a warplane", limit=100).hits]
    assert any("Martian" in text for text in texts)
    assert not any("Russian" in text for text in texts)
    assert len(filled.articles()) == 3
    filled.check()


def test_another_attribution_is_an_update(filled: Library) -> None:
    assert outcomes(filled, replace(JETS, outlet=Attribute("Anadolu", "given"))) == ["updated"]
    assert filled.search("Turkish pilots warplane", limit=1).hits[0].article.outlet == "Anadolu"


def test_identical_copies_of_two_sources_are_two_articles(library: Library) -> None:
    copy = replace(JETS, source="copy.txt", outlet=Attribute("The Mirror", "given"))
    assert outcomes(library, JETS, copy) == ["added", "added"]
    hits = library.search("Turkish pilots shot down a Russian warplane").hits
    assert {hit.article.outlet for hit in hits if "warplane" in hit.passage.text} == {"TRT World", "The Mirror"}


def test_each_hit_is_the_text_at_its_span_and_says_how_each_leg_ranked_it(filled: Library) -> None:
    result = filled.search("Who shot down the Russian warplane?")
    assert result.hits[0].article.source == "jets.txt"
    assert result.hits[0].ranks["keywords"] == 1
    assert set(result.hits[0].ranks) == {"dense", "keywords", "sentences"}
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)
    for hit in result.hits:
        whole = filled.article(hit.passage.article_id)
        assert whole.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert hit.article == filled.record(hit.passage.article_id)


def test_one_leg_alone_can_be_asked(filled: Library, encoder: FakeEncoder) -> None:
    encoder.encoded.clear()
    keywords = filled.search("warplane", legs=("keywords",))
    assert encoder.encoded == []
    assert {leg for hit in keywords.hits for leg in hit.ranks} == {"keywords"}
    dense = filled.search("warplane", legs=("dense",))
    assert encoder.encoded == ["warplane"]
    assert {leg for hit in dense.hits for leg in hit.ranks} == {"dense"}
    first = dense.hits[0]
    heading = ". ".join(part for part in (first.article.title, first.article.outlet) if part)
    question, passage = encoder.encode(["warplane", f"{heading}\n{first.passage.text}"])
    assert first.similarity == pytest.approx(float(question @ passage), abs=1e-5)


def test_a_passage_is_encoded_with_its_title_and_outlet_but_not_with_a_long_one(
    library: Library, encoder: FakeEncoder
) -> None:
    library.add_articles([JETS, replace(VOTE, title=Attribute("word " * 1000, "given"))])
    assert any(text.startswith("Jets over Syria. TRT World\nTurkish pilots") for text in encoder.encoded)
    (long,) = [text for text in encoder.encoded if text.startswith("word")]
    assert encoder.count([long])[0] < encoder.max_tokens


def test_the_limit_is_kept_and_what_there_is_is_found(filled: Library) -> None:
    assert len(filled.search("warplane", limit=2).hits) == 2
    everything = filled.search("warplane", limit=1000)
    assert len(everything.hits) == sum(record.passages for record in filled.articles())


def test_outlets_filter_by_name_and_not_stated_is_one(filled: Library) -> None:
    assert sources(filled, "warplane", outlets=("TRT World",)) == {"jets.txt"}
    assert sources(filled, "warplane", outlets=(NOT_STATED,)) == {"talks.txt"}
    assert sources(filled, "warplane", outlets=(NOT_STATED, "USA TODAY")) == {"talks.txt", "vote.txt"}
    result = filled.search("warplane", filters=Filters(outlets=("USA TODAY", NOT_STATED)))
    assert (result.articles, result.outlets) == (2, ("USA TODAY", None))


def test_both_ends_of_a_period_are_in_it_and_what_has_no_date_is_left_out_and_counted(filled: Library) -> None:
    assert sources(filled, "warplane", after=date(2015, 11, 27), before=date(2015, 11, 30)) == {"jets.txt", "vote.txt"}
    assert sources(filled, "warplane", after=date(2015, 11, 28)) == {"jets.txt"}
    assert sources(filled, "warplane", before=date(2015, 11, 27)) == {"vote.txt"}
    result = filled.search("warplane", filters=Filters(after=date(2015, 11, 28)))
    assert (result.articles, result.left_out_for_no_date) == (1, 1)
    of_trt = filled.search("warplane", filters=Filters(outlets=("TRT World",), after=date(2015, 11, 28)))
    assert (of_trt.articles, of_trt.left_out_for_no_date) == (1, 0)
    assert filled.search("warplane").left_out_for_no_date == 0


def test_a_filter_that_leaves_nothing_finds_nothing_and_asks_no_encoder(filled: Library, encoder: FakeEncoder) -> None:
    encoder.encoded.clear()
    result = filled.search("warplane", filters=Filters(outlets=("Le Monde",)))
    assert (result.hits, result.articles, result.outlets) == ((), 0, ())
    assert encoder.encoded == []


def test_a_narrow_filter_still_fills_the_limit(library: Library) -> None:
    many = [article(f"{n}.txt", f"The warplane number {n} fell.", outlet="Many") for n in range(900)]
    few = [article(f"few{n}.txt", f"A quiet day in garden {n}.", outlet="Few") for n in range(12)]
    library.add_articles([*many, *few])
    for legs in (("dense",), ("dense", "keywords")):
        found = library.search("warplane fell", filters=Filters(outlets=("Few",)), limit=10, legs=legs)
        assert len(found.hits) == 10
        assert {hit.article.outlet for hit in found.hits} == {"Few"}


def test_a_scope_of_the_library_is_what_a_search_with_the_filter_looks_in(filled: Library) -> None:
    for filters in (Filters(), Filters(outlets=("TRT World", NOT_STATED)), Filters(after=date(2015, 11, 28))):
        scope, result = filled.scope(filters), filled.search("warplane", filters=filters)
        assert len(scope.keys) == result.articles
        assert scope.outlets == result.outlets
        assert scope.left_out_for_no_date == result.left_out_for_no_date


def test_removing_takes_away_one_article_and_all_of_its_passages(filled: Library) -> None:
    record = filled.record(filled.articles()[0].id)
    assert filled.remove(record.id) == record
    assert record.source not in {held.source for held in filled.articles()}
    assert record.source not in sources(filled, "warplane Syria Turkish pilots")
    filled.check()
    with pytest.raises(ArticleNotFound, match=record.id):
        filled.article(record.id)
    with pytest.raises(ArticleNotFound, match="No article has the id"):
        filled.remove(record.id)
    assert outcomes(filled, JETS) == ["added"]


def test_a_sidecar_that_cannot_be_used_takes_nothing_from_the_articles_it_named(
    library: Library, tmp_path: Path
) -> None:
    folder, below = tmp_path / "in", tmp_path / "in/below"
    below.mkdir(parents=True)
    for path in (folder / "a.txt", below / "b.txt"):
        path.write_text(f"The tale of {path.stem} is told here, she said.")
    sidecar = below / "sources.toml"
    sidecar.write_text('["b.txt"]\noutlet = "The Isle Post"\npublished = 2024-03-02\n')
    assert [report.outcome for report in library.add([folder])] == ["added", "added"]
    held = library.articles()
    sidecar.write_text('["b.txt"\noutlet = "The Isle Post"\n')
    (below / "new.txt").write_text("Something new is told here, she said.")
    reports = {report.source: report for report in library.add([folder])}
    assert {source: report.outcome for source, report in reports.items()} == {
        "a.txt": "unchanged",
        "sources.toml": "refused",
        "below/b.txt": "skipped",
        "below/new.txt": "skipped",
    }
    assert "until its sources.toml can be used" in reports["below/b.txt"].reason
    assert library.articles() == held
    sidecar.write_text('["b.txt"]\noutlet = "The Isle Post"\npublished = 2024-03-02\n')
    assert [report.outcome for report in library.add([folder])] == ["unchanged", "unchanged", "added"]


def test_an_article_is_named_by_the_beginning_of_its_id(filled: Library) -> None:
    record = filled.articles()[0]
    assert filled.record(record.id[:6]) == record
    with pytest.raises(ArticleNotFound) as too_short:
        filled.record(record.id[:2])
    assert "Give 4 digits of it or more" in too_short.value.next
    for unknown in ("", record.id[:2], "nothing", record.id + "0"):
        with pytest.raises(ArticleNotFound):
            filled.record(unknown)


def test_the_last_article_can_be_removed(library: Library) -> None:
    library.add_articles([JETS])
    library.remove(library.articles()[0].id)
    assert library.articles() == ()
    assert library.search("warplane").hits == ()
    assert outcomes(library, JETS) == ["added"]


def test_an_article_without_a_story_is_kept_with_a_warning(library: Library) -> None:
    (report,) = library.add_articles([article("blank.txt", " \n ")])
    assert (report.outcome, report.warnings) == ("added", ("no story was found in it",))
    assert library.articles()[0].passages == 0
    assert library.search("anything").hits == ()
    library.check()


def test_five_megabytes_in_one_article(library: Library) -> None:
    text = "".join(f"The warplane number {n} fell near the border in Syria, a pilot said.\n" for n in range(72_000))
    library.add_articles([article("huge.txt", text)])
    with Library.open(library.config, encoder=FakeEncoder()) as again:
        assert again.article(again.articles()[0].id).text == text
        again.check()


def test_an_article_in_another_language_is_added_with_a_warning(library: Library) -> None:
    german = (
        "Der Pilot sagte, das Flugzeug sei in der Nähe der Grenze abgeschossen worden. Es war ein schöner Tag. " * 4
    )
    english = "The pilot said that the plane had been shot down near the border. It was a fine day for all. " * 4
    reports = library.add_articles([article("de.txt", german), article("en.txt", english), article("s.txt", "Ja!")])
    assert [len(report.warnings) for report in reports] == [1, 0, 0]
    assert "English" in reports[0].warnings[0]


def test_what_is_no_folder_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    config = LibraryConfig(path=tmp_path / "file")
    with pytest.raises(LibraryError, match="can't be used as a library"):
        Library.open(config, encoder=FakeEncoder())
    with pytest.raises(LibraryError, match="can't be used as a library"):
        Library(config, encoder=FakeEncoder()).add_articles([JETS])


def test_a_lock_that_can_not_be_had_is_no_damage(filled: Library) -> None:
    filled.close()
    lock = filled.config.path / "commit.lock"
    lock.unlink()
    lock.mkdir()  # What root may not open either.
    with pytest.raises(LibraryError, match="can't be used as a library: is a directory") as refused:
        Library.open(filled.config, encoder=FakeEncoder())
    assert refused.value.code == "library_unusable"


@pytest.mark.parametrize("point", ["passages", "articles", "keywords added", "keywords", "published"])
def test_an_interrupt_leaves_a_whole_library(config: LibraryConfig, point: str) -> None:
    def interrupt(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    with Library.open(config, encoder=FakeEncoder(), checkpoint=interrupt) as library:
        with pytest.raises(KeyboardInterrupt):
            library.add_articles([JETS])
        library.check()
    with Library.open(config, encoder=FakeEncoder()) as library:
        library.check()
        library.add_articles(ALL)
        library.check()
        assert len(library.articles()) == 3


def test_progress_ends_with_all(library: Library) -> None:
    seen: list[tuple[int, int, str]] = []
    library.add_articles(ALL, progress=lambda *told: seen.append(told))
    assert seen == [(1, 3, "jets.txt"), (2, 3, "vote.txt"), (3, 3, "talks.txt")]


def test_batches_are_told_of_when_they_are_written_and_in_order(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 1)
    monkeypatch.setattr(adding, "WRITE_SECONDS", 0)
    articles = [article(f"{number}.txt", f"It rained in town {number}. Again.") for number in range(5)]
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int, source: str) -> None:
        assert source == articles[done - 1].source
        with Library.open(library.config, encoder=FakeEncoder()) as other:
            seen.append((done, len(other.articles())))

    library.add_articles(articles, progress=progress)
    assert [done for done, _ in seen] == [1, 2, 3, 4, 5]
    assert all(held >= done for done, held in seen)
    assert seen[0][1] < 5


def test_one_batch_is_encoded_while_another_is_written(config: LibraryConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 1)
    monkeypatch.setattr(adding, "WRITE_SECONDS", 0)
    encoder, while_writing = FakeEncoder(), []

    def checkpoint(point: str) -> None:
        if point == "passages" and not while_writing:
            deadline = time.monotonic() + 20
            while encoder.calls < 2 and time.monotonic() < deadline:
                time.sleep(0.01)
            while_writing.append(encoder.calls)

    with Library.open(config, encoder=encoder, checkpoint=checkpoint) as library:
        library.add_articles(ALL)
        assert while_writing == [2]
        assert len(library.articles()) == 3


def test_batches_that_come_fast_are_written_together(config: LibraryConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 1)
    monkeypatch.setattr(adding, "WRITE_SECONDS", 60)
    points: list[str] = []
    with Library.open(config, encoder=FakeEncoder(), checkpoint=points.append) as library:
        library.add_articles([article(f"{number}.txt", f"Town {number}.") for number in range(9)])
        # The first batch at once, so that something is told soon.
        assert points.count("published") == 2
        assert len(library.articles()) == 9


@pytest.mark.parametrize("between", [0, 1, 2, 3])
def test_a_later_state_takes_the_place_of_one_on_its_way(
    library: Library, monkeypatch: pytest.MonkeyPatch, between: int
) -> None:
    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 1)
    others = [article(f"{number}.txt", f"Town {number}.") for number in range(between)]
    first, later = replace(VOTE, text="First state. It had no more."), VOTE
    assert outcomes(library, first, *others, first, later, later)[between + 1 :] == [
        "unchanged",
        "updated",
        "unchanged",
    ]
    assert library.article(next(record.id for record in library.articles() if record.source == "vote.txt")) == VOTE
    library.check()


def test_what_fails_while_encoding_is_told_and_what_was_written_is_kept(
    config: LibraryConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if any("Town 3" in text for text in texts):
                raise MemoryError("no room for town 3")
            return super().encode(texts)

    monkeypatch.setattr(adding, "BATCH_CHARACTERS", 1)
    monkeypatch.setattr(adding, "WRITE_SECONDS", 0)
    with Library.open(config, encoder=Failing()) as library:
        with pytest.raises(MemoryError, match="town 3"):
            library.add_articles([article(f"{number}.txt", f"Town {number}.") for number in range(6)])
        assert [record.source for record in library.articles()] == ["0.txt", "1.txt", "2.txt"]
        library.check()


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.txt").write_text(text)
    return path


def test_the_same_name_in_two_folders_is_two_articles(library: Library, tmp_path: Path) -> None:
    first = folder(tmp_path / "paris" / "news", a="Paris said this. It rained.")
    second = folder(tmp_path / "london" / "news", a="London said that. It snowed.")
    assert [report.source for report in library.add([first])] == ["a.txt"]
    assert [report.source for report in library.add([second])] == ["news/a.txt"]
    third = folder(tmp_path / "rome" / "news", a="Rome said more. It thawed.")
    assert [report.source for report in library.add([third])] == ["rome/news/a.txt"]
    assert [report.outcome for report in library.add([first, second, third])] == ["unchanged"] * 3
    assert [record.source for record in library.articles()] == ["a.txt", "news/a.txt", "rome/news/a.txt"]


def test_a_copied_folder_is_the_same_articles_and_a_moved_one_too(library: Library, tmp_path: Path) -> None:
    first = folder(tmp_path / "one", a="Paris said this. It rained.")
    library.add([first])
    copy = Path(shutil.copytree(first, tmp_path / "two"))
    assert [report.outcome for report in library.add([copy])] == ["unchanged"]
    shutil.rmtree(first)
    (copy / "a.txt").write_text("Paris said something else. It rained.")
    assert [(report.source, report.outcome) for report in library.add([copy])] == [("a.txt", "updated")]
    assert len(library.articles()) == 1


def test_another_article_of_the_same_name_replaces_none_whose_folder_is_gone(library: Library, tmp_path: Path) -> None:
    first = folder(tmp_path / "one", a="Paris in the rain\n\nPolice in Paris said that it rained. It went on all day.")
    library.add([first])
    shutil.rmtree(first)
    other = folder(
        tmp_path / "two", a="Milk prices fall\n\nDairy farmers blame supermarkets for a third cut this year."
    )
    assert [report.outcome for report in library.add([other])] == ["added"]
    assert sorted(record.source for record in library.articles()) == ["a.txt", "two/a.txt"]


def test_a_file_that_reading_fails_on_stops_no_other(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = folder(
        tmp_path / "mixed", a="It rained in Paris. All day.", b="It failed. Why?", c="It rained in Rome. Yes."
    )

    def failing(path: Path, **rest: Any) -> Article:
        if path.stem == "b":
            raise ZeroDivisionError("no such thing")
        return read_file(path, **rest)

    monkeypatch.setattr("vectorstore.files.read_file", failing)
    reports = {report.source: report for report in library.add([files])}
    assert {source: report.outcome for source, report in reports.items()} == {
        "a.txt": "added",
        "b.txt": "refused",
        "c.txt": "added",
    }
    assert "ZeroDivisionError" in (reports["b.txt"].reason or "")


def test_a_folder_is_the_same_however_it_is_named(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = folder(tmp_path / "news", a="It rained in Paris. All day.")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    library.add([Path("../news")])
    (files / "a.txt").write_text("It rained in Rome. All night.")
    assert [report.outcome for report in library.add([files])] == ["updated"]


def test_one_bad_file_stops_nothing(library: Library, tmp_path: Path) -> None:
    files = folder(tmp_path / "mixed", good="It rained in Paris. All day.", empty="")
    (files / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50)
    reports = {report.source: report for report in library.add([files])}
    assert reports["good.txt"].outcome == "added"
    assert reports["empty.txt"].outcome == "refused"
    assert reports["empty.txt"].reason
    assert reports["picture.txt"].outcome == "refused"
    assert len(library.articles()) == 1


def test_rebuilding_keeps_everything_and_what_was_given(filled: Library) -> None:
    before = {record.source: record for record in filled.articles()}
    texts = {record.source: filled.article(record.id).text for record in filled.articles()}
    assert {report.outcome for report in Library.rebuild(filled.config, encoder=FakeEncoder())} == {"added"}
    after = {record.source: record for record in filled.articles()}
    assert after.keys() == before.keys()
    for source, record in after.items():
        assert filled.article(record.id).text == texts[source]
        assert (record.id, record.added, record.outlet) == (
            before[source].id,
            before[source].added,
            before[source].outlet,
        )
        assert (record.published, record.updated) == (before[source].published, before[source].updated)
    assert [store.name for store in filled.config.path.glob("store-*")] == ["store-2"]
    filled.check()


def test_another_model_is_refused_with_the_command_that_rebuilds(filled: Library) -> None:
    other = FakeEncoder(name="other", dimension=32)
    with pytest.raises(LibraryMismatch, match="byline rebuild") as caught:
        Library.open(filled.config, encoder=other)
    assert "the model fake, and other is set" in caught.value.message
    with pytest.raises(LibraryMismatch, match="other weights"):
        Library.open(filled.config, encoder=FakeEncoder(digest="changed"))
    with pytest.raises(LibraryMismatch, match="passages of 248 word pieces"):
        Library.open(replace(filled.config, passage_tokens=100), encoder=FakeEncoder())
    Library.rebuild(filled.config, encoder=other)
    with Library.open(filled.config, encoder=other) as rebuilt:
        assert rebuilt.search("Turkish warplane").hits[0].article.source == "jets.txt"


def test_another_format_is_refused_and_another_precision_is_not(filled: Library) -> None:
    assert not Library.needs_rebuild(replace(filled.config, model="fake"))
    edit(filled, precision="bfloat16")
    assert len(filled.articles()) == 3
    edit(filled, format=99, unheard="of")
    assert Library.needs_rebuild(replace(filled.config, model="fake"))
    with pytest.raises(LibraryMismatch, match=r"format 99.*byline rebuild"):
        filled.articles()


def edit(library: Library, **changes: object) -> None:
    path = library.config.path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def spoil(path: Path, how: str) -> None:
    (sqlite,) = path.glob("store-*/chroma.sqlite3")
    match how:
        case "garbage":
            sqlite.write_bytes(b"garbage " * 1000)
        case "cut short":
            sqlite.write_bytes(sqlite.read_bytes()[:20_000])
        case "emptied":
            sqlite.write_bytes(b"")
        case "missing":
            sqlite.unlink()
        case "no store":
            shutil.rmtree(sqlite.parent)
        case "no manifest":
            (path / "manifest.json").unlink()
        case "half a manifest":
            (path / "manifest.json").write_text('{"store": "store-1"')
        case "not a manifest":
            (path / "manifest.json").write_text("[1, 2]")


def use(config: LibraryConfig) -> None:
    with Library.open(config, encoder=FakeEncoder()) as library:
        library.search("Paris")
        library.check()


DAMAGE = ["garbage", "cut short", "emptied", "missing", "no store", "no manifest", "half a manifest", "not a manifest"]


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_library_says_so_and_is_built_again_from_the_files(
    library: Library, tmp_path: Path, how: str
) -> None:
    files = folder(tmp_path / "files", a="Paris said this. It rained.", b="London said that. It snowed.")
    library.add([files])
    library.close()
    spoil(library.config.path, how)
    with pytest.raises(LibraryDamaged, match="byline rebuild"):
        use(library.config)
    with pytest.raises(LibraryDamaged, match="--from"):
        Library.rebuild(library.config, encoder=FakeEncoder())
    with pytest.raises(LibraryError, match="no article"):
        Library.rebuild(library.config, encoder=FakeEncoder(), from_dirs=[folder(tmp_path / "bare")])
    Library.rebuild(library.config, encoder=FakeEncoder(), from_dirs=[files])
    with Library.open(library.config, encoder=FakeEncoder()) as again:
        assert [record.source for record in again.articles()] == ["a.txt", "b.txt"]
        again.check()


def test_vectors_whose_files_are_gone_are_missed(tmp_path: Path) -> None:
    count = 1_100  # Chroma writes them to files of their own from 1,000 on.
    vectors = np.eye(count, 64, dtype=np.float32) + np.float32(0.1)
    names = [str(number) for number in range(count)]
    with closing(ChromaStore.open(tmp_path / "store-1", create=True)) as store:
        store.add_passages(Stored(names, vectors, names, [{"key": name} for name in names]))
        assert len(store.nearest(vectors[0], limit=10)) == 10
        store.check()
    (files,) = {path.parent for path in tmp_path.glob("store-1/*/index_metadata.pickle")}
    shutil.rmtree(files)
    for use in (lambda store: store.nearest(vectors[0], limit=10), ChromaStore.check):
        with (
            closing(ChromaStore.open(tmp_path / "store-1")) as store,
            pytest.raises(LibraryDamaged, match=r"byline rebuild --library"),
        ):
            use(store)


def test_any_number_of_passages_is_read_at_once(filled: Library) -> None:
    with closing(ChromaStore.open(filled.config.path / "store-1")) as store:
        held = list(store.passage_ids())
        assert set(store.passages([*held, *map(str, range(40_000))])) == set(held)


def test_the_keyword_index_may_be_deleted_at_any_time(filled: Library) -> None:
    before = filled.search("warplane", legs=("keywords",)).hits
    filled.close()
    for index in filled.config.path.glob("store-*/keywords-*"):
        shutil.rmtree(index)
    with Library.open(filled.config, encoder=FakeEncoder()) as again:
        assert again.search("warplane", legs=("keywords",)).hits == before


def test_the_collection_is_readable_by_llama_index(filled: Library) -> None:
    from llama_index.core.vector_stores.types import VectorStoreQuery

    from vectorstore.chroma import ChromaStore

    store = ChromaStore.open(filled.config.path / "store-1")
    vector = FakeEncoder().encode(["Turkish pilots shot down a warplane"])[0].tolist()
    found = store.vector_store().query(VectorStoreQuery(query_embedding=vector, similarity_top_k=2))
    store.close()
    assert found.nodes is not None
    node = found.nodes[0]
    assert "warplane" in node.get_content()
    assert node.metadata["outlet"] == "TRT World"
    assert "published" not in node.metadata
    whole = filled.article(node.metadata["article_id"])
    assert whole.text[node.metadata["start"] : node.metadata["end"]] == node.get_content()


FILL = """
import sys
from dataclasses import replace
from pathlib import Path
from fakes import FakeEncoder, article
from vectorstore.config import LibraryConfig
from vectorstore.errors import DiskFull
from vectorstore.library import Library

config = LibraryConfig(path=Path(sys.argv[1]) / "library")
with Library.open(config, encoder=FakeEncoder()) as library:
    library.add_articles([article("first.txt", "It rained in Paris. All day.")])
    try:
        for number in range(100):
            text = "".join(f"Sentence {number} {line} about the weather in Rome.\\n" for line in range(16000))
            library.add_articles([article(f"{number}.txt", text)])
        sys.exit("the disk never filled")
    except DiskFull as error:
        assert "repeat" in error.next
with Library.open(config, encoder=FakeEncoder()) as library:
    held = [record.source for record in library.articles()]
    assert "first.txt" in held, held
    assert library.search("rained in Paris").hits[0].article.source == "first.txt"
print("KEPT")
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare (util-linux) for a small disk of its own")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    script = tmp_path / "fill.py"
    script.write_text(FILL)
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=64m none {disk}"
    if subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True).returncode:
        pytest.skip("this machine lets no one but root mount a disk")
    command = f"{mount} && exec {sys.executable} {script} {disk}"
    path = f"{Path(__file__).parent}:{Path(__file__).parents[1]}"
    shown = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command], capture_output=True, text=True, env={"PYTHONPATH": path}
    )
    assert "KEPT" in shown.stdout, shown.stderr
