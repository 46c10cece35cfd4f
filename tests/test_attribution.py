"""What pages say about themselves: the seeds as the issue's table has them, and dumps of other shapes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vectorstore.articles import read_file, read_text
from vectorstore.dates import read_date, stamps
from vectorstore.outlets import OutletTable
from vectorstore.types import Article, Attribute

OUTLETS = OutletTable.load()
SEEDS = Path(__file__).parents[1] / "seeds"


def seed(number: str) -> Article:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return read_file(path, root=SEEDS, outlets=OUTLETS, max_bytes=5_000_000)


def page(text: str) -> Article:
    return read_text(text, source="page.txt", outlets=OUTLETS)


def value(attribute: Attribute | None) -> str | None:
    return attribute.value if attribute else None


def values(attributes: tuple[Attribute, ...]) -> list[str]:
    return [attribute.value for attribute in attributes]


def quoted(article: Article, attribute: Attribute | None) -> str:
    assert attribute is not None
    assert attribute.span is not None
    return article.text[attribute.span.start : attribute.span.end]


class TestSeeds:
    def test_000_takes_its_outlet_from_the_original_address(self) -> None:
        article = seed("000")
        assert value(article.outlet) == "The Moscow Times"
        assert article.outlet
        assert article.outlet.basis == "url domain"
        assert quoted(article, article.outlet) == value(article.url)
        assert str(value(article.url)).startswith("https://www.themoscowtimes.com/2015/11/27/")
        assert values(article.authors) == ["Anna Dolgov"]
        assert quoted(article, article.authors[0]) == "Anna Dolgov"
        assert value(article.published) == "2015-11-27"
        assert quoted(article, article.published) == "November 27, 2015"
        assert article.updated is None
        assert value(article.title) == "Putin: Russia Ready to Cooperate With U.S. Coalition in Syria"
        assert article.credits == ()

    def test_001_takes_its_outlet_from_the_credit_line(self) -> None:
        article = seed("001")
        assert value(article.outlet) == "TRT World"
        assert article.outlet
        assert article.outlet.basis == "credit line"
        assert quoted(article, article.outlet) == "TRTWorld and agencies"
        assert article.authors == ()
        assert article.published is None
        assert value(article.updated) == "2015-11-30"
        assert article.updated
        assert article.updated.basis == "updated line"
        assert values(article.credits) == ["Photo by: Reuters"]
        assert str(value(article.decks[0])).startswith("Following talks held in Kremlin")
        assert article.url is None

    def test_002_states_no_outlet_and_credits_its_picture(self) -> None:
        article = seed("002")
        assert (article.outlet, article.authors, article.published, article.updated) == (None, (), None, None)
        assert values(article.credits) == ["Alexei Druzhinin//Sputnik, Kremlin Pool Photo via AP, File"]
        assert value(article.title) == "Vladimir Putin Claims West ‘Not Ready to Work’ with Russia in Syria"

    def test_003_takes_its_outlet_from_the_masthead(self) -> None:
        article = seed("003")
        assert value(article.outlet) == "USA TODAY"
        assert article.outlet
        assert article.outlet.basis == "masthead line"
        assert quoted(article, article.outlet) == "USA TODAY US Edition"
        assert values(article.authors) == ["Kim Hjelmgaard"]
        assert (article.published, article.updated, article.dateline) == (None, None, None)
        assert value(article.title) == "Putin agrees to work with anti-ISIL coalition"
        assert values(article.decks) == ["Cameron: Bombing will ‘make us safer’"]
        assert values(article.credits) == ["YURI KADOBNOV, AFP/GETTY IMAGES"]

    def test_004_states_no_outlet_and_a_dateline_without_a_year(self) -> None:
        article = seed("004")
        assert (article.outlet, article.authors, article.published, article.updated) == (None, (), None, None)
        assert value(article.dateline) == quoted(article, article.dateline) == "NIZHNY TAGIL, November 25"
        assert str(value(article.title)).startswith("Sands: cooperation with Turkey")
        assert values(article.credits) == [
            "© Alexey Nikolsky/press service of the Russian President/TASS",
            "© Office of the press service and information of the defense Ministry of the Russian Federation/TASS "
            "archive",
            "© AP Photo/Alexander Zemlianichenko",
        ]


BODY = """The harbour was closed on Monday after a storm sank two boats, the harbour master said.

