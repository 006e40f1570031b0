"""What is a place name and what is none: sentences of our own, of war, of local news and of epidemics.

[Name] is a place, [Name|role] a name that is told apart by its role; demonyms are left unmarked.
"""

from __future__ import annotations

import re

import pytest

from gazetteer.index import open_index
from geo.article import Article
from geo.nlp.model import load_model
from geo.nlp.toponyms import find_toponyms

MARK = re.compile(r"\[([^\]|]+)(?:\|(\w+))?\]")

WAR = """
Fighters seized [Qarnaba].
Government troops withdrew from [Deir Sunbul] on Sunday, a monitoring group said.
Rebels captured the town of [Maskaneh Gharbi] after two days of shelling.
Soldiers set up checkpoints near [Bir Tawfiq], militants said.
The army shelled [Kafr Zanbaq] and [Tell Marran], killing six civilians.
Insurgents who had besieged [Harasta Sharqiya] since May pulled back to [Douma].
Human Rights Watch said both sides had fired on hospitals.
Hayat Tahrir al-Sham fighters clashed with rebels in [Idlib].
The Rapid Support Forces took [Wad Madani] in December.
Wagner fighters left [Mali] in June.
A spokesman for Wagner said the battle for [Soledar] was over.
Syrian troops entered [Palmyra], state television said.
The Sabratha Revolutionaries' Council withdrew to [Zuwarah].
Militias from [Misrata] and [Zliten] fought over the airport.
[Benghazi]-based commanders rejected the truce.
They cut the [Tripoli]-[Gharyan] road on Friday.
Shelling hit the outskirts of [Marib] on Tuesday.
Clashes went on between [Brega] and [Ajdabiya].
A convoy sank off [Zuwarah] with 40 people aboard.
[Moscow|metonym] said it had destroyed 12 drones.
[Ankara|metonym] wants a corridor along the border.
[Kyiv|metonym] accused [Minsk|metonym] of lying.
General Khalifa Haftar met President Emmanuel Macron in [Paris].
Colonel Hassan Jadu was killed in an ambush.
Captain Samir Idlib could not be reached.
Islamic State claimed the bombing in [Mukalla].
The Sudanese army retook [Omdurman] from the paramilitaries.
"""

LOCAL = """
[LEXINGTON], [Ky.] (AP) — Police charged a man with arson on Monday.
A woman from [Marietta], [Ga.], died in a crash near [Kennesaw].
Deputies from [Wayne County] found the car in [Richmond].
Jackson Montgomery, 22, of [Dayton], pleaded guilty.
Mayor Charlotte Preston opened the library on Saturday.
Coach Houston Bradley praised his players.
Officer Savannah Logan was off duty.
Sydney Carter and Austin Reed won the race.
Lincoln scored twice for the Tigers.
Police Chief Dallas Warner spoke to reporters.
The school board in [Franklin County] meets on Thursday.
He was born in [Chillicothe], [Ohio], in 1941.
She moved from [Tulsa] to [Kansas City] last year.
The [Missouri|embedded] Department of Transportation closed the bridge.
The [Cleveland|embedded] Clinic hired 300 nurses.
The U.N. praised the plan.
NATO and the E.U. welcomed it.
[Calif.] lawmakers met in [Sacramento].
Walmart and Target raised their prices.
The Wall Street Journal broke the story.
Snow is likely in [Buffalo], [N.Y.], by Friday.
Hope and Faith are sisters.
Nice weather is due this weekend.
The Union wants higher pay.
Man sentenced to ten years
The fire began in a barn outside [Bowling Green].
White House aides denied the report.
Residents of [Springfield] will vote in May.
"""

HEALTH = """
Two people died of cholera in [Port-au-Prince], the ministry said.
Health officials in [Hanoi] confirmed a case of bird flu.
The Marburg virus was found in a miner.
West Nile virus has killed three people in [Louisiana].
Ebola has spread from [Beni] to [Butembo] in eastern [Congo].
The World Health Organization sent vaccines to [Conakry].
Swine flu reached [New Zealand] in April.
Dengue fever is spreading in [Sri Lanka], [Nepal] and [Bangladesh].
Doctors Without Borders opened a clinic in [Bentiu].
A traveller from [Wuhan] fell ill in [Bangkok].
Mexican officials closed the schools.
Samples were flown to [Atlanta] for tests.
Rift Valley fever struck herders near [Garissa].
Lassa fever kills dozens in [Nigeria] each year.
"""

