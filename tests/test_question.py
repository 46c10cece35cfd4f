"""What a question is taken to mean: hand-written questions, both ways for every name that is also a word."""

from __future__ import annotations

import json
import random
import time
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from qa.question import plain, understand
from qa.understood import Understood
from vectorstore.outlets import Outlet, OutletTable

TABLE = OutletTable.load()
HELD = (
    "The Moscow Times",
    "TRT World",
    "USA TODAY",
    "TechCrunch",
    "The Verge",
    "The Guardian",
    "The Age",
    "Fortune",
    "Time",
    "Wired",
    "Nature",
    "The Independent",
    "The Hill",
    "The Sun",
    "CBSSports.com",
    "Sporting News",
    "BBC News",
    "CNN",
    "The New York Times",
)


def read(question: str, known: tuple[str, ...] = HELD, **others: Any) -> Understood:
    return understand(question, outlets=TABLE, known=known, **others)


def reporters(question: str, known: tuple[str, ...] = HELD) -> list[str]:
    return [name for mention in read(question, known).mentions if mention.restricts for name in mention.outlets]


def named(question: str, known: tuple[str, ...] = HELD) -> list[str]:
    return [name for mention in read(question, known).mentions for name in mention.outlets]


REPORTERS = [
    # Attribution before and after the name.
    ("According to The Guardian, who shot down the plane?", ["The Guardian"]),
    ("Who shot down the plane according to The Moscow Times?", ["The Moscow Times"]),
    ("Who, according to USA TODAY, will vote for air strikes?", ["USA TODAY"]),
    ("As per TechCrunch, how much did Google pay?", ["TechCrunch"]),
    ("As TRT World reported, did Turkey warn the jet?", ["TRT World"]),
    ("Did Turkey warn the jet, as reported by TRT World?", ["TRT World"]),
    ("What was reported by the Moscow Times about Turkey?", ["The Moscow Times"]),
    ("How many died, as reported recently in The Guardian?", ["The Guardian"]),
    ("Which company, mentioned by both The Verge and TechCrunch, was sued?", ["The Verge", "TechCrunch"]),
    # The outlet as the one who says.
    ("What does USA TODAY say about Cameron?", ["USA TODAY"]),
    ("Does The Verge claim that Google can fix it?", ["The Verge"]),
    ("What has the Moscow Times written about Putin?", ["The Moscow Times"]),
    ("What did Time write about the war?", ["Time"]),
    ("What did Wired recommend? And what did Wired say about headphones?", ["Wired"]),
    ("How has The Age covered the floods?", ["The Age"]),
    ("How does the BBC describe the raid?", ["BBC News"]),
    ("Did The Hill report on the vote?", ["The Hill"]),
    ("What does Nature say about the vaccine?", ["Nature"]),
    ("Is TechCrunch reporting that the board was misled?", ["TechCrunch"]),
    ("What does The Guardian have to say about Brexit?", ["The Guardian"]),
    ("Why did the Sun claim that the actor was ill?", ["The Sun"]),
    ("Did TechCrunch fail to mention the fine?", ["TechCrunch"]),
    ("What did The Guardian, which reported on the march, say of the police?", ["The Guardian"]),
    ("The jet crossed the border for 17 seconds, CNN reported. Is that so?", ["CNN"]),
    ("How many died in Paris, as USA TODAY has it?", ["USA TODAY"]),
    # The outlet's article.
    ("The TechCrunch report of October 4 says what about Bankman-Fried?", ["TechCrunch"]),
    ("In the USA TODAY article, who speaks for the SNP?", ["USA TODAY"]),
    ("What is the headline of The Age's report on the floods?", ["The Age"]),
    ("Summarise The Guardian's coverage of the summit.", ["The Guardian"]),
    ("What does the Fortune article say about FTX?", ["Fortune"]),
    ("Does another TechCrunch article say the same?", ["TechCrunch"]),
    ("What does the article from Sporting News say?", ["Sporting News"]),
    ("Which players are in the report by CBSSports.com?", ["CBSSports.com"]),
    ("Who wrote the story in the New York Times about the strike?", ["The New York Times"]),
    ("What is The Verge's verdict on the phone?", ["The Verge"]),
    ("What was the New York Times editorial about?", ["The New York Times"]),
    ("How does The Independent's long, angry review end?", ["The Independent"]),
    ("What is in the article on Google from The Verge?", ["The Verge"]),
    # Where it stood.
    ("What is said in The Guardian about the strike?", ["The Guardian"]),
    ("Who is accused in TechCrunch of fraud?", ["TechCrunch"]),
    ("In The Guardian, who is blamed?", ["The Guardian"]),
    ("What appeared in Time about Syria?", ["Time"]),
    ("Which club was discussed on CNN?", ["CNN"]),
    ("Which plan, covered by sources such as Fortune, The Age and CNN, failed?", ["Fortune", "The Age", "CNN"]),
    # Several in one breath.
    ("What do USA TODAY and the Moscow Times say about Syria?", ["USA TODAY", "The Moscow Times"]),
    ("Was it reported by both CBSSports.com and Sporting News?", ["CBSSports.com", "Sporting News"]),
    ("According to The Guardian, the BBC and CNN, who won?", ["The Guardian", "BBC News", "CNN"]),
    ("Do the TechCrunch article and the Verge article agree?", ["TechCrunch", "The Verge"]),
    ("How do The Guardian and The Age differ on the climate?", ["The Guardian", "The Age"]),
    ("Does TechCrunch say it is late, while The Verge focuses on the price?", ["TechCrunch", "The Verge"]),
    ("What does TechCrunch say of the phone compared with The Verge?", ["TechCrunch", "The Verge"]),
    ("Which firm, reported by CNN for monopoly and by The Verge for its store, was sued?", ["CNN", "The Verge"]),
    (
        "Is the account in The Guardian the same as in the same newspaper's later report?",
        ["The Guardian", "The Guardian"],
    ),
    # Marks around it.
    ("Does 'The Verge' claim that it works?", ["The Verge"]),
    ('Did the "Fortune" article praise it?', ["Fortune"]),
    ("What does “The Age” report about the match?", ["The Age"]),
    ("What is “The Guardian”’s view of the deal?", ["The Guardian"]),
    ("What about Sporting News' coverage of the game?", ["Sporting News"]),
    ("Who lied about the loan (TechCrunch)?", ["TechCrunch"]),
    # As people type.
    ("what did usa today say about cameron", ["USA TODAY"]),
    ("according to the moscow times, who betrayed whom", ["The Moscow Times"]),
    ("what did the guardian say about brexit", ["The Guardian"]),
    ("what did the guardian say about Brexit", ["The Guardian"]),
    ("according to the independent, is he guilty", ["The Independent"]),
    ("the verge article about the pixel", ["The Verge"]),
    ("according to wired which earbuds are best", ["Wired"]),
    ("what did nyt write about the strike", ["The New York Times"]),
    ("WHAT DID USA TODAY SAY ABOUT CAMERON", ["USA TODAY"]),
    ("what did techcrunch say about Google", ["TechCrunch"]),
    ("techcrunch on google antitrust", ["TechCrunch"]),
    ("TechCrunch: what happened to Altman?", ["TechCrunch"]),
    ("What did Tech Crunch report about Sam Altman", ["TechCrunch"]),
    # Other names for it.
    ("What did the NYT report about the strike?", ["The New York Times"]),
    ("What does nytimes.com say about the strike?", ["The New York Times"]),
    ("What did BBC report on Syria?", ["BBC News"]),
    ("What did CBSSports report on the trade?", ["CBSSports.com"]),
    ("What did CBS Sports report on the trade?", ["CBSSports.com"]),
    ("What did Moscow Times report?", ["The Moscow Times"]),
    ("What did TRTWorld report?", ["TRT World"]),
]