It will open again within a week. “Nobody was hurt,” he said.
"""


def headed(*lines: str) -> str:
    """A page with lines above its story."""
    return "\n".join(lines) + "\n\n" + BODY


def footed(*lines: str) -> str:
    """A page with a title, and lines below its story."""
    return headed("Harbour closed by storm") + "\n" + "\n".join(lines) + "\n"


class TestOutlets:
    @pytest.mark.parametrize(
        ("text", "outlet", "basis"),
        [
            (footed("Guardian staff and agencies"), "The Guardian", "credit line"),
            (footed("Source: Al Jazeera and news agencies"), "Al Jazeera", "credit line"),
            (footed("© 2015 Guardian News and Media Limited. All rights reserved."), "The Guardian", "credit line"),
            (footed("Copyright (c) 2019 Hürriyet Daily News"), "Hürriyet Daily News", "credit line"),
            (headed("BBC News", "", "World", "", "Harbour closed by storm"), "BBC News", "masthead line"),
            (headed("The Straits Times Asia Edition", "Harbour closed"), "The Straits Times", "masthead line"),
            (headed("Harbour closed by storm | World news | The Guardian"), "The Guardian", "title line"),
            (footed("Source: https://edition.cnn.com/2015/11/a/harbour"), "CNN", "url domain"),
            (headed("https://apnews.com/article/x1", "", "Harbour closed"), "Associated Press", "url domain"),
            (footed("URL: https://web.archive.org/web/2015/https://www.bbc.com/n/1"), "BBC News", "url domain"),
            (footed("Read more at https://www.bbc.com/harbour-closed-by-storm"), "BBC News", "url domain"),
            (footed("Original url:", "", "<https://www.gazette.example.net/1>"), "gazette.example.net", "url domain"),
            (headed("Harbour closed by storm", "Reuters", "Published 24 Nov 2015", "CNBC.com"), "CNBC", "credit line"),
            (headed("Title: Harbour closed", "Publication: Harbour Gazette"), "Harbour Gazette", "credit line"),
        ],
    )
    def test_is_read_where_a_page_states_it(self, text: str, outlet: str, basis: str) -> None:
        found = page(text).outlet
        assert found is not None
        assert (found.value, found.basis) == (outlet, basis)
        assert quoted(page(text), found)

    @pytest.mark.parametrize(
        "text",
        [
            BODY,
            headed("Harbour closed by storm", "By Jane Doe, Associated Press"),
            headed("Harbour closed by storm", "By The Associated Press"),
            headed("Reuters", "", "Harbour closed by storm"),
            headed("Science", "", "Harbour closed by storm"),
            headed("Harbour closed by storm", "", "Photo: The Guardian"),
            headed("Harbour closed by storm – The Guardian"),
            footed("REUTERS"),
            footed("Copyright 2015 The Associated Press. All rights reserved."),
            footed("This article was originally published on NBCNews.com."),
            footed("Read more: https://www.bbc.com/news/other-tale-1"),
            footed("Source: https://t.co/abc"),
            footed("Follow us on Twitter @guardian", "", "Science", "", "Time"),
            footed("The mayor told The New York Times that the pier would be sold."),
            "Harbour closed by storm\n\nHARBOUR CITY, Nov 26 (Reuters) - " + BODY,
        ],
    )
    def test_is_never_guessed(self, text: str) -> None:
        assert page(text).outlet is None

    def test_the_address_beats_the_masthead(self) -> None:
        article = page("CNN\n\nHarbour closed by storm\n\n" + BODY + "\nOriginal url: https://www.bbc.com/news/1")
        assert value(article.outlet) == "BBC News"


class TestAuthors:
    @pytest.mark.parametrize(
        ("line", "authors"),
        [
            ("By Jane Doe", ["Jane Doe"]),
            ("by Jane Doe", ["Jane Doe"]),
            ("BY JANE DOE", ["JANE DOE"]),
            ("**By [Jane Doe](https://x.example/jane)**", ["Jane Doe"]),
            ("By JANE DOE and JOHN ROE, Associated Press", ["JANE DOE", "JOHN ROE"]),
            ("By Jane Doe, John Roe and Ann Poe in Moscow", ["Jane Doe", "John Roe", "Ann Poe"]),
            ("By Jane Doe in Moscow and John Roe in Paris", ["Jane Doe", "John Roe"]),
            ("By Jane Doe, Staff Writer", ["Jane Doe"]),
            ("By Jane Doe, New York", ["Jane Doe"]),
            ("By JANE DOE FOR MAILONLINE", ["JANE DOE"]),
            ("By Jane Doe | November 27, 2015 | 10:22am EST", ["Jane Doe"]),
            ("November 27, 2015 By Jane Doe", ["Jane Doe"]),
            ("Written by Jean-Luc de la Tour", ["Jean-Luc de la Tour"]),
            ("Author: J. K. O’Neill-Şahin", ["J. K. O’Neill-Şahin"]),
            ("— Jane Doe", ["Jane Doe"]),
            ("By JANE McDOE and ANN B. POE  NOV. 26, 2015", ["JANE McDOE", "ANN B. POE"]),
            ("By Jane Doe and Ann Poe November 26, 2015 at 5:02 PM", ["Jane Doe", "Ann Poe"]),
            ("Jane Doe, Staff Writer", ["Jane Doe"]),
            ("Jane Doe | Diplomatic Correspondent", ["Jane Doe"]),
            ("By The Associated Press", ["The Associated Press"]),
        ],
    )
    def test_are_read_from_the_line_below_the_title(self, line: str, authors: list[str]) -> None:
        article = page(f"Harbour closed by storm\n\n{line}\n\n{BODY}")
        assert values(article.authors) == authors
        assert [quoted(article, author) for author in article.authors] == authors
        assert value(article.title) == "Harbour closed by storm"
        assert article.decks == ()

    @pytest.mark.parametrize(
        "line",
        [
            "By Tuesday",
            "By the numbers",
            "By design",
            "Photo by Jane Doe",
            "Photo by: Reuters",
            "Russian President Vladimir Putin",
            "Harbour City",
            "By Tuesday evening, the harbour was empty.",
            "Edited by John Roe",
        ],
    )
    def test_are_not_made_of_other_lines(self, line: str) -> None:
        assert page(f"Harbour closed by storm\n\n{line}\n\n{BODY}").authors == ()

    def test_a_bare_name_counts_beside_the_date(self) -> None:
        article = page(f"Harbour closed by storm\n\nJane Doe in Moscow\nThu 26 Nov 2015 19.49 GMT\n\n{BODY}")
        assert values(article.authors) == ["Jane Doe"]

    def test_a_bare_name_that_the_story_speaks_of_is_a_caption(self) -> None:
        article = page(f"Harbour closed\n\nJane Doe\n26 Nov 2015\n\n{BODY}\nJane Doe has led the port since May.\n")
        assert article.authors == ()

    def test_those_who_reported_stand_at_the_foot(self) -> None:
        article = page(f"Harbour closed by storm\n\n{BODY}\nReporting by Jane Doe and John Roe; Editing by Ann Poe\n")
        assert values(article.authors) == ["Jane Doe", "John Roe"]


class TestDates:
    @pytest.mark.parametrize(
        ("line", "published", "updated"),
        [
            ("November 27, 2015", "2015-11-27", None),
            ("Friday 27th November 2015", "2015-11-27", None),
            ("Published: 2015-11-27T08:45:59+00:00", "2015-11-27T08:45:59+00:00", None),
            ("Last updated at 10:22 GMT, 26 November 2015", None, "2015-11-26T10:22+00:00"),
            ("PUBLISHED: 17:02, 25 November 2015 | UPDATED: 23:10, 26 November 2015", "2015-11-25", "2015-11-26"),
            ("Updated 3:15 PM PST, Tue December 1, 2015", None, "2015-12-01T15:15-08:00"),
            ("Nov 27, 2015 10:22 am IST", "2015-11-27", None),
            ("26/11/2015", "2015-11-26", None),
            ("11/26/2015", "2015-11-26", None),
            ("05/11/2015", None, None),
            ("05.11.2015 14:30", "2015-11-05", None),
            ("Published: 31 February 2015", None, None),
            ("Published: May 12, 2999", None, None),
            ("Published 14 October", None, None),
            ("2 hours ago", None, None),
            ("World | Nov 27, 2015 | 3 min read", "2015-11-27", None),
            ("By Jane Doe on November 27, 2015", "2015-11-27", None),
            ("Published time: 24 Nov, 2015 13:04\nEdited time: 25 Nov, 2015 17:52", "2015-11-24", "2015-11-25"),
            ("November 26, 2015, 14:22 UTC+3", "2015-11-26T14:22+03:00", None),
            ("Source: Xinhua   2015-11-27 05:17:17", "2015-11-27", None),
            ("22:11 26.11.2015(updated 22:39 27.11.2015)", "2015-11-26", "2015-11-27"),
        ],
    )
    def test_are_read_as_stated(self, line: str, published: str | None, updated: str | None) -> None:
        article = page(f"Harbour closed by storm\n\n{line}\n\n{BODY}")
        assert (value(article.published), value(article.updated)) == (published, updated)
        assert value(article.title) == "Harbour closed by storm"
        assert article.decks == ()
        assert article.story[0].start == article.text.index("The harbour")

    def test_those_of_the_story_are_the_storys(self) -> None:
        text = (
            "Harbour closed\n\n"
            + BODY
            + "\nIt was built on November 3, 1914.\n\nDate: 3 May 2016\n\n12 June 2017\n\nTickets\n"
        )
        assert (page(text).published, page(text).updated) == (None, None)

    def test_a_page_may_end_in_its_date(self) -> None:
        assert value(page(footed("November/28/2015")).published) == "2015-11-28"

    def test_a_day_yet_to_come_is_none(self) -> None:
        assert list(stamps("3 May 2021", today=date(2021, 5, 1))) == []
        assert [stamp.value for stamp in stamps("3 May 2021", today=date(2021, 5, 3))] == ["2021-05-03"]

    @pytest.mark.parametrize(
        ("stated", "iso"),
        [
            ("2015-11-27", "2015-11-27"),
            ("2015-11-27T10:22+02:00", "2015-11-27T10:22+02:00"),
            ("May 3, 2021", "2021-05-03"),
            ("on or about May 3, 2021", None),
            ("5/11/2015", None),
            ("", None),
        ],
    )
    def test_a_whole_text_is_a_date_or_none(self, stated: str, iso: str | None) -> None:
        assert read_date(stated) == iso


class TestDatelines:
    @pytest.mark.parametrize(
        ("opening", "dateline", "published"),
        [
            ("MOSCOW, Nov 26 (Reuters) - ", "MOSCOW, Nov 26 (Reuters)", None),
            ("BEIRUT (AP) — ", "BEIRUT (AP)", None),
            ("(CNN) — ", "(CNN)", None),
            ("ST. PETERSBURG, Fla. — ", "ST. PETERSBURG, Fla.", None),
            ("ANKARA, November 25. /TASS/. ", "ANKARA, November 25", None),
            ("BEIJING, Nov. 26, 2015 (Xinhua) -- ", "BEIJING, Nov. 26, 2015 (Xinhua)", "2015-11-26"),
            ("Paris, 3 December (AFP) – ", "Paris, 3 December (AFP)", None),
        ],
    )
    def test_stand_before_the_story(self, opening: str, dateline: str, published: str | None) -> None:
        article = page(f"Harbour closed by storm\n\n{opening}{BODY}")
        assert value(article.dateline) == quoted(article, article.dateline) == dateline
        assert value(article.published) == published
        assert article.story[0].start == article.text.index("The harbour")

    @pytest.mark.parametrize(
        "opening", ["Mr Roe (55) said so. ", "NATO said: ", "In Moscow, on May 3, he left. ", "UK (and Wales) — "]
    )
    def test_are_not_made_of_sentences(self, opening: str) -> None:
        article = page(f"Harbour closed by storm\n\n{opening}{BODY}")
        assert article.dateline is None
        assert article.story[0].start == article.text.index(opening)


class TestTitles:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            (BODY, None),
            ("Harbour closed by storm\n" + BODY, "Harbour closed by storm"),
            ("# Harbour closed by storm\n\n" + BODY, "Harbour closed by storm"),
            ("Advertisement\nSkip to content\n\nNews\n\nHarbour closed by storm\n\n" + BODY, "Harbour closed by storm"),
            ("Headline: Harbour closed by storm\nAuthor: Ann Poe\n\n" + BODY, "Harbour closed by storm"),
            ("Is the harbour closed for good?\n\n" + BODY, "Is the harbour closed for good?"),
            ("The harbour closed. Then it rained.\n\nBy Ann Poe\n\n" + BODY, "The harbour closed. Then it rained."),
            ("Share on Facebook\n\n" + BODY, None),
        ],
    )
    def test_are_headlines_above_the_story(self, text: str, title: str | None) -> None:
        assert value(page(text).title) == title