ROLES = """
The [Aleppo|embedded] University hospital was hit.
Readers of the [Baghdad|embedded] Post wrote letters.
[Damascus|metonym] denied the charge.
Snow fell in [Damascus].
The talks were held in [Geneva].
[Washington|metonym] urged restraint.
[Iran|metonym]'s army fired missiles.
Thousands fled [Sudan].
"""

# Each stands alone: nothing else tells of a place what its own sentence does not.
ALONE = """
Azerbaijani forces captured [Lachin], [Shushi] and [Aghdam].
The road to [Bara] is mined.
The road to [Wadi Frozzle] is mined.
The army cut the road between [Dilling] and [Kadugli].
Gunmen raided [Tchombangou] and [Zaroumdareye].
The village of [Kozma] was shelled twice.
Drones struck [Novy Oskol], killing two.
The enemy shelled [Bilohorivka], [Spirne] and [Verkhniokamianske].
A teacher in [Madagali] saw them come.
Families from [Al Dalanj] reached [El Obeid].
The siege of [Kutum] lasted a month.
The battle for [Vuhledar] is over.
[Karmir Bazar] was shelled on Friday.
The army denied that [Kobane] had been lost.
The front runs through [Marinka].
Rebels hold [Minova] and the hills around it.
A convoy left [Atbara] for [Port Sudan].
The governor fled to [Banamba].
Nine died in [Dolow], four in [Luuq].
The last police cars left for [Igoeti].
[Moya] and [Dinder] were looted.
Heavy fighting around [Nyala] and [Zalingei], said a monitor.
Troops from the base at [Ouallam] were sent.
Jihadists set fire to [Djibo]'s market.
From [Horlivka] came the sound of shelling.
[TAIZ], March 3 (Reuters) - Shells fell on a market.
[GOMA] — Rebels entered the city at dawn.
[PORT-AU-PRINCE], [Haiti] — Gangs burned a police station.
[GENEVA]/[NAIROBI], 5 May 2023 - Aid is running out, the agency said.
[BEIRUT] - Israeli jets struck a warehouse.
[BAMAKO], [Mali] (AP) -- Gunmen killed 12 soldiers.
[SITTWE], [Myanmar], 7 June - Soldiers burned a village.
[EL FASHER], [Sudan] — Shells hit the hospital.
[KHARKIV], [Ukraine]/[MOSCOW], May 12 (Reuters) - Russian troops crossed the border.
NATO - Ministers met on Monday.
UPDATE 2-Rebels enter [Goma].
[Damascus], [Syria] – The guns fell silent.
[Deir Ezzor], 12 May (SANA) - Soldiers found a cache.
The army dug in along the [Araks River].
Fires burned in the [Sacramento Valley].
They crossed the [Snake River] at dusk.
A spokesman for the [Misrata|embedded] Military Council denied it.
The [Mariupol|embedded] City Council said so.
Boats sank in [Lake Chad].
Fighters hid in the [Mandara Mountains].
The patrol was ambushed in [Jebel Marra].
The Bank of [England|embedded] raised rates.
Colonel Zawiya said his men had left.
Gen. Jordan took command.
Chad Morris was arrested.
Jordan said he was tired.
Chelsea beat Arsenal 2-0.
A Kharkiv-class frigate sailed past.
Operation Dawn of Tripoli began in April.
The USS Cole was hit.
Abu Ali al-Baghdadi was killed.
Sheikh Hassan Aleppo spoke.
Khalid Basra, a trader, agreed.
Mohammed Deif was said to be alive.
Sydney Carter, 22, pleaded guilty.
Nvidia and [Santa Clara|embedded] Systems signed a deal.
The Wagner Group left.
Human Rights Watch blamed the army.
The [Minsk|embedded] agreements failed.
President Kenyatta flew home.
Sergeant Florence Nakuru was buried.
"""


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.fixture(scope="module")
def mentions(index):
    model = load_model()

    def find(text):
        (sentences,) = model.sentences([text])
        return [m for m in find_toponyms(Article("a", text), sentences, index) if m.role != "demonym"]

    return find


