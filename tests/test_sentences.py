"""Where sentences end: by hand, by what must always hold, and against sentences that others have marked."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.sentences import sentences

SEEDS = Path(__file__).parent.parent / "seeds"
EVAL = Path(__file__).parent.parent.parent / "shared" / "eval"

# "¦" stands where a sentence must end; it is taken out before the text is split.
CASES = [
    "The talks ended. ¦He left.",
    "A U.S.-led force struck. ¦It withdrew.",
    "He joined the U.S. military in May. ¦She did not.",
    "U.S. President Barack Obama met U.N. envoys.",
    "Ready to Cooperate With U.S. Coalition in Syria",
    "She moved to the U.S. ¦The family followed.",
    "He flew back from the U.K. ¦But nobody came.",
    "He returned to the U.S. in 2013.",
    "The U.S. $5 billion plan passed.",
    "Attacks in Paris on Nov. 13, which killed 130, shook France. ¦It mourned.",
    "They met on Nov. 13 and again on Dec. 4. ¦Nothing came of it.",
    "Their warplane was shot down on Nov. 24.",
    "It came down on Nov. 24. ¦Turkey denied it.",
    "It opened last Nov. ¦The price doubled.",
    "NIZHNY TAGIL, November 25. ¦Cooperation is in doubt.",
    "“But Mr. President has expressed condolences,” he said. ¦“We are grateful.”",
    "Dr. Smith, Gen. Petraeus and Sen. Cruz spoke. ¦Lt. Gov. Jones did not.",
    "Rep. Adam Schiff asked Prof. Hill about Col. Vindman.",
    "GEN. SMITH RESIGNED. ¦THE ARMY CONFIRMED IT.",
    "It starts at 5 p.m. on Friday. ¦Doors open at 4 p.m. Eastern.",
    "The vote is at 8 p.m. ET and at 5 p.m. PT.",
    "They met at 6 p.m. ¦Putin arrived late.",
    "At 6 p.m. Putin arrived.",
    "8:40 p.m. — The Bears score.",
    "J. K. Rowling wrote it. ¦George W. Bush read it.",
    "J.K. Rowling and J.R.R. Tolkien wrote. ¦He read.",
    "It follows John F. Kennedy to Dallas.",
    "They know more than I. ¦Putin agreed.",
    "He has a million followers on X. ¦‘El Jefe’ has fewer.",
    "Take a vitamin, e.g. Vitamin C, i.e. the usual one.",
    "He lives at No. 10 Downing Street. ¦It is old.",
    "Would he go? ¦No. ¦He would not.",
    "They beat the no. 1 seed. ¦It rained.",
    "Apple Inc. said so. ¦Exxon Corp. shares fell.",
    "He left Apple Inc. ¦The shares fell.",
    "Martin Luther King Jr. spoke. ¦Sammy Davis Jr. sang.",
    "It grew 3.5 percent to $1.5 billion. ¦Analysts had expected 2.8.",
    "The index rose 0.3. ¦It had fallen before.",
    "In total it cost $3.2 million. ¦$1.5 million was lost.",
    "CBSSports.com reported it. ¦ESPN.com did not.",
    "See https://example.com/a.b?c=D.e. ¦It is all there.",
    "Visit www.example.org/News.Html or Booking.Com today.",
    "Deaths of our servicemen... are unacceptable.",
    "Deaths of our servicemen… are unacceptable.",
    "He waited… ¦Nobody came.",
    "He waited. . . . ¦Nobody came.",
    "...and then it ended. ¦[...] They left.",
    "He said: “[…] We cannot.” ¦She nodded.",
    "“We will go.” ¦He said so.",
    "“We will go. ¦We will win,” he said.",
    '"We will go." ¦"When?" ¦"Now."',
    "“Is it?” asked Putin. ¦“It is.”",
    "“Is it?” Putin asked. ¦“It is.”",
    "“Is it?” French President Hollande asked.",
    "“Is it?” ¦The president was silent.",
    "He shouted “Stop!” and ran. ¦They followed.",
    "Otherwise we need no “cooperation with any coalition, any country.” ¦It is over.",
    "‘We need him.’ ¦So she said.",
    "“Their assessment”, – said Peskov. ¦“Of course”, – he added.",
    "He stressed that “this is for our partners. ¦“Their assessment”, – said Peskov.",
    "“Had no such information, he said. ¦– I recommend to ask our military”. ¦He left.",
    "It is an act “against the Russian Federation”. ¦Regarding Ankara, he was silent.",
    "He was angry (he had lost). ¦She was not.",
    "He was angry. ¦(He had lost.) ¦She was not.",
    "Troops “cannot be ours, but [there can be] Syrian soldiers,” he said. ¦[It is unclear.] ¦He left.",
    "Yahoo! said it would close. ¦E! News reported it.",
    "He left Yahoo! ¦The shares fell.",
    "What?! ¦No way!! ¦Really...? ¦Yes.",
    "It ended.¦The next began.",
    "“It ended.”¦The next began.",
    "The 2013 vote failed in 2013.¦The next passed.",
    "It ended. ¦iPhone sales rose. ¦eBay fell.",
    "the war ended. ¦they went home.",
    "He paid approx. 5 dollars, i.e. approx. five.",
    "WASHINGTON, D.C. — The president spoke. ¦He left.",
    "Manchester vs. Chelsea ended 2-1. ¦Marbury v. Madison did not.",
    "Smith et al. found it. ¦They were right.",
    "He came from Phoenix, Ariz. ¦He died there.",
    "Ibram X. Kendi wrote it.",
    "Headline without a stop\n\n¦The story begins.",
    "Headline without a stop\r\n\r\n¦The story begins.",
    "Headline without a stop\r\r\n \r\r\n¦The story begins.",
    "A line that is\nwrapped ends. ¦Another\r\nbegins.",
    "They want:\n¦• peace\n¦• bread and\nbutter\n¦* land",
    "To do:\n¦1. Go there. ¦Stay.\n¦2. Come back.",
    "- Kim Hjelmgaard\n\n¦Russian President Vladimir Putin spoke.",
    "The bomber\n– said Peskov – fell.",
    "1. The first point. ¦2. The second.",
    "First.\n\n\n¦Second.\u2028\u2029¦Third.",
    "no punctuation at all however long the text may be",
    "今天天气很好。¦我们去公园吧！¦好吗？¦“好的。”¦他说。",
    "Elle dit : « Oui. » ¦Il rit.",
    "क्या हुआ। ¦कुछ नहीं।",
    "ماذا حدث؟ ¦لا شيء.",
    "?? YURI KADOBNOV, AFP/GETTY IMAGES ?? ¦French President Hollande spoke.",
    "Er sagte: „Wir gehen.“ ¦Dann ging er.",
    "He lives on Wall St. ¦The house is old. ¦St. Louis is far.",
    "The Ph.D. student met Philip Morris Cos. executives.",
]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace("¦", "")
    assert [text[span.start : span.end] for span in sentences(text)] == [part.strip() for part in marked.split("¦")]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\r\n", "\u2028"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


def test_only_the_given_stretch_is_split() -> None:
    text = "One ends. Two ends. Three ends."
    assert [text[span.start : span.end] for span in sentences(text, 4, 24)] == ["ends.", "Two ends.", "Thre"]


_WORDS = "Putin said U.S Nov 13 Mr p.m J ended . . ... … ? ! “ ” \" ' ) – • 1. 。 https://a.b iPhone The He ,".split()
_PIECES = st.sampled_from([*_WORDS, " ", " ", " ", "\n", "\r\n", "\n\n", "\t", "\u00a0"])
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=40).map("".join))


@given(_TEXTS)
def test_spans_are_in_order_trimmed_and_leave_out_white_space_only(text: str) -> None:
    at = 0
    for span in sentences(text):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@given(_TEXTS, st.text(max_size=20), st.text(max_size=20))
def test_what_lies_outside_the_stretch_is_never_looked_at(text: str, before: str, after: str) -> None:
    shifted = [(span.start + len(before), span.end + len(before)) for span in sentences(text)]
    within = sentences(before + text + after, len(before), len(before) + len(text))
    assert [(span.start, span.end) for span in within] == shifted


@given(_TEXTS, _TEXTS)
def test_a_blank_line_parts_whatever_stands_around_it(first: str, second: str) -> None:
    joint = len(first) + 1
    for span in sentences(f"{first}\n\n{second}"):
        assert span.end <= joint or span.start >= joint


UNITS = [
    "word ",
    "a",
    "a. B ",
    ".",
    ". ",
    '."',
    "\n",
    "\r",
    "\n ",
    "A.B",
    'a?" Bb ',
    "a.Bb",
    "1. ",
    "- ",
    "\n- ",
    ". ”",
]


@pytest.mark.parametrize("unit", ["The U.S. war ended on Nov. 13. He left. ", *UNITS])
def test_a_megabyte_on_one_line_takes_seconds_at_most(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begun = time.perf_counter()
    sentences(text)
    # 0.1 to 2 s alone on a processor; the room is for a busy machine. Anything quadratic takes hours.
    assert time.perf_counter() - begun < 20


def test_the_seeds_quotations_keep_their_closing_marks() -> None:
    text = (SEEDS / "002_ae491388d4a1ecbd.txt").read_text(encoding="utf-8")
    found = [text[span.start : span.end] for span in sentences(text)]
    assert any(quote.endswith("any coalition, any country.”") for quote in found)
    assert any(quote.endswith("shot down their warplane on Nov. 24.") for quote in found)


def test_gold_answers_of_squad_lie_within_one_sentence() -> None:
    path = EVAL / "reader" / "squad2_dev.json"
    if not path.exists():
        pytest.skip("the SQuAD paragraphs are not on this machine")
    inside = total = 0
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            spans = sentences(paragraph["context"])
            given_answers = [answer for question in paragraph["qas"] for answer in question["answers"]]
            for begin, text in {(answer["answer_start"], answer["text"]) for answer in given_answers}:
                total += 1
                inside += any(span.start <= begin and begin + len(text) <= span.end for span in spans)
    assert total > 1_000
    assert inside / total > 0.998  # measured: 0.9995; the two that do not run across two sentences themselves


def test_sentences_that_others_marked_in_news_begin_and_end_as_ours() -> None:
    folder = EVAL / "multihop_rag"
    if not folder.exists():
        pytest.skip("the MultiHop-RAG articles are not on this machine")
    bodies = {item["url"]: item["body"] for item in json.loads((folder / "corpus.json").read_text(encoding="utf-8"))}
    queries = json.loads((folder / "queries_dev.json").read_text(encoding="utf-8"))
    facts = {(item["url"], item["fact"]) for query in queries for item in query["evidence_list"]}
    alike = total = 0
    for url, fact in facts:
        place = re.search(r"\s+".join(map(re.escape, fact.split())), bodies[url])
        if place is None:
            continue
        total += 1
        spans = sentences(bodies[url])
        alike += place.start() in {span.start for span in spans} and place.end() in {span.end for span in spans}
    assert total > 500
    assert alike / total > 0.98  # measured: 0.989; the rest cut "No. 10", "vs." or "i.e." in two, or quote verse
