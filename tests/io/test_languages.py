"""Which texts are told to be foreign, and that English ones never are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.io.languages import foreign_language

TEXTS = [
    ("Правительственные войска заняли город в понедельник.", "Cyrillic script"),
    ("Ο στρατός κατέλαβε την πόλη τη Δευτέρα το πρωί.", "Greek script"),
    ("政府军周一占领了该镇，叛军向北撤退，居民说战斗持续了两天。", "Chinese or Japanese"),
    ("የመንግሥት ኃይሎች ሰኞ ዕለት ከተማዋን ተቆጣጠሩ ሲሉ ነዋሪዎች ተናገሩ።", "Ethiopic script"),
    ("נחיל גדול של כוחות נכנס לעיר ביום שני בבוקר.", "Hebrew script"),
    (
        "El ejército tomó el puente y la estación el lunes; según los vecinos, una parte de la ciudad arde desde ayer.",
        "Spanish",
    ),
    (
        "Die Armee hat am Montag die Brücke und den Bahnhof eingenommen; nach Angaben von Anwohnern brennt ein Teil.",
        "German",
    ),
    ("Ordu pazartesi günü köprüyü ve bir istasyonu aldı; bu çatışma için çok daha fazla asker ile geldi.", "Turkish"),
    (
        "O exército tomou a ponte e a estação na segunda; segundo os moradores, uma parte da cidade arde desde ontem.",
        "Portuguese",
    ),
    (
        "Jeshi la serikali limeingia katika mji wa bandari kwa siku ya pili na watu wa eneo hilo wamekimbia huko.",
        "Swahili",
    ),
]


@pytest.mark.parametrize(("text", "language"), TEXTS, ids=lambda v: v if len(v) < 24 else "")
def test_a_foreign_language_is_told(text: str, language: str) -> None:
    assert foreign_language(text) == language


ENGLISH = [
    "",
    "Sabratha, Sorman, Zawiya, Zuwara.",
    "The army took the bridge of Bir al-Ghanam on Monday, said a spokesman (صبراتة is the town's name).",
    "Le Monde and El Pais said that De Gaulle and La Paz were on the list of the names that the army has published.",
    "Die-hard fighters of the Al Badr unit hold Deir ez-Zor's airport and are at war with the others in the east.",
    "MINUSMA: 12 dead. FARDC, M23, ADF, FDLR, APCLS, NDC-R, CODECO, Mai-Mai, Raia Mutomboki, Nyatura, RED-Tabara, FNL",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_foreign_names_stays_english(text: str) -> None:
    assert foreign_language(text) is None


@given(st.text(max_size=300))
def test_any_text_will_do(text: str) -> None:
    assert foreign_language(text) is None or foreign_language(text)


@pytest.mark.corpora
def test_no_english_article_is_called_foreign(corpora: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((corpora / "seeds").glob("*.txt"))]
    assert texts
    assert not [text[:80] for text in texts if foreign_language(text)]
