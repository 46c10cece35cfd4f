"""Words whose stop may not end a sentence, as English news prints them.

Grouped by what can follow: that, and not the word alone, decides. Forms are as printed, without the last stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_LAST = _words("""
    Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Rev Fr Msgr Hon Gen Lt Col Maj Brig Capt Cmdr Cpl Sgt Pvt Pfc Spc Adm Cdr
    Ens Sen Sens Rep Reps Gov Govs Pres Amb Supt Det Insp Atty Mt Ft vs v viz cf i.e e.g Assoc Asst Dep
""")
"""A name or an example follows: these never end a sentence."""

SELDOM_LAST = _words("""
    Inc Corp Co Cos Ltd Bros LLC LLP plc PLC Pty Intl Assn Dept Div Univ Inst Mfg Natl Govt Jr Sr Esq Ph.D PhD
    St Ave Blvd Rd Hwy Sq al etc No Nos no nos
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn
    Tenn Tex Va Vt Wash Wis Wyo Ont Que
""")
"""These end a sentence only where what follows reads like the start of one."""

BEFORE_NUMBER = _words("""
    No Nos no nos Art Arts Sec Secs Fig Figs Vol vol pp p pg Ch ch Eq ver c ca approx est Rs Tel tel ext Ext Op Par para
    Pt Apt Rm Ste Hwy Rte Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
""")
"""A number that follows belongs to these."""

BEFORE_SMALL = (
    NEVER_LAST
    | SELDOM_LAST
    | BEFORE_NUMBER
    | _words("""
    dept govt asst assoc incl excl misc max min avg temp lb lbs oz ft in sq mph yr yrs hr hrs mo mos wk sec secs
    ed eds rev trans jr sr inc corp co ltd mr mrs ms dr prof gen sen gov st ave rd fig op nov dec ret orig
""")
)
"""A word in small letters after one of these does not begin a sentence."""

EXCLAIMED = _words("Yahoo E Jeopardy Wham Panic Oklahoma Yum Chips Kahoot Hulu")
"""Names printed with an exclamation mark."""

CLOCK = _words("a.m p.m A.M P.M am pm")
"""The time of day ends a sentence before a capital, unless a zone or a day follows."""

AFTER_CLOCK = _words("""
    EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT BST UTC CET CEST MSK Eastern Central Mountain Pacific Moscow London
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
""")

OPENERS = _words("""
    The A An This That These Those There Here He She It They We You I His Her Its Their Our My Your
    In On At By For From With Without To As If When While Where Who What Why How Which Whether Because Since After
    Before During Until Although Though However But And Or Nor So Yet Then Thus Also Still Even Only Not Now Once
    Meanwhile Moreover Furthermore Instead Otherwise Nevertheless Nonetheless Therefore Hence Indeed Perhaps Maybe
    Some Many Most Several Both Each Every All Another Others Few Neither Nobody Nothing Everyone Everything
    According Despite Among Amid Following Given Based Earlier Later Today Yesterday Tomorrow Last Recently Currently
    Through Between Against Nearly About Across Like Unlike Such Asked Let Don Didn Doesn Isn Wasn Aren Couldn Wouldn
    Additionally Similarly Finally Eventually Initially Ultimately Unfortunately Of Under Over
""")
"""Capitalised, these begin a sentence and hardly ever a name."""

SAYING = _words("""
    said says say asked asks ask wrote writes added adds replied answered told tells exclaimed shouted cried wondered
    joked quipped tweeted continued demanded recalled declared
""")
"""After a quoted question, `Putin asked` goes on with the sentence."""
