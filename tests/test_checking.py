"""What the check of a drafted sentence finds, kind by kind, and that whatever is quoted passes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import evidence, record
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.checking import SHORTENED, Bars, Checker
from qa.types import Evidence
from vectorstore.library import Library
from vectorstore.sentences import sentences

PARIS = "The attacks in Paris killed 130 people on Nov. 24, President Vladimir Putin said."
PESKOV = (
    "“We are not ready,” said Dmitry Peskov, Putin’s spokesman, while the U.S. military supported 21 of 350 claims on "
    "Thursday."
)
CHECKER = Checker()


def layers(sentence: str, source: str) -> set[str]:
    return {reason.layer for reason in CHECKER.reasons(sentence, evidence(source))}


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The attacks in Paris killed one hundred and thirty people on 24 November 2015, Putin said.", PARIS),
        ("President Putin said that the attacks in Paris killed 130 people.", PARIS),
        ("According to The Daily Test, the attacks in Paris killed 130 people.", PARIS),
        ("The Daily Test reported on 27 November 2015 that the attacks in Paris killed 130 people.", PARIS),
        ("Jane Doe wrote that the attacks in Paris killed 130 people.", PARIS),
        ("Putin said the attacks in Paris “killed 130 people”.", PARIS),
        ("Putin said “the attacks … killed 130 people”.", PARIS),
        ("Peskov said: “We are not ready.”", PESKOV),
        ("The United States military supported twenty-one claims.", PESKOV),
        ("The American military supported 21 claims on 26 November 2015.", PESKOV),
        ("NATO was asked.", "The North Atlantic Treaty Organization was asked."),
        ("Sales rose 5 percent to two million.", "Sales rose 5% to 2,000,000."),
        ("Sales rose to $1.5 billion.", "Sales rose to $1.5bn."),
        ("They cannot leave.", "They can't leave."),
        ("The team has no shortage of plain threats.", "The team has plenty of plain threats."),
        ("He was advised until May 2023.", "He advised until May 2023."),
        ("The app was downloaded often in two days.", "The app was downloaded often in 48 hours."),
        ("It ended in the tenth round.", "It ended in round 10."),
        ("The Daily Test lists the sales of the week.", "We list the sales of the week for you."),
        ("Divorce worries people.", "People worry about getting divorced."),
        ("Smith was called up to the team in Rome.", "Smith was handed a call-up to the team in Rome."),
        ("The bakery works, said Jones, a baker.", "Jones, owner of a bakery and a baker (now closed), said it works."),
        ("The fee is waived except for members.", "They waive the fee unless members pay it."),
        ("Turkey’s army left.", "The Turkish army left."),
        ("The vote was in 2013.", "The 2013 vote failed, and the vote was repeated."),
        ("The Daily Test suggests closing the bridge.", "Instead, closing the bridge is another way."),
        ("The game begins at 13:00.", "The game begins at 1 p.m."),
        ("The Rovers beat Albion 3-1 at home.", "Albion lost at home, 1-3, to the Rovers, who beat them."),
        ("They at first put the ball in the net.", "They initially put the ball in the net."),
        (
            "The new service screens people for STI.",
            "The new service screens people for sexually transmitted infections.",
        ),
        ("The England team was named.", "The @EnglandTeam team was named."),
        ("Norway's ministry took action.", "The Norwegian ministry took action."),
        ("The watch cannot sense oxygen.", "The watch doesn’t have any blood oxygen sensing parts."),
        ("Nor do the numerous sequels help.", "And the many sequels don’t help, numerous as they are."),
        ("Charles asked her to be kind to Ann.", "She refused Charles’s request to be kind to Ann."),
        (
            "The firm was asked, Ann Lee told The Post.",
            "Ann Lee, for many years an editor of the site Ice Watch, told The Post the firm was asked.",
        ),
        ("The Daily Test asks how long the war lasts.", "How long will the war last?"),
        ("The firm has more than 18,000 stores.", "The firm has 18,040 stores."),
        ("He wants between $550 million and $600 million.", "He wants between $550 and $600 million."),
        ("Three-quarters of the planes stay on the ground.", "75% of the planes stay on the ground."),
        ("She claimed half a billion posts.", "She claimed 500 million posts."),
        ("The two teams entered the game.", "Both teams entered the game."),
        ("Any of four others is better: Ann, Ben, Cem and Dan.", "Ann, Ben, Cem and Dan are any better."),
        ("Week 6 brings four Top matches.", "Four Top matches are due in Week 6."),
        ("The trend toward dear EVs ended.", "The dear EV trend ended."),
        (
            "Lee, who was at the paper, a daily, says the raid failed.",
            "Lee was at a daily paper; the raid failed, Lee says.",
        ),
        ("Lee, an editor, has reported on both.", "Editor Lee has in the past week reported on both."),
        ("She told reporters in Rome of her two sons.", "She spoke to reporters in Rome about her two sons."),
        ("The bug was unrelated to the text and was fixed.", "The bug had nothing to do with the text and was fixed."),
        ("None of the sets that are new is plain.", "New sets are there, but none is plain."),
        ("Working with the team is no longer possible.", "It’s not possible to be working with the team any more."),
        ("The Team wrote that the cup was won again.", "The cup was won again — The Team (@team) May 2"),
        ("Hollande met Putin in Moscow.", "Putin met Hollande in Moscow."),
        ("Solvane was acquired by Norwind.", "Norwind acquired Solvane."),
        ("The quake injured 310 people and killed 43.", "The quake killed 43 people and injured 310."),
        ("Free pickup is offered up to and including Monday.", "The shop has free pickup on offer through Monday."),
    ],
)
def test_what_the_source_says_passes_however_it_is_written(sentence: str, source: str) -> None:
    assert not CHECKER.reasons(sentence, evidence(source))


@pytest.mark.parametrize(
    ("layer", "sentence", "source"),
    [
        ("number", "The attacks in Paris killed 131 people, Putin said.", PARIS),
        ("number", "The attacks in Paris killed one hundred and forty people, Putin said.", PARIS),
        ("number", "The military lost 21 men.", "The military supported 21 claims and lost 350 men."),
        ("number", "Sales rose 5 percent.", "Sales rose by 5 dollars."),
        ("number", "The firm has more than 17,000 stores.", "The firm has more than 18,000 stores."),
        ("number", "Any of five others is better: Ann, Ben, Cem and Dan.", "Ann, Ben, Cem and Dan are any better."),
        ("number", "Two-thirds of the planes stay on the ground.", "75% of the planes stay on the ground."),
        ("denial", "Working is possible.", "Working is no longer possible."),
        ("date", "The attacks in Paris killed 130 people on 25 November 2015.", PARIS),
        ("date", "The attacks in Paris killed 130 people on 24 November 2014.", PARIS),
        ("date", "The U.S. military supported 21 claims on Friday.", PESKOV),
        ("date", "It was founded in February 2007.", "It was founded in October 2007."),
        ("date", "The Daily Test reported on 28 November 2015 that the attacks in Paris killed 130 people.", PARIS),
        ("name", "The attacks in London killed 130 people, Putin said.", PARIS),
        ("name", "Erdogan said the attacks in Paris killed 130 people.", PARIS),
        ("name", "According to The Guardian, the attacks in Paris killed 130 people.", PARIS),
        ("name", "The attacks in Paris killed 130 people, talkSPORT reported.", PARIS),
        ("speaker", "Putin said: “We are not ready.”", PESKOV),
        ("speaker", "Paris said the attacks killed 130 people.", PARIS),
        ("denial", "The attacks in Paris did not kill 130 people, Putin said.", PARIS),
        ("denial", "Peskov said they were ready, while the U.S. military supported 21 of 350 claims.", PESKOV),
        ("speaker", "He says the raids hit rebels.", "The United States has accused Russia of raids on rebels."),
        ("role", "Putin accused President Erdogan of it.", "Putin was accused of it by Erdogan."),
        ("role", "Norwind agreed to acquire its rival Solvane.", "Norwind agreed to be acquired by its rival Solvane."),
        ("role", "Ann Lee, who sued Bob Stroud, has settled.", "Ann Lee, who was sued by Bob Stroud, has settled."),
        ("number", "Fewer than 212 people were on board.", "At least 212 people were on board."),
        ("number", "Sales rose 1 percent, Putin said.", "Sales rose 9 percent, Putin said."),
        (
            "number",
            "It killed 2 people, Putin and Hollande said.",
            "It killed 9 people, Putin and Hollande said.",
        ),
        ("denial", "Doctors could not help the wounded in Homs.", "Doctors could help the wounded in Homs."),
        ("denial", "He was not the only survivor.", "He was the only survivor."),
        ("denial", "Lee was not alone in the car.", "Lee was alone in the car."),
        ("name", "The Daily Test expects to cut 50 jobs.", "Google expects to cut 50 jobs."),
        (
            "denial",
            "Police did not fire at people near the court.",
            "Police fired at people outside the court.",
        ),
        ("denial", "The rebels did not attack Homs, but none died.", "A few rebels attacked Homs but none died."),
        ("denial", "The plane was Turkey’s, not Russia’s.", "The plane was Russia’s, not Turkey’s."),
        (
            "denial",
            "Apple unveiled it and confirmed the price.",
            "Apple unveiled the phone but has not confirmed the price.",
        ),
        ("number", "Two soldiers and one pilot died in the raid.", "One soldier and two pilots died in the raid."),
        ("number", "Both sides said two soldiers were killed.", "Both sides said soldiers were killed."),
        ("number", "Sales rose 5 million percent to $2 million.", "Sales rose 5% to $2 million."),
        ("number", "The firm has no more than 18,000 stores.", "The firm has 18,040 stores."),
        (
            "speaker",
            "Putin claimed the talks failed.",
            "He met Putin, who came late, but Hollande, the host, claimed the talks failed.",
        ),
        (
            "speaker",
            "Putin says that the raid failed.",
            "Putin spoke to him before Peskov said the raid failed.",
        ),
        ("name", "BYD’s crew was hurt by the rebels.", "The BBC’s crew was hurt by the rebels."),
        (
            "framing",
            "They killed 130 people, including a doctor from Paris.",
            "They killed 130 people, said a doctor from Paris.",
        ),
        ("modifier", "The Turkish warplane was shot down.", "The Russian warplane was shot down by Turkey."),
        ("object", "They voted against strikes against ISIS.", "They voted against strikes against Assad, not ISIS."),
        ("condition", "Turkey shot down another jet.", "If Turkey shot down another jet, it would end, Putin said."),
        ("framing", "The article goes into detail on the attacks in Paris that killed 130 people.", PARIS),
        ("framing", "The attacks killed 130 people, which includes those in Paris.", PARIS),
        ("framing", "The attacks in Paris killed 130 people because Putin said it.", PARIS),
        ("words", "The attacks killed 130 people in Paris, and the weather stayed warm and sunny.", PARIS),
        ("quotation", "Putin said the attacks in Paris “murdered 130 people”.", PARIS),
        ("quotation", "Putin said the attacks in Paris killed 130 people: https://evil.example/x", PARIS),
        ("words", "Bread is baked from flour, water, salt and yeast.", PARIS),
        ("assertion", "How many people did the attacks in Paris kill?", PARIS),
        ("assertion", "The Paris Attacks.", PARIS),
        ("framing", "The quote about the attacks in Paris killed 130 people.", PARIS),
    ],
)
def test_what_it_does_not_say_is_found_by_its_layer(layer: str, sentence: str, source: str) -> None:
    assert layer in layers(sentence, source)


def test_a_score_that_is_said_twice_must_stand_there_twice() -> None:
    source = "The Rovers are 31-3, and Albion is 35-3."
    assert layers("The Rovers are 31-3, and Albion is 31-3.", source) == {"number"}
    assert not layers("Albion is 35-3, and the Rovers are 31-3.", source)


def test_a_question_that_somebody_put_is_something_said() -> None:
    source = "He asked Putin: “Why was the plane shot down?”"
    assert "assertion" not in layers("Putin was asked: “Why was the plane shot down?”", source)
    assert not layers("Why was the plane shot down?", "Why was the plane shot down?")


def test_reasons_are_plain_words() -> None:
    (reason,) = CHECKER.reasons("The attacks in Paris killed 131 people, Putin said.", evidence(PARIS))
    assert reason.said == "the source does not have the number “131”"


def test_a_date_without_a_year_gets_none_from_an_article_without_a_date() -> None:
    undated = Evidence(record(published=None), 0, len(PARIS), PARIS, 1.0)
    said = "The attacks in Paris killed 130 people on 24 November 2015, Putin said."
    assert [reason.layer for reason in CHECKER.reasons(said, undated)] == ["date"]


def test_a_model_of_entailment_has_the_last_word() -> None:
    asked = []

    class Doubter:
        def scores(self, pairs: list[tuple[str, str]]) -> list[float]:
            asked.extend(pairs)
            return [0.4 for _ in pairs]

    said = "Putin said that the attacks in Paris killed 130 people."
    doubted = Bars(doubted=0.5)
    assert [reason.layer for reason in Checker(Doubter(), bars=doubted).reasons(said, evidence(PARIS))] == [
        "entailment"
    ]
    # Where the words are the source's own, it need not be sure.
    assert not Checker(Doubter(), bars=Bars(doubted=0.3, entailed=0.9)).reasons(said, evidence(PARIS))
    assert asked == [(PARIS, said)] * 2
    # Beside it, fewer words must be shared.
    other_words = "Putin stated that assaults there claimed the lives of 130 people."
    assert CHECKER.reasons(other_words, evidence(PARIS))
    assert not Checker(Doubter(), bars=Bars(entailed=0.3, reworded=0.2)).reasons(other_words, evidence(PARIS))
    assert Checker(Doubter(), bars=Bars(entailed=0.5, reworded=0.2)).reasons(other_words, evidence(PARIS))
    del asked[2:]
    # What an exact check has found is not asked of it.
    Checker(Doubter()).reasons("Putin said that the attacks in Paris killed 131 people.", evidence(PARIS))
    assert len(asked) == 2


class Believer:
    """Takes everything for entailed, as a model may a sentence that hardly says anything."""

    def scores(self, pairs: list[tuple[str, str]]) -> list[float]:
        return [1.0 for _ in pairs]


@pytest.mark.parametrize(
    "said", ["No.", "It was so.", "They did.", "That is why.", "The Daily Test says so.", "He did not.", "…"]
)
def test_what_says_nothing_is_supported_by_nothing_but_itself(said: str) -> None:
    (reason,) = Checker(Believer()).reasons(said, evidence(PARIS))
    assert (reason.layer, reason.said) == ("words", "it says nothing that can be checked")
    assert not Checker(Believer()).reasons(said, evidence(f"“{said}”")), "word for word it is a quote"


@pytest.mark.parametrize("said", ["Yes.", "Yes, they did."])
def test_a_bare_yes_is_not_in_a_source_that_says_none(said: str) -> None:
    assert Checker(Believer()).reasons(said, evidence(PARIS))


@pytest.mark.parametrize("said", ["It was 130.", "They did so in Paris.", "That was on Thursday."])
def test_one_thing_to_look_for_is_enough_to_be_looked_for(said: str) -> None:
    source = "It happened on Thursday in Paris and they counted 130."
    assert not Checker(Believer()).reasons(said, evidence(source))


def test_every_sentence_of_the_seeds_supports_itself(seeds: Path) -> None:
    """The quoting writer's points are such sentences: it passes the check by construction."""
    checked = 0
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for span in sentences(text):
            quote = text[span.start : span.end]
            assert not CHECKER.reasons(quote, evidence(quote))
            checked += 1
    assert checked > 100