@pytest.mark.parametrize(("question", "outlets"), REPORTERS)
def test_an_outlet_asked_for_as_the_reporter_restricts(question: str, outlets: list[str]) -> None:
    assert reporters(question) == outlets


TALKED_ABOUT = [
    ("Why has the New York Times sued OpenAI?", "The New York Times"),
    ("Who owns The Guardian?", "The Guardian"),
    ("How many journalists did CNN lay off?", "CNN"),
    ("Did Fox buy a stake in The Verge?", "The Verge"),
    ("How many shares in the New York Times did the fund buy?", "The New York Times"),
    ("How was The Guardian described by the minister?", "The Guardian"),
    ("What did Putin tell the BBC?", "BBC News"),
    ("Did the minister resign after an interview with the BBC?", "BBC News"),
    ("Who was fired by CNN?", "CNN"),
    ("What did the New York Times argue in its lawsuit?", "The New York Times"),
    ("Which papers other than The Guardian reported it?", "The Guardian"),
    ("Was it reported, but not by TechCrunch?", "TechCrunch"),
    ("What did the articles about the BBC say?", "BBC News"),
    ("Who bought The Independent?", "The Independent"),
    ("Who left The Verge for a start-up?", "The Verge"),
    ("What is the circulation of USA TODAY?", "USA TODAY"),
    ("Was the photographer of the Moscow Times arrested?", "The Moscow Times"),
    ("Does a report on The Guardian name its owner?", "The Guardian"),
]


