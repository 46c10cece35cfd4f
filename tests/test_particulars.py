"""What is asked of the articles themselves: who wrote them, and when they were printed."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from qa.particulars import AUTHOR, PUBLISHED, UPDATED, Particular, asked_for
from qa.question import understand
from vectorstore.library import Library
from vectorstore.outlets import OutletTable

OUTLETS = OutletTable.load()
KNOWN = ("The Moscow Times", "TRT World", "USA TODAY")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who is the author of the moscow times piece", AUTHOR),
        ("Which journalist wrote the USA TODAY story?", AUTHOR),
        ("Who wrote these articles?", AUTHOR),
        ("Date of the last update of the TRT World article", UPDATED),
        ("When was the TRT World story last updated?", UPDATED),
        ("publication date Moscow Times article", PUBLISHED),
        ("On which day was the article in The Moscow Times published?", PUBLISHED),
        ("Who wrote the letter to the president?", None),
        ("Who wrote the report on the crash?", None),
        ("When was the report on the crash published?", None),
        ("What does the TRT World article say about Erdogan?", None),
        ("When did Putin meet Hollande, according to the Moscow Times article?", None),
        ("Who shot down the plane?", None),
    ],
)
def test_a_question_asks_of_an_article_or_of_what_it_tells(question: str, expected: Particular | None) -> None:
    assert asked_for(understand(question, outlets=OUTLETS, known=KNOWN, years=(2015,))) is expected


@pytest.mark.model
def test_the_articles_say_who_wrote_them_and_when(seed_library: Library) -> None:
    assistant = Assistant(seed_library)

    def quoted(question: str) -> list[str]:
        answer = assistant.ask(question)
        for point in answer.points:
            for citation in point.citations:
                text = seed_library.article(citation.article_id).text
                assert text[citation.start : citation.end] == citation.quote == point.text
        return [point.text for point in answer.points]

    assert quoted("Who is the author of the Moscow Times piece?") == ["Anna Dolgov"]
    assert quoted("When was the TRT World article last updated?") == ["Updated Nov 30, 2015"]
    assert quoted("When was the Moscow Times article published?") == ["November 27, 2015"]
    (told,) = quoted("Who wrote the USA TODAY article?")
    assert "Kim Hjelmgaard" in told
    assert quoted("Who wrote the article about Cameron?") == [told]
    assert len(quoted("Who wrote these articles?")) == 2
    assert assistant.ask("Who wrote the article about Angela Merkel?").status == "not_in_sources"
    none = assistant.ask("Who wrote the TRT World article?")
    assert none.status == "not_in_sources"
    assert none.reasons == ("No article that was found says who wrote it.",)
    assert none.points == ()
