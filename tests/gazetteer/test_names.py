"""Keys of names: what spellings share one, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import regional
from gazetteer.names import (
    RULES_VERSION,
    alike,
    alike_of_all,
    bare,
    bones,
    bones_of_all,
    fold,
    is_machine_made,
    likeness,
    skeleton,
    squeezed,
    without_article,
)
from gazetteer.scripts import romanise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Şurmān", "surman"),
        ("Sorman", "sorman"),
        ("Az-Zāwiyah", "az zawiyah"),
        ("Ra’s Lānūf", "ras lanuf"),
        ("‘Ayn al ‘Arab", "ayn al arab"),
        ("The Gambia", "gambia"),
        ("Thessaloniki", "thessaloniki"),
        ("U.S.", "us"),
        ("St. Louis", "saint louis"),
        ("Mt Elgon", "mount elgon"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("Трускавець", "трускавець"),
        ("  New   York ", "new york"),
        ("", ""),
        ("---", ""),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zawia", "Zawiya", "Zawiyah", "Az Zawiyah", "az-Zāwiya", "Zauia", "الزاوية"),
        ("Sorman", "Surman", "Şurmān", "صرمان"),
        ("Sabratha", "Sabratah", "Şabrātah", "صبراتة"),
        ("Zuwarah", "Zuwara", "Zuara", "Zouara", "Zwara", "زوارة"),
        ("Ajdabiya", "Agedabia", "Ajdabiyah"),
        ("Mellitah", "Melita", "Mellita"),
        ("Debaltseve", "Дебальцево", "Debaltsevo", "Debalceve"),
        ("Luhansk", "Lūhansk"),
        ("Khartoum", "Al Khurtum", "الخرطوم"),
        ("El Fasher", "Al Fashir", "al-Fāshir"),
        ("Mosul", "Al-Mawsil", "الموصل"),
        ("Gharyan", "Garian", "Gharyān"),
        ("Benghazi", "Bengazi"),
        ("Sabha", "Sabbha"),
        ("Hafter", "Haftar", "Haffter"),
        ("Kyiv", "Київ", "Kiev"),
        ("Idlib", "Edlib"),
        ("Raqqa", "Rakka", "Ar Raqqah"),
        ("Wad Madani", "Ouad Madani", "ود مدني"),
        ("Atbara", "عطبرة"),
        ("Wadi Halfa", "Ouadi Halfa", "وادي حلفا"),
        ("Abu Kamal", "Abou Kamal", "Albu Kamal", "Boukamal", "البوكمال"),
        ("Dhiban", "Diban", "ذيبان"),
        ("Hadhramaut", "Hadramawt", "حضرموت"),
        ("Isfahan", "Esfahan", "Ispahan", "اصفهان"),
        ("Manbij", "Membij", "منبج"),
        ("Walid", "Valid", "Oualid"),
        ("Lviv", "Lvov", "Lwow", "Львів"),
        ("Hpakant", "Phakant"),
        ("Hsipaw", "Sipaw"),
        ("Yafran", "Yefren", "يفرن"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(spellings):
    assert len({skeleton(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zumarah", "Zuwarah"), ("Tripoli", "Tobruk"), ("Sirte", "Sidra"), ("Homs", "Hama"), ("Kharkiv", "Kherson")],
)
def test_other_names_have_other_skeletons(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("region", "spellings"),
    [
        ("slavic", ("Horlivka", "Gorlovka", "Горловка", "Горлівка")),
        ("slavic", ("Vuhledar", "Ugledar", "Угледар")),
        ("slavic", ("Mykolaiv", "Nikolaev", "Nikolayev", "Миколаїв")),
        ("slavic", ("Novoselka", "Novosyolka")),
        ("slavic", ("Vovchansk", "Volchansk", "Волчанск")),
        ("slavic", ("Olenivka", "Yelenovka", "Еленовка")),
        ("slavic", ("Huliaipole", "Gulyaypole", "Гуляйполе")),
        ("slavic", ("Severodonetsk", "Sievierodonetsk", "Severodoneck", "Сєвєродонецьк")),
        ("arabic", ("Abu Grein", "Bu Grein", "Abugrein", "أبو قرين")),
        ("arabic", ("Zaydiyah", "Zaida", "Zaidiya")),
        ("arabic", ("Ghaydah", "Ghayzah", "الغيضة")),
        ("arabic", ("Homs", "Хомс", "حمص")),
        ("arabic", ("Tripoli", "Triboli", "طربولي")),
        ("persian", ("Mazar-i-Sharif", "Mazar-e Sharif", "مزار شریف")),
        ("persian", ("Khwaja", "Khvajeh", "Khaja")),
        ("somali", ("Xuddur", "Hudur", "Oddur")),
        ("somali", ("Beledweyne", "Beletweyne")),
        ("somali", ("Caabudwaaq", "Abudwak")),
        ("burmese", ("Hlaingthaya", "Hlaing Tharyar")),
        ("burmese", ("Kyi Tan", "Kyidan")),
        ("burmese", ("Nyaung Chaung", "Nyaunggyaung")),
        ("chinese", ("Xinzhu", "Hsinchu")),
        ("chinese", ("Qingdao", "Tsingtao")),
    ],
)
def test_spellings_of_one_region_share_its_key(region, spellings):
    assert len({regional.regional_key(fold(s), region) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("region", "one", "other"),
    [
        ("slavic", "Kharkiv", "Kherson"),
        ("slavic", "Donetsk", "Luhansk"),
        ("arabic", "Homs", "Hama"),
        ("arabic", "Sirte", "Sidra"),
        ("burmese", "Mindat", "Monywa"),
    ],
)
def test_other_names_of_a_region_have_other_keys(region, one, other):
    assert regional.regional_key(fold(one), region) != regional.regional_key(fold(other), region)


@given(st.text(max_size=20))
def test_a_regional_key_names_its_region_or_nothing(name):
    for region in set(regional.REGIONS.values()):
        key = regional.regional_key(fold(name), region)
        assert not key or key.startswith(f"{region}:")


@pytest.mark.parametrize("name", ["北京", "กรุงเทพ", "서울", ""])
def test_scripts_that_cannot_be_read_have_no_skeleton(name):
    assert skeleton(name) == ""


@pytest.mark.parametrize(
    ("folded", "country", "short"),
    [
        ("az zawiyah", "LY", "zawiyah"),
        ("ash shihr", "YE", "shihr"),
        ("el fasher", "SD", "fasher"),
        ("el paso", "US", None),
        ("al bab", "SY", "bab"),
        ("as is", "SY", None),
        ("aleppo", "SY", None),
        ("al", "SY", None),
    ],
)
def test_bare(folded, country, short):
    assert bare(folded, country) == short


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(name):
    assert fold(fold(name)) in (fold(name), fold(name).removeprefix("the "))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz '-", max_size=20))
def test_a_skeleton_does_not_depend_on_case(name):
    assert skeleton(name.upper()) == skeleton(name)


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_lies_between_0_and_1_and_goes_both_ways(a, b):
    there, back = likeness(fold(a), fold(b)), likeness(fold(b), fold(a))
    assert 0 <= there <= 1
    assert there == pytest.approx(back)


LATIN = st.lists(st.text(alphabet="aeiouybcdfghjklmnpqrstvwxz01\0", max_size=9), max_size=4).map(
    lambda words: " ".join(filter(None, words))
)


@given(st.lists(LATIN, max_size=6))
def test_names_worked_on_together_come_out_as_one_by_one(plains):
    assert bones_of_all(plains) == [bones(plain) for plain in plains]


@pytest.mark.parametrize("region", sorted(set(regional.REGIONS.values())))
@given(plains=st.lists(LATIN.map(without_article), max_size=6, unique=True))
def test_regional_keys_worked_out_together_come_out_as_one_by_one(region, plains):
    found = regional.regional_keys_of_all(plains, region)
    forms = {plain: regional.regional_form(plain, region) for plain in plains}
    assert found == {plain: (regional.regional_key(plain, region), squeezed(form)) for plain, form in forms.items()}


@given(st.text("abdr", max_size=8), st.lists(st.text("abdr", max_size=8), max_size=8), st.floats(0.5, 1))
def test_names_compared_together_are_as_alike_as_one_by_one(name, others, least):
    wanted = {at: like for at, other in enumerate(others) if (like := alike(name, other)) >= least}
    assert {at: like for like, at in alike_of_all(name, others, least)} == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("name", "made"), [("sbratt", True), ("aja ja'u'iyaha", True), ("Zuara", False), ("زوارة", False)]
)
def test_machine_made(name, made):
    assert is_machine_made(name) is made


def test_romanise_keeps_latin():
    assert romanise("tripoli") == "tripoli"


def test_rules_have_a_version():
    assert RULES_VERSION >= 1
