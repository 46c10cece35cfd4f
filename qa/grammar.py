"""The little grammar that questions in a conversation need: word classes, and where a question's subject ends. Pure.

Closed classes are whole; the verbs are the common ones of news and of asking. A verb that is missing makes a resolved
question less smooth, not wrong: where no subject is found the question is quoted as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*['’]?(?=\W|$)|\$?\d[\d.,]*")

WH = frozenset("who whom whose what which when where why how".split())
BE = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
AUXILIARIES = BE | frozenset(
    """do does did don't doesn't didn't has have had hasn't haven't hadn't will would won't wouldn't can could
    can't couldn't should shouldn't may might must shall""".split()
)
PREPOSITIONS = frozenset(
    """about above across after against along among around as at before behind below beside between beyond by
    concerning despite down during for from in inside into like near of off on onto out outside over per
    regarding since through to toward towards under until up upon via with within without""".split()
)
CONJUNCTIONS = frozenset("and or but nor so yet then".split())
SUBORDINATORS = frozenset(
    """that if whether because although though while when where why how who whom whose which what since until
    unless after before once as""".split()
)
DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your any some no every each both all".split()
)
PRONOUNS = frozenset(
    """i you he she it we they him her them us me there anyone anybody someone somebody everyone nobody anything
    something this that these those""".split()
)
ADVERBS = frozenset(
    """again ago already also always away back else ever even exactly first indeed just later never next not
    now once only perhaps really soon still then though today together too twice yesterday yet more most
    afterwards""".split()
)
SPEECH = frozenset(
    """accuse admit agree announce answer argue ask believe call claim comment complain deny demand describe
    explain insist mention predict promise propose reply report say state suggest tell testify think threaten
    warn write""".split()
)
_VERBS = SPEECH | frozenset(
    """accept achieve act add affect aim allow appear apologise apologize apply approve arrest arrive attack attend
    avoid back ban beat become begin behave benefit bomb bring build buy cancel carry catch cause change charge
    choose close come compare compete compose condemn confirm consider contain continue contradict control
    cooperate cost cover create criticise criticize cross cut date deal decide declare defeat delay delete
    deliver destroy develop die differ direct disagree discover discuss do down draw drive drop earn effect
    eliminate end enjoy enter escape exist expand expect fail fall feel fight find fire fix fly follow forbid
    force forget found get give go grow happen harm hate have help hide hire hit hold hope hurt improve include
    increase injure invade invest invite join keep kill know land last launch lead learn leave lend let lie like
    list live look lose love make manage marry mean measure meet miss move need object offer open oppose order
    own pass pay perform plan play praise prefer prepare pretend prevent produce protect protest prove provide
    publish pull punish push put quit raise reach react read receive reduce refuse regard regulate reject
    release remain remember remove replace require rescue resign respond return reveal review rise run save
    score see seek seem sell send serve set shoot show shut sign sing sit speak spend stand star start stay
    steal step stop strike succeed sue supply support survive suspect take talk target test thank touch train
    travel treat try turn use view violate visit vote wait walk want watch wear win wish withdraw work worry""".split()
)
_IRREGULAR = frozenset(
    """ate became been begun beaten blown bought broke broken brought built came caught chosen cost cut dealt done
    drawn drove driven drunk fallen fell felt fled flew flown fought found gave given gone got grew grown heard
    held hid hidden hit hurt kept knew known laid lain led left lent let lit lost made meant met paid put ran
    read risen rose said sang sat saw seen sent set shot shown shut slain sold sought spent spoke spoken stolen
    stood struck sung swept taken taught thought thrown told took understood went withdrew withdrawn woke won
    wore worn wrote written""".split()
)
_PASTS = dict(
    pair.split(":")
    for pair in """become:became begin:began bring:brought build:built buy:bought catch:caught choose:chose come:came
    cost:cost cut:cut deal:dealt do:did draw:drew drive:drove fall:fell feel:felt fight:fought find:found fly:flew
    forbid:forbade forget:forgot get:got give:gave go:went grow:grew have:had hide:hid hit:hit hold:held hurt:hurt
    keep:kept know:knew lead:led leave:left lend:lent let:let lose:lost make:made mean:meant meet:met pay:paid put:put
    quit:quit read:read rise:rose run:ran say:said see:saw seek:sought sell:sold send:sent set:set shoot:shot shut:shut
    sing:sang sit:sat speak:spoke spend:spent stand:stood steal:stole strike:struck take:took tell:told think:thought
    understand:understood wear:wore win:won withdraw:withdrew write:wrote beat:beat behave:behaved""".split()
)
_DOUBLING = frozenset("admit ban drop plan regret stop".split())
_NOT_ED = frozenset("united need speed feed seed breed indeed hundred sacred red bed".split())
_NOT_ING = frozenset("king thing something anything nothing everything morning evening spring string ring wing".split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word at [start:end]; `low` is it in small letters, its typographic apostrophe made plain."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written as names are: a capital, or a figure among letters."""
        return any(mark.isupper() for mark in self.text)


def tokens(text: str) -> list[Token]:
    """The words of `text` in order."""
    return [Token(m.group(), m.group().replace("’", "'").lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def is_verb(token: Token) -> bool:
    """Whether the word is likely a verb where one may stand: a known one, or one that ends as they do."""
    low = token.low
    if token.capital:
        return False
    return low in _VERBS or is_participle(token) or (low.endswith("s") and low[:-1] in _VERBS)


def is_participle(token: Token) -> bool:
    """Whether the word is likely a participle or a past tense."""
    low = token.low
    if token.capital:
        return False
    ed = low.endswith("ed") and len(low) > 4 and low not in _NOT_ED
    return low in _IRREGULAR or ed or (low.endswith("ing") and len(low) > 5 and low not in _NOT_ING)


def finite_form(verb: str, auxiliary: str) -> str:
    """`crossed` for `did … cross`, `plans` for `does … plan`; empty for other auxiliaries and for no verb."""
    if verb not in _VERBS or auxiliary not in ("did", "does", "do"):
        return ""
    if auxiliary == "do":
        return verb
    consonant_y = verb.endswith("y") and verb[-2] not in "aeou"
    if auxiliary == "does":
        sibilant = verb.endswith(("s", "sh", "ch", "x", "o"))
        return "has" if verb == "have" else verb[:-1] + "ies" if consonant_y else verb + ("es" if sibilant else "s")
    if verb in _PASTS:
        return _PASTS[verb]
    if verb in _DOUBLING:
        return verb + verb[-1] + "ed"
    return verb[:-1] + "ied" if consonant_y else verb + ("d" if verb.endswith("e") else "ed")


def subject_length(words: list[Token]) -> int:
    """How many of the words after an inverted auxiliary are its subject; 0 where that can't be told."""
    if not words:
        return 0
    if words[0].low in PRONOUNS and not (words[0].low in DETERMINERS and len(words) > 1 and not _ends(words[1])):
        return 1
    for at, word in enumerate(words):
        if at and _ends(word) and words[at - 1].low not in DETERMINERS:
            if word.low == "of" or (word.low in ("and", "or") and at + 1 < len(words) and not is_verb(words[at + 1])):
                continue
            return at
        if not at and (word.low in PREPOSITIONS or is_verb(word)):
            return 0
    return 0


def _ends(word: Token) -> bool:
    # USA TODAY, The Verge: a capital within a question is a name's.
    if word.capital and word.low in ADVERBS | DETERMINERS:
        return False
    return (
        is_verb(word) or word.low in PREPOSITIONS | ADVERBS | AUXILIARIES | SUBORDINATORS | CONJUNCTIONS | DETERMINERS
    )
