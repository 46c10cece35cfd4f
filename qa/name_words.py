"""Words that tell what a name is the name of: given names, titles, places, and what organisations are called."""

from __future__ import annotations

MEN = frozenset(
    """aaron abdul adam adrian ahmed alan albert alberto alejandro alex alexander alexei ali andre andrea andreas
    andrew andy angus anthony antonio anwar arjun arthur barack ben benjamin bernard bill bob boris brad brandon
    brian bruce bryan caleb carl carlos cedric charles charlie chris christian christopher clive colin conor
    craig cristiano dan daniel danny dave david dean demetrius dennis derek diego dmitri dmitry donald doug
    douglas duncan dwayne ed eddie edward elon emmanuel eric erik ethan evan felipe felix fernando florian
    francis francisco francois frank fred frederic gary gavin george gerard gordon graham greg gregory guillermo
    gustavo guy hans harry hassan henry horace howard hugh hugo ian ibrahim igor ivan jack jacob jake james
    jamie jared jason javier jean jeff jeffrey jeremy jerome jerry jesse jim jimmy joe joel john johnny jon
    jonathan jordan jorge jose joseph josh joshua juan julian justin karl keith ken kenneth kevin khalid klaus
    kyle larry laurent lee leo leon leonardo lewis liam lionel logan louis lucas luis luke marc marco marcus
    mario mark martin mathew matt matthew max michael miguel mike mikhail mitch mohamed mohammed moritz muhammad
    nathan neil nicholas nick nicolas nigel noah oleg oliver omar oscar owen pablo pat patrick paul pedro peter
    phil philip philippe pierre rafael rahul ralph raymond recep ricardo richard rick ridley rishi rob robert
    roberto roger rohit ron ronald ross roy russell ryan salman sam satya scott sean sebastian sergei sergey seth
    shaun shohei simon stefan stephen steve steven stuart sundar tayyip ted terry thierry thomas tim timothy
    toby todd tom tony travis tyler victor vijay vincent virat vladimir walter warren wayne will william xavier
    yusuf zach""".split()
)
WOMEN = frozenset(
    """abigail alexandra alice alicia alison amanda amber amelia amy ana andrea angela anita ann anna anne annie
    ashley audrey barbara beatrice beth betty beyonce bridget brittany camila carla carmen carol caroline
    catherine charlotte cheryl chloe christina christine claire claudia courtney cynthia danielle dawn deborah
    denise diana diane donna dorothy eileen elena eleanor elizabeth ella ellen emily emma erica erin eva evelyn
    fatima fiona florence frances gabriela georgia giorgia gina gloria grace greta hannah harriet heather helen
    hillary holly ingrid irene isabel isabella jacinda jane janet jean jennifer jenny jessica jill joan joanna
    jodie judith judy julia julie kamala karen kate katherine kathleen kathy katie kelly kim kimberly kirsten
    kristen laura lauren leah leila lena leslie lina linda lisa liz lori louise lucy lydia madison maggie
    margaret margot maria marie marilyn marina mary maya meg megan meghan melania melanie melissa mia michelle
    mikaela mira monica nadia nancy naomi natalie natasha nicole nina nora olga olivia oprah pamela patricia
    paula penelope priya rachel rebecca rihanna rita robin rosa rose ruth sabrina samantha sandra sara sarah
    serena sharon sheila shirley simone sofia sophia sophie stacey stephanie sue susan suzanne sylvia tamara
    tanya tara tatiana taylor teresa theresa tina tracy ursula valerie vanessa veronica victoria virginia wendy
    yasmin yvonne zoe""".split()
)
MEN_TITLES = frozenset("mr king prince sir lord father".split())
WOMEN_TITLES = frozenset("mrs ms miss queen princess lady dame".split())
TITLES = (
    MEN_TITLES
    | WOMEN_TITLES
    | frozenset(
        """president minister premier chancellor senator secretary governor mayor congressman congresswoman judge
        justice general colonel captain admiral dr doctor professor prof pope bishop coach manager director
        spokesman spokeswoman spokesperson ceo founder chairman chairwoman singer actor actress author""".split()
    )
)
PLACES = frozenset(
    """afghanistan africa albania algeria america angola antarctica argentina armenia asia australia austria
    azerbaijan bahrain bangladesh belarus belgium bolivia bosnia botswana brazil britain bulgaria burma cambodia
    cameroon canada catalonia chad chile china colombia congo crimea croatia cuba cyprus czechia denmark ecuador
    egypt england estonia ethiopia europe fiji finland france gaza georgia germany ghana gibraltar greece
    greenland guatemala haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica
    japan jordan kashmir kazakhstan kenya korea kosovo kurdistan kuwait laos latvia lebanon libya lithuania
    luxembourg madagascar malawi malaysia mali malta mexico moldova mongolia montenegro morocco mozambique
    myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay
    peru philippines poland portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia
    slovenia somalia spain sudan sweden switzerland syria taiwan tanzania thailand tibet tunisia turkey uganda
    ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe uk u.k us u.s usa u.s.a uae eu
    sinai siberia scandinavia holland alabama alaska arizona arkansas california colorado connecticut florida
    hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont
    wisconsin wyoming aleppo amsterdam ankara athens atlanta baghdad bangkok barcelona beijing beirut bengaluru
    berlin boston brisbane brussels bucharest budapest cairo chicago copenhagen damascus delhi detroit dubai
    dublin edinburgh frankfurt geneva glasgow hamburg havana helsinki houston istanbul jakarta jerusalem
    johannesburg kabul karachi kyiv kiev lagos lisbon liverpool london lyon madrid manchester melbourne miami
    milan minneapolis montreal moscow mumbai munich nairobi naples nashville oslo ottawa paris perth
    philadelphia phoenix pittsburgh prague rio rome seattle seoul shanghai stockholm sydney tehran tokyo toronto
    tripoli vancouver vienna warsaw washington zurich""".split()
)
ORGANISED = frozenset(
    """academy agency airlines alliance association bank board bureau capital church club coalition college
    commission committee company conference congress corp corporation council court department dodgers fc
    federation force forces foundation government group hospital house inc institute kremlin league ltd ministry
    motors museum nations office organisation organization parliament partners party police pentagon records
    senate society state studios team technologies tribunal union united university world""".split()
)
PEOPLE_NOUNS = frozenset(
    """actor actress author boy captain child coach colleague director doctor driver father founder friend girl
    governor guy husband judge king lady lawyer leader man manager mayor minister mother officer official
    patient person pilot player politician pope premier president priest prince princess professor queen
    reporter secretary senator singer son daughter spokesman spokesperson spokeswoman victim wife witness woman
    writer""".split()
)
KIN = frozenset(
    "brother children daughter father grandfather grandmother husband mother parents partner sister son wife".split()
)
DAYS_AND_MONTHS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