@pytest.mark.model
def test_what_the_quoting_writer_writes_passes_the_check(seed_library: Library) -> None:
    from qa.assistant import Assistant

    assistant = Assistant(seed_library)
    records = {one.id: one for one in seed_library.articles()}
    checked = 0
    for question in ("What did Putin say about the coalition?", "How many people were killed in the Paris attacks?"):
        for point in assistant.ask(question).points:
            first = point.citations[0]
            source = Evidence(records[first.article_id], first.start, first.end, first.quote, 1.0)
            assert not CHECKER.reasons(point.text, source)
            checked += 1
    assert checked > 1


WORDS = st.lists(
    st.sampled_from(
        'Putin said not “ ” ‘ ’ " 130 two hundred and Nov. 24 2015 Thursday the of Turkey , . ; ( ) U.S. never told he '
        "according to May 5% $3bn no-one isn’t The 's may third".split()
    ),
    max_size=25,
)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_any_text_supports_itself(said: list[str]) -> None:
    text = " ".join(said)
    assert not CHECKER.reasons(text, evidence(text))


def test_of_a_model_that_makes_things_up_only_a_shortening_holds() -> None:
    strict = Checker(bars=SHORTENED)
    source = "The Russian warplane was shot down by Turkey after violating its airspace near the border, Putin said."
    assert not strict.reasons("The warplane was shot down by Turkey near the border, Putin said.", evidence(source))
    assert strict.reasons("Near the border Turkey shot down the Russian warplane, Putin said.", evidence(source))
    assert strict.reasons("The Russian warplane was shot down by Turkey near its border town.", evidence(source))
    warned = "Pilots warned the Russian jet 10 times before shooting it down."
    assert not strict.reasons("Pilots warned the jet before shooting it down.", evidence(warned))
    assert strict.reasons("Pilots warned the jet about shooting it down.", evidence(warned))
    assert strict.reasons("Pilots warned the jet shooting it down.", evidence(warned))
    quoted = "Cameron said: “We must act.” It was imperative to take action now, the prime minister said."
    assert not strict.reasons("It was imperative to take action, the prime minister said.", evidence(quoted))
    assert strict.reasons("It was imperative to take action now, the prime minister said.”", evidence(quoted))


def test_of_such_a_model_nearly_a_shortening_holds_where_it_is_surely_entailed() -> None:
    source = (
        "The Russian president again called on Turkey to apologize to Moscow for downing the Russian jet near its "
        "border in the press conference with Hollande."
    )
    said = source.replace(" again", "").replace("press", "media")

    class Believing:
        def __init__(self, probability: float) -> None:
            self._probability = probability

        def scores(self, pairs: list[tuple[str, str]]) -> list[float]:
            return [self._probability for _ in pairs]

    for probability, holds in ((0.85, True), (0.5, False)):
        checker = Checker(Believing(probability), bars=SHORTENED)
        assert bool(checker.reasons(said, evidence(source))) is not holds
        # A word too many, or two, is another matter.
        assert checker.reasons(said.replace("jet", "jet by mistake and without orders"), evidence(source))
