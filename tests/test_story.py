"""What is story and what is the page around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.articles import read_file, read_text
from vectorstore.outlets import OutletTable
from vectorstore.types import Article

OUTLETS = OutletTable.load()
SEEDS = Path(__file__).parents[1] / "seeds"


def seed(number: str) -> Article:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return read_file(path, root=SEEDS, outlets=OUTLETS, max_bytes=5_000_000)


def story(article: Article) -> list[str]:
    """The lines of the story, those of each span together."""
    return [line for span in article.story for line in article.text[span.start : span.end].splitlines() if line.strip()]


def read(text: str) -> list[str]:
    return story(read_text(text, source="a.txt", outlets=OUTLETS))


def lines(number: str) -> list[str]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class TestSeeds:
    @pytest.mark.parametrize(
        ("number", "first", "last"),
        [
            # Line numbers among the lines that are not blank, both in.
            ("000", 4, 14),
            ("001", 6, 17),
            ("002", 3, 15),
            ("003", 4, 15),
        ],
    )
    def test_the_story_is_the_paragraphs_and_nothing_else(self, number: str, first: int, last: int) -> None:
        article = seed(number)
        assert len(article.story) == 1
        assert [line.strip() for line in story(article)] == [line.strip() for line in lines(number)[first : last + 1]]

    def test_000_keeps_the_later_of_the_repeated_sentences(self) -> None:
        article = seed("000")
        assert article.text.count("Putin called the downing of the Russian plane a betrayal") == 2
        kept = [line for line in story(article) if line.startswith("Putin called the downing")]
        assert len(kept) == 1
        assert "betrayal — suggesting" in kept[0]

    def test_004_leaves_out_headings_and_links_to_other_stories(self) -> None:
        article = seed("004")
        assert len(article.story) == 7
        kept = story(article)
        assert kept[0].startswith("Cooperation with Turkey in the fight")
        assert kept[-1].endswith("shot down in Syrian sky.”")
        left_out = (
            "See also",
            "©",
            "Putin: Turkey",
            "Bombers of Russia",
            "“Serious incident”",
            "The crash of",
            "The anti-terrorist operation will be continued",
            "On the supply of",
            "The actions of",
            "Sands:",
            "NIZHNY",
        )
        assert not [line for line in kept if line.startswith(left_out)]
        assert len(kept) == 14


LEAD = "The harbour was closed on Monday after a storm sank two boats, the harbour master said."
NEXT = "It will open again within a week, once divers have looked at the wrecks."
LAST = "“Nobody was hurt,” he said."


class TestFurniture:
    @pytest.mark.parametrize(
        "line",
        [
            "Advertisement",
            "ADVERTISEMENT Article continues below this ad",
            "Share on Facebook",
            "Facebook Twitter Whatsapp Reddit Email Share",
            "CLICK HERE TO SIGN UP FOR OUR HEALTH NEWSLETTER",
            "Sign up here to get it in your inbox every Friday.",
            "Subscribe to our newsletter for the best of the week.",
            "We use cookies to improve your experience on this site.",
            "By continuing to use this site, you agree to our terms.",
            "Please let us know if you're having issues with commenting.",
            "Do you have a story? Email us at tips@harbour.example.",
            "Follow @harbour on Twitter for more.",
            "Read more: What next for the harbour?",
            "MORE: Who owns the boats?",
            "Also Read: The storm in pictures.",
            "Why it matters",
            "What happens next?",
            "COUNCIL VOTES TO SELL THE OLD LIBRARY ON ELM STREET AFTER A LONG DEBATE: ‘A SAD DAY’",
            "Photograph: Jane Doe/AFP/Getty Images",
            "(AP Photo/Jane Doe)",
            "A boat lies on its side in the harbour. Photograph: Jane Doe/Reuters",
            "The harbour in spring. (Photo by Jane Doe/Getty Images)",
            "Boats in the harbour [File: Reuters]",
            "![Boats](boats.jpg)",
            "https://www.bbc.com/news/1",
            "next Image 1 of 2",
            "12 comments",
            "Two boats lie on their side. (Jane Doe/European Pressphoto Agency)",
            "Image copyright Jane Doe",
            "Image caption Two boats lie on their side",
            "* * *",
            "Our Standards: The Thomson Reuters Trust Principles.",
            "(Reporting by Jane Doe; Editing by John Roe)",
            "Jane Doe in Paris contributed to this report.",
            "Copyright 2015 The Associated Press. All rights reserved.",
            "All rights reserved. This material may not be published or broadcast.",
        ],
    )
    def test_between_paragraphs_is_not_story(self, line: str) -> None:
        text = f"{LEAD}\n\n{NEXT}\n\n{line}\n\n{LAST}\n"
        assert read(text) == [LEAD, NEXT, LAST]

    @pytest.mark.parametrize(
        "line",
        [
            "Nobody knew.",
            "And then?  It rained for a week.",
            "“Where were the boats?”",
            "Subscribers were told that the paper would close in May.",
            "Share prices fell after the storm, and the port's owner lost a tenth.",
            "He told Reuters, AP and the BBC that the harbour would open again.",
            "The study was first published in The Lancet in 1998 and has been withdrawn.",
            "Follow the money, the mayor said, and you will find out who sold the pier.",
            "“Read more books,” she told the children of the town on Tuesday.",
            "10:29 p.m.: Two more boats have been towed into the harbour",
            "The mayor, who has led the town for twenty years and wants to lead it for four more, did not say where "
            "the money for a new pier was to come from",
            "The picture was taken by a neighbour (AFP has seen it) and sold the same day.",
            "He said the pier would stay. READ MORE: Who owns the boats",
            "Watch out: the pier is slippery.",
        ],
    )
    def test_a_sentence_is_story(self, line: str) -> None:
        assert read(f"{LEAD}\n\n{NEXT}\n\n{line}\n\n{LAST}\n") == [LEAD, NEXT, line, LAST]


class TestShapes:
    def test_links_below_a_label_go_with_it(self) -> None:
        text = (
            f"{LEAD}\n\nRelated stories\n\nWho owns the boats?\n\nStorm of the century! How it came about\n\n"
            f"© Jane Doe/AFP\n\n{NEXT}\n\n{LAST}\n"
        )
        assert read(text) == [LEAD, NEXT, LAST]

    def test_a_list_announced_by_a_colon_is_story(self) -> None:
        listed = ["the pier on the north side", "the two cranes of 1912", "the harbour master's own boat"]
        text = "\n\n".join([LEAD, NEXT, "The storm destroyed what the town was known for:", *listed, LAST])
        assert read(text) == [LEAD, NEXT, "The storm destroyed what the town was known for:", *listed, LAST]

    def test_marked_items_are_story_when_they_say_something(self) -> None:
        text = f"{LEAD}\n\n{NEXT}\n\n- two boats sank at the north pier\n- one crane\n\n{LAST}\n"
        assert read(text) == [LEAD, NEXT, "- two boats sank at the north pier", LAST]

    def test_a_pull_quote_after_its_sentence_is_left_out(self) -> None:
        said = "“The pier is older than any of us,” he said, “and it will be there when we are gone.”"
        text = f"{LEAD}\n\n{said}\n\n“The pier is older than any of us”\n\n{NEXT}\n\n{LAST}\n"
        assert read(text) == [LEAD, said, NEXT, LAST]

    def test_the_same_words_in_two_sentences_are_no_pull_quote(self) -> None:
        text = f"{LEAD}\n\n{NEXT}\n\nNobody was hurt in the storm.\n\nNobody was hurt in the town, either.\n"
        assert len(read(text)) == 4

    def test_paragraphs_on_lines_of_their_own_make_one_span(self) -> None:
        article = read_text(f"Harbour closed by storm\n{LEAD}\n{NEXT}\n{LAST}", source="a.txt", outlets=OUTLETS)
        assert story(article) == [LEAD, NEXT, LAST]
        assert len(article.story) == 1

    def test_wrapped_paragraphs_are_read_whole(self) -> None:
        text = (
            "Council votes to keep the old library open\n\nBy Ann Poe\n\n"
            "The city council voted on Wednesday night to keep the old library on\n"
            "Elm Street open for another year, after more than two hundred people\n"
            "came to speak for it. The vote was seven to four.\n\n"
            "Mayor John Roe had proposed to close the building in March and to sell\n"
            "the land. He said that he would respect the vote.\n\nShare this article\n"
        )
        article = read_text(text, source="a.txt", outlets=OUTLETS)
        (span,) = article.story
        assert article.text[span.start : span.end].startswith("The city council")
        assert article.text[span.start : span.end].endswith("respect the vote.")

    def test_a_caption_right_above_its_credit_is_left_out(self) -> None:
        text = f"Harbour closed\n\nA boat lies on its side on Monday.\nPhoto: Jane Doe/AFP\n\n{LEAD}\n\n{NEXT}\n"
        assert read(text) == [LEAD, NEXT]

    @pytest.mark.parametrize("text", ["Boats", "Boats\nPiers", "Advertisement", "By Jane Doe", "See also", "©", "12"])
    def test_a_page_without_a_sentence_still_has_a_story(self, text: str) -> None:
        assert "".join(read(text))