@pytest.mark.parametrize(("question", "outlet"), TALKED_ABOUT)
def test_an_outlet_only_talked_about_is_named_and_does_not_restrict(question: str, outlet: str) -> None:
    assert reporters(question) == []
    assert outlet in named(question)


NO_OUTLET = [
    "What is the age of the universe?",
    "Did The Age of Ultron make a profit?",
    "What does the age of the tree say about the soil?",
    "Is he on the verge of tears?",
    "Who was at the verge of the road?",
    "Does fortune favour the brave?",
    "Fortune favours whom?",
    "Is it in the Fortune 500?",
    "Which Fortune Brands product failed?",
    "Was the money wired to him?",
    "What did the wired report say about cables? Was Ann there?",
    "What time is it reported to start?",
    "Time will tell, but what will it tell?",
    "At the time, who reported to whom?",
    "What did they say at the Time Warner meeting?",
    "According to the independent review, who failed?",
    "according to the independent review who failed",
    "What does the guardian of the child say?",
    "Who starred in Guardians of the Galaxy?",
    "What did the Guardian Media Group earn?",
    "Did the troops take the hill? What did the officers say?",
    "What does the hill report to Ann?",
    "How hot is the sun reported to be?",
    "Who saw the sun?",
    "What is human nature?",
    "Is it in the nature of the beast, according to Ann?",
    "Which star said so?",
    "What did people say in Paris?",
    "Who says that variety is the spice of life?",
    "What is the week of fashion in Paris?",
    "What did the mirror show, according to Ann?",
    "In which quarter did Apple grow?",
    "What was said about the metro in Paris?",
    "Did they dispatch a courier in time, as agreed?",
    "How does as English differ from Scots?",
    "Who scored the goal that the coach described?",
    "What did investors say in Moscow?",
    "What is the Australian form of rugby?",
    "Who reported to Michael Bloomberg?",
]


@pytest.mark.parametrize("question", NO_OUTLET)
def test_a_common_word_is_no_outlet(question: str) -> None:
    assert reporters(question) == []


def test_a_capital_is_what_tells_an_outlet_from_a_word() -> None:
    assert reporters("What does The Age say about Melbourne?") == ["The Age"]
    assert reporters("What does the age say about Melbourne?") == []
    assert reporters("What does Time say about Paris?") == ["Time"]
    assert reporters("What does time say about Paris?") == []


def test_without_capitals_a_word_is_an_outlet_only_if_the_library_holds_it() -> None:
    assert reporters("what does the age say about melbourne") == ["The Age"]
    assert reporters("what does the age say about melbourne", known=("The Guardian",)) == []


PARTS = [
    ("What does FOX News say about sleep?", ["FOX News - Health", "FOX News - Lifestyle"]),
    ("What does Fox News Channel report about sleep?", ["FOX News - Health", "FOX News - Lifestyle"]),
    ("What does FOX News - Health say about sleep?", ["FOX News - Health"]),
    ("What does Fox News Health say about sleep?", ["FOX News - Health"]),
    ("What did CNBC report about Nike?", ["Cnbc | World Business News Leader"]),
    ("What does the Independent say about grief?", ["The Independent - Life and Style", "The Independent - Travel"]),
    ("What did The Independent - Travel report about Rome?", ["The Independent - Travel"]),
    ("Did Eos report on the quake?", ["Eos: Earth And Space Science News"]),
    ("What did Earth and Space Science News report?", ["Eos: Earth And Space Science News"]),
    ("What does the Hacker News article claim?", ["Hacker News"]),
]


@pytest.mark.parametrize(("question", "outlets"), PARTS)
def test_a_long_library_name_is_known_by_what_people_call_it(question: str, outlets: list[str]) -> None:
    known = (
        "FOX News - Health",
        "FOX News - Lifestyle",
        "Cnbc | World Business News Leader",
        "The Independent - Life and Style",
        "The Independent - Travel",
        "Eos: Earth And Space Science News",
        "Hacker News",
    )
    assert sorted(reporters(question, known)) == outlets