@pytest.mark.parametrize("marked", [*lines(WAR), *lines(LOCAL), *lines(HEALTH)])
def test_names(mentions, marked):
    wanted = [name for name, role in MARK.findall(marked) if role in {"", "metonym"}]
    found = [m.text for m in mentions(MARK.sub(r"\1", marked)) if m.role != "embedded"]
    assert found == wanted


@pytest.mark.parametrize("marked", [*lines(ROLES), *lines(ALONE)])
def test_roles(mentions, marked):
    wanted = [(name, role or "literal") for name, role in MARK.findall(marked)]
    assert [(m.text, m.role) for m in mentions(MARK.sub(r"\1", marked))] == wanted


def test_a_name_that_no_gazetteer_knows_is_listed_unresolved(mentions):
    (found,) = mentions("Fighters seized Qarnaba.")
    assert (found.text, found.place, found.footprint, found.resolution.status) == ("Qarnaba", None, None, "unknown")


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Human Rights Watch said so.", False),
        ("The Rapid Support Forces said so.", False),
        ("Hayat Tahrir al-Sham said so.", False),
        ("Wagner said so.", False),
        ("The Azov brigade held out.", False),
        ("Ships crossed the Sea of Azov.", True),
    ],
)
def test_words_of_forces_are_no_places(mentions, text, is_name):
    assert bool(mentions(text)) == is_name


def test_possessors_of_places_are_no_governments(mentions):
    assert [m.role for m in mentions("Fog hid Libya's coast.")] == ["literal"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HOMS, Syria (Reuters) - Shells fell on a market.", ["HOMS", "Syria"]),
        (
            "GOMA, Democratic Republic of Congo, Nov 20 (Reuters) - Shells fell.",
            ["GOMA", "Democratic Republic of Congo"],
        ),
        ("KYIV, Ukraine, March 3 (AP) — Shells fell.", ["KYIV", "Ukraine"]),
        ("NATO - Shells fell.", []),
        ("GOMA - Shells fell.", ["GOMA"]),
        ("DERNA, Libya, Oct. 20, 2011 (AFP) - Shells fell.", ["DERNA", "Libya"]),
        ("By JOHN SMITH and MONA ALI, Associated Press\nBEIRUT (AP) — Shells fell.", ["BEIRUT"]),
        ("Kampala, Uganda | AFP | Shells fell.", ["Kampala", "Uganda"]),
        ("WADI HALFA, Sudan, Reuters — Shells fell.", ["WADI HALFA", "Sudan"]),
    ],
)
def test_a_short_name_in_capitals_that_opens_a_dateline_is_no_acronym(mentions, text, names):
    assert [m.text for m in mentions(text)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Sabratha-based militia fled.", "Sabratha"),
        ("The Butte County sheriff came.", "Butte County"),
        ("The Hague sent judges.", "The Hague"),
        ("The Gambia sent soldiers.", "The Gambia"),
    ],
)
def test_an_article_is_part_of_a_name_only_where_the_name_has_it(mentions, text, name):
    assert name in [m.text for m in mentions(text)]


def test_places_of_the_users_own_are_found_by_names_that_look_like_none(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("name,lat,lon,names\nSector Nine,31.5,14.7,\nHill 402,31.2,14.2,OP Kilo\n", encoding="utf-8")
    text = "Sector Nine was quiet. Shells fell on Hill 402. Troops left OP Kilo in 40 lorries and reached Benghazi."
    sentences = next(load_model().sentences([text]))
    found = find_toponyms(Article("a", text), sentences, open_index(own=[file]))
    assert [m.text for m in found] == ["Sector Nine", "Hill 402", "OP Kilo", "Benghazi"]


def test_two_peoples_joined_by_a_hyphen_are_no_place(mentions):
    assert [m.text for m in mentions("Troops massed on the Turkish-Syrian border.") if m.role != "demonym"] == []
