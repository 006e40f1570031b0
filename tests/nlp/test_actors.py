"""Who is spoken of: names, short names, descriptions, metonyms, pronouns. All sentences are our own."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.resolver import Resolution
from geo.article import Article
from geo.catalogue import load_catalogue
from geo.document import ActorMention, Sentence, ToponymMention
from geo.nlp.actors import find_actors
from geo.nlp.model import load_model

LIBYA_2011 = dt.date(2011, 5, 2)
LIBYA_2017 = dt.date(2017, 9, 29)
DAYS = {
    "libya-2011": LIBYA_2011,
    "libya-2017": LIBYA_2017,
    "syria": dt.date(2016, 2, 3),
    "yemen": dt.date(2018, 6, 17),
    "ukraine": dt.date(2022, 9, 11),
    "sahel": dt.date(2023, 11, 15),
    "sudan": dt.date(2023, 11, 22),
    "myanmar": dt.date(2024, 8, 3),
}


@pytest.fixture(scope="module")
def model():
    return load_model()


def mentions(model, text: str, on: dt.date | None = None, toponyms=()) -> tuple[ActorMention, ...]:
    [sentences] = model.sentences([text])
    return find_actors(Article("a", text, published=on), sentences, toponyms, load_catalogue())


def told(found: tuple[ActorMention, ...]) -> dict[str, str]:
    return {mention.text: mention.actor.id for mention in found}


@pytest.mark.parametrize(
    ("when", "text", "expected"),
    [
        # names, aliases, acronyms, leaders, spellings, typing errors
        ("libya-2017", "The Libyan National Army (LNA) shelled Derna.", {"Libyan National Army": "lna", "LNA": "lna"}),
        ("libya-2017", "Field Marshal Khalifa Hifter flew to Rome from Libya.", {"Khalifa Hifter": "lna"}),
        (
            "libya-2017",
            "In Libya the Anti-IS Operatoins Room took the fort.",
            {"Anti-IS Operatoins Room": "anti-is-operations-room"},
        ),
        ("libya-2017", "Libya's Government of National Accord paid them.", {"Government of National Accord": "gna"}),
        ("libya-2011", "Libya's NTC met in Benghazi.", {"NTC": "libya-rebels"}),
        ("sudan", "In Sudan the RSF holds Nyala.", {"RSF": "rsf"}),
        (
            "ukraine",
            "Wagner chief Yevgeny Prigozhin left Ukraine.",
            {"Wagner chief": "wagner", "Yevgeny Prigozhin": "wagner"},
        ),
        # what a text introduces itself
        (
            "libya-2017",
            "The Red Dunes Brigade (RDB) of Libya moved west. RDB men dug in.",
            dict.fromkeys(("Red Dunes Brigade", "RDB", "RDB men"), "found:red-dune-brigade"),
        ),
        (
            "libya-2017",
            "The 77th Battalion came from Libya's south. By noon the 77th had gone.",
            dict.fromkeys(("77th Battalion", "77th"), "found:77th-battalion"),
        ),
        (
            "libya-2017",
            "The Zarzur Brigade left Libya. Later Zarzur returned.",
            dict.fromkeys(("Zarzur Brigade", "Zarzur"), "found:zarzur-brigade"),
        ),
        (
            "libya-2017",
            "The “Dawn Watch Operations Room” of Libya spoke. The Operations Room denied it.",
            dict.fromkeys(("Dawn Watch Operations Room", "Operations Room"), "found:dawn-watch-operation-room"),
        ),
        ("libya-2011", "Anti-Gaddafi troops took the gate.", {"Anti-Gaddafi troops": "libya-rebels"}),
        # sides by description
        ("libya-2011", "Rebels hold the Libyan port.", {"Rebels": "libya-rebels"}),
        ("libya-2011", "Anti-government fighters left Libya's Brega.", {"Anti-government fighters": "libya-rebels"}),
        ("libya-2011", "Anti-Gaddafi fighters took the gate.", {"Anti-Gaddafi fighters": "libya-rebels"}),
        (
            "libya-2011",
            "Forces loyal to Muammar Gaddafi shelled it.",
            {"Forces loyal to Muammar Gaddafi": "gaddafi-forces"},
        ),
        ("libya-2011", "Pro-Gaddafi troops fled.", {"Pro-Gaddafi troops": "gaddafi-forces"}),
        ("libya-2011", "Gaddafi's tanks rolled on.", {"Gaddafi's tanks": "gaddafi-forces"}),
        ("libya-2011", "Loyalists dug in near Libya's Brega.", {"Loyalists": "gaddafi-forces"}),
        ("libya-2011", "Libyan government troops fled.", {"Libyan government troops": "gaddafi-forces"}),
        ("libya-2011", "The Libyan army fled.", {"Libyan army": "gaddafi-forces"}),
        ("libya-2011", "A rebel-held Libyan town was shelled.", {"rebel": "libya-rebels"}),
        ("libya-2011", "NATO-backed rebels took Libya's Zlitan.", {"NATO-backed rebels": "libya-rebels"}),
        ("syria", "Kurdish fighters took a Syrian hill.", {"Kurdish fighters": "sdf"}),
        ("syria", "Turkish soldiers crossed into Syria.", {"Turkish soldiers": "state:TR"}),
        (
            "syria",
            "Hezbollah men joined the Syrian army.",
            {"Hezbollah men": "hezbollah", "Syrian army": "syrian-government"},
        ),
        ("syria", "Islamic State fighters left Syria's Palmyra.", {"Islamic State fighters": "islamic-state"}),
        ("sahel", "Malian soldiers reached Kidal.", {"Malian soldiers": "state:ML"}),
        ("sahel", "In Mali the army left Labbezanga.", {"army": "state:ML"}),
        ("sahel", "Tuareg rebels ambushed them in Mali.", {"Tuareg rebels": "csp"}),
        ("yemen", "Houthi gunmen fled Yemen's Mocha.", {"Houthi gunmen": "houthis"}),
        ("yemen", "Southern separatists took Aden in Yemen.", {"Southern separatists": "stc"}),
        ("sudan", "Sudan's army lost Nyala to the paramilitaries.", {"Sudan's army": "saf", "paramilitaries": "rsf"}),
        ("myanmar", "Junta troops left Myanmar's Lashio.", {"Junta troops": "tatmadaw"}),
        ("ukraine", "The town is back under Ukrainian control.", {"Ukrainian": "state:UA"}),
        # unnamed stays unidentified
        ("libya-2017", "Gunmen closed the Libyan road.", {"Gunmen": "found:gunmen"}),
        ("libya-2017", "Rebels closed the Libyan road.", {"Rebels": "found:rebel"}),
        (None, "Government troops fled.", {"Government troops": "found:government-troop"}),
        ("libya-2017", "Haftar met Omar Selim in Libya, whose convoy left.", {"whose convoy": "found:convoy"}),
        ("libya-2017", "Fighters from Misrata left Libya's Sirte.", {"Fighters": "misrata-brigades"}),
        ("libya-2017", "A Qatari ship reached Libya.", {"Qatari ship": "found:qatari-ship"}),
        # people
        ("libya-2017", "Sub-Saharan migrants left Libya.", {"migrants": "found:migrant"}),
        (
            "syria",
            "Families and Syrian refugees fled.",
            {"Families": "found:family", "Syrian refugees": "found:syrian-refugee"},
        ),
        ("libya-2017", "Thousands fled Libya.", {"Thousands": "found:people"}),
    ],
)  # fmt: skip
def test_who_is_spoken_of(model, when, text, expected):
    found = told(mentions(model, text, DAYS.get(when)))
    assert {words: found.get(words) for words in expected} == expected


@pytest.mark.parametrize(
    ("when", "text", "words", "expected"),
    [
        ("libya-2011", "The rebels left Libya's Brega at noon. They regrouped in the dunes.", "They", "libya-rebels"),
        ("sudan", "The RSF took Nyala in Sudan. Its fighters then looted the market.", "Its fighters", "rsf"),
        ("ukraine", "Moscow pulled its forces out of the Ukrainian town.", "its forces", "state:RU"),
        ("ukraine", "Prigozhin spoke. He said his men had taken Ukraine's Bakhmut.", "his men", "wagner"),
        (
            "libya-2017",
            "The Zarzur Brigade left Libya at dawn. The group was seen near Ghat.",
            "group",
            "found:zarzur-brigade",
        ),
        ("libya-2011", "In Libya NATO struck a depot. The alliance said it was empty.", "alliance", "nato"),
        ("libya-2011", '"We are near Brega in Libya," said rebel commander Ali Zor.', "We", "libya-rebels"),
        ("libya-2011", '"Our men hold Brega in Libya," said Ali Zor, a rebel fighter.', "Our men", "libya-rebels"),
        ("libya-2011", "Gaddafi's daughter left Libya. She flew to Oran.", "She", "gaddafi-forces"),
        ("libya-2017", "Haftar spoke in Libya. Omar Selim answered that his men would stay.", "his men", "found:men"),
    ],
)
def test_pronouns_and_definite_nouns_mean_the_last_that_fits(model, when, text, words, expected):
    assert told(mentions(model, text, DAYS[when])).get(words) == expected


@pytest.mark.parametrize(
    ("text", "words", "head"),
    [
        ("Forces loyal to Muammar Gaddafi fled.", "Forces loyal to Muammar Gaddafi", "Forces"),
        ("Gaddafi's troops fled.", "Gaddafi's troops", "troops"),
        ("Libyan rebels hold it.", "Libyan rebels", "rebels"),
        ("A rebel-held Libyan town was hit.", "rebel", "rebel"),
        ("In Libya the Misrata brigades left.", "Misrata brigades", "brigades"),
    ],
)
def test_the_head_governs_the_mention(model, text, words, head):
    [sentences] = model.sentences([text])
    tokens = {token.index: token.text for sentence in sentences for token in sentence.tokens}
    found = {mention.text: tokens[mention.head] for mention in mentions(model, text, LIBYA_2011)}
    assert found.get(words) == head


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Ministers met the UN Security Council.", "Security Council of ministers"),
        ("They forces him to rebel.", "forces"),
        ("The boat is 22 miles off Libya.", "Libya"),
        ("They were in Italy in 2011.", "Italy"),
        ("THE TOWN IS QUIET IN LIBYA.", "IS"),
    ],
)
def test_what_is_no_actor(model, text, absent):
    assert absent not in told(mentions(model, text, LIBYA_2011))


def test_a_place_is_an_actor_only_as_a_metonym(model):
    text = "Tripoli rejected the plan and Moscow praised it."
    unknown = Resolution("unknown")
    literal = (
        ToponymMention(0, 7, "Tripoli", "literal", unknown),
        ToponymMention(30, 36, "Moscow", "metonym", unknown),
    )
    assert told(mentions(model, text, LIBYA_2017, literal)).get("Moscow") == "state:RU"


@pytest.mark.parametrize(
    ("text", "name", "owner"),
    [
        ("The Syrian army's 99th Division left Homs.", "99th Division (Syrian government forces)", "syrian-government"),
        (
            "The army's 98th Division left Syria's Homs.",
            "98th Division (Syrian government forces)",
            "syrian-government",
        ),
        ("The rebel Zarzur Brigade left Syria's Homs.", "Zarzur Brigade (Syrian rebels)", "syrian-opposition"),
        ("The Zarzur Brigade left Syria's Homs.", "Zarzur Brigade", None),
    ],
)
def test_a_body_named_with_its_owner_is_part_of_it(model, text, name, owner):
    actors = {mention.actor.name: mention.actor for mention in mentions(model, text, DAYS["syria"])}
    assert [tie.actor for tie in actors[name].relations] == ([owner] if owner else [])


def test_sentences_without_a_parse_are_read_too():
    text = "Rebels loyal to nobody met the Fajr Brigade in Libya."
    found = find_actors(Article("a", text, published=LIBYA_2011), (Sentence(0, 0, len(text)),), (), load_catalogue())
    assert {m.text: m.head for m in found} == {"Rebels": -1, "Fajr Brigade": -1}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Rebels",
                "the",
                "army",
                "of",
                "Gaddafi",
                "'s",
                "forces",
                "loyal",
                "to",
                "(",
                "LNA",
                ")",
                "48th",
                "Battalion",
                "-",
                "pro",
                "anti",
                ",",
                ".",
                "its",
                "they",
                "“",
                "”",
                "\n",
                "held",
                "Operations",
                "Room",
                "IS",
                "Libya",
            ]
        ),
        max_size=30,
    )
)
def test_any_text_gives_ordered_spans_without_overlap(words):
    text = " ".join(words)
    found = find_actors(Article("a", text, published=LIBYA_2011), (Sentence(0, 0, len(text)),), (), load_catalogue())
    assert all(text[m.start : m.end] == m.text and m.text.strip() == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