def test_an_outlet_the_library_lacks_still_restricts_under_its_own_name() -> None:
    assert reporters("What does Le Monde say about Syria?") == ["Le Monde"]


def test_an_agency_the_library_lacks_is_quoted_by_others_and_does_not_restrict() -> None:
    question = "How many died, according to Reuters?"
    assert reporters(question) == []
    assert reporters(question, (*HELD, "Reuters")) == ["Reuters"]


def test_a_users_own_outlet_is_read_like_any_other() -> None:
    table = OutletTable([Outlet("The Shetland Bugle", aliases=("The Bugle",))])
    found = understand("What does the Bugle report about ponies?", outlets=table)
    assert [mention.outlets for mention in found.mentions if mention.restricts] == [("The Shetland Bugle",)]


CLAUSES = [
    (
        "Does the TechCrunch article on Gemini claim that it is late, while the article from The Verge on Pixel "
        "claims that it is early?",
        [("TechCrunch", "late", "early"), ("The Verge", "early", "late")],
    ),
    (
        "Who is running a crypto exchange, according to Fortune, and is a political donor, as reported by The Verge?",
        [("Fortune", "crypto exchange", "donor"), ("The Verge", "political donor", "crypto")],
    ),
    (
        "Which company, reported by TechCrunch for harming newspapers and by The Verge for its app store, was sued?",
        [("TechCrunch", "newspapers", "app store"), ("The Verge", "app store", "newspapers")],
    ),
    (
        "The Guardian says that the dam held. But does The Age say that the bridge broke?",
        [("The Guardian", "dam held", "broke"), ("The Age", "bridge broke", "dam")],
    ),
    (
        "Between the report from CNN about the flood in Bath and the report from the BBC about the fire in Leeds, was "
        "there a change?",
        [("CNN", "flood in Bath", "fire"), ("BBC News", "fire in Leeds", "flood")],
    ),
    (
        "What do USA TODAY and the Moscow Times say about air strikes?",
        [("USA TODAY", "air strikes", "Moscow"), ("The Moscow Times", "air strikes", "USA")],
    ),
    (
        'Did The Guardian report on "War and Peace" before The Age reviewed "Anna Karenina"?',
        [("The Guardian", '"War and Peace"', "Karenina"), ("The Age", '"Anna Karenina"', "Peace")],
    ),
    (
        "Did the CNN report on the Chiefs vs. Packers game name the coach, while CBSSports.com named the quarterback?",
        [("CNN", "Chiefs vs. Packers game", "quarterback"), ("CBSSports.com", "quarterback", "Packers")],
    ),
]


@pytest.mark.parametrize(("question", "expected"), CLAUSES)
def test_each_outlet_gets_the_words_of_its_own_clause(question: str, expected: list[tuple[str, str, str]]) -> None:
    clauses = read(question).clauses
    assert [clause.outlets for clause in clauses] == [(outlet,) for outlet, _, _ in expected]
    for clause, (outlet, has, has_not) in zip(clauses, expected, strict=True):
        assert has in clause.search_text
        assert has_not not in clause.search_text
        assert outlet not in clause.search_text


def test_a_simple_question_is_one_clause_with_all_its_words() -> None:
    question = "Why did Putin, who was angry, call it a betrayal and what did he do?"
    (clause,) = read(question).clauses
    assert (clause.text, clause.search_text, clause.outlets) == (question, question, ())
    assert read(question).describe() == ""


def test_a_clause_left_with_no_words_is_searched_with_the_whole_questions() -> None:
    clauses = read("Do the TechCrunch article and then a report by The Verge agree on the price of the phone?").clauses
    assert [clause.outlets for clause in clauses] == [("TechCrunch",), ("The Verge",)]
    assert all("price of the phone" in clause.search_text for clause in clauses)


def test_a_question_with_nothing_but_its_limits_keeps_some_words() -> None:
    (clause,) = read("According to The Guardian?").clauses
    assert clause.search_text
    assert clause.outlets == ("The Guardian",)


def test_two_articles_of_one_outlet_are_two_clauses() -> None:
    clauses = read("Does the CNN report on the flood and the CNN report on the fire name the mayor?").clauses
    assert [clause.outlets for clause in clauses] == [("CNN",), ("CNN",)]
    assert "flood" in clauses[0].search_text
    assert "fire" in clauses[1].search_text


def test_a_name_that_stands_for_several_is_one_clause_with_all_of_them() -> None:
    known = ("FOX News - Health", "FOX News - Lifestyle")
    (clause,) = read("What does FOX News say about sleep?", known).clauses
    assert clause.outlets == known


def test_a_question_of_too_many_clauses_is_searched_as_one() -> None:
    one = "Does CNN say that case {} is open, while The Verge says it is shut?"
    question = " ".join(one.format(number) for number in range(9))
    (clause,) = read(question).clauses
    assert clause.outlets == ("CNN", "The Verge")
    assert clause.search_text == question


def test_what_is_understood_is_plain_json() -> None:
    found = read("What did TechCrunch report on October 4, and did The Verge agree?", years=[2022, 2023])
    shown = json.loads(json.dumps(found.to_json()))
    first = {"text": "TechCrunch", "start": 9, "end": 19, "names": ["TechCrunch"], "restricts": True}
    assert shown["outlets"][0] == first
    assert shown["dates"] == [
        {"text": "October 4", "start": 30, "end": 39, "after": "--10-04", "before": "--10-04", "restricts": True}
    ]
    assert [clause["outlets"] for clause in shown["clauses"]] == [["TechCrunch"], ["The Verge"]]
    assert shown["clauses"][0]["after"] is None


def test_what_is_understood_is_said_in_one_line() -> None:
    found = read(
        "Does TechCrunch's report of 4 October 2023 mention a record fine, while The Verge says it was a generous gift?"
    )
    assert found.describe() == (
        "read as two searches — TechCrunch, 4 October 2023: “Does TechCrunch's report of 4 October 2023 mention a "
        "record fine”; The Verge: “while The Verge says it was a generous gift?”"
    )
    assert read("What did CNN say about Rome?").describe() == "read as asking CNN"
    assert read("What did CNN and The Verge say about Rome?").describe() == "read as asking CNN and The Verge"


def test_understanding_can_be_switched_off() -> None:
    question = "According to The Guardian, who won on October 4, 2023?"
    off = plain(question)
    assert off.mentions == off.periods == ()
    assert [(clause.search_text, clause.restricts) for clause in off.clauses] == [(question, False)]


ODD = [
    "",
    " ",
    "?",
    "The",
    "The Age",
    "according to",
    "'The Age'",
    "\x01\x02 CNN reported \x02",
    "🙂 CNN said 🙂",
    "İİ CNN says",
]


@pytest.mark.parametrize("question", [*ODD, *(question for question, _ in REPORTERS)])
def test_places_are_places_in_the_question(question: str) -> None:
    found = read(question, today=date(2023, 12, 20))
    assert found.clauses
    for place in (*found.mentions, *found.periods):
        assert question[place.start : place.end] == place.text
    for clause in found.clauses:
        assert question[clause.start : clause.end].strip() == clause.text
    for one, other in pairwise(found.mentions):
        assert one.end <= other.start


def test_a_question_of_ten_thousand_words_is_read_at_once() -> None:
    chosen = random.Random(3)
    pool = [question for question, _ in (*REPORTERS, *TALKED_ABOUT)] + NO_OUTLET
    long = " ".join(chosen.choice(pool) for _ in range(1_400))
    read(long)
    assert len(long.split()) > 10_000

    def seconds(question: str) -> float:
        start = time.process_time()
        read(question)
        return time.process_time() - start

    # Linear: ten times the words, at most about ten times the time.
    short = long[: len(long) // 10]
    assert min(seconds(long) for _ in range(3)) < 25 * min(seconds(short) for _ in range(5))
    assert min(seconds(long) for _ in range(3)) < 1.0


@pytest.mark.parametrize(
    "run", [",", " ", "“", '"', "the ", "and ", "1 ", "CNN, ", "October 4, ", "between October 4 and "]
)
def test_a_long_run_of_anything_costs_no_more_than_its_length(run: str) -> None:
    question = f"CNN said on October 4, 2023 {run * (40_000 // len(run))} while The Verge reported in November"
    read(question)
    start = time.process_time()
    read(question)
    assert time.process_time() - start < 2.0


def test_a_text_that_names_outlets_without_end_is_searched_as_it_stands() -> None:
    question = "CNN said so. " * 200
    (clause,) = read(question).clauses
    assert not clause.restricts
