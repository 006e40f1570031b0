"""Other scripts in Latin letters, as far as a key for comparing names needs it."""

from __future__ import annotations

__all__ = ["romanise"]


def _table(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.replace("_", "").split(" "), strict=True))


_CYRILLIC = _table(
    "абвгґдежзиіклмнопрстуфхцчшщъыьэюяєђјљњћџѓќѕғқңөұүһәҳҷӣӯў",
    "a b v g g d e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya ye "
    "dj j lj nj c dzh gj kj dz g q n o u u h a h j i u u",
)
_ARABIC = _table(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگءٹڈڑںڤۆےەڕڵێٱۇۋې",
    "a b t th j h kh d dh r z s sh s d t z _ gh f q k l m n h w y p ch zh g _ t d r n v o e a r l e a u v e",
)
_GREEK = _table("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t i f kh ps o")
_HEBREW = _table("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "a b g d h w z h t y k k l m m n n s _ p f ts ts q r sh t")
_GEORGIAN = _table(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"
)
_ARMENIAN = _table(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts u p k o f ev",
)
_LATIN = {c: c for c in "abcdefghijklmnopqrstuvwxyz0123456789 "}
_LETTERS = {
    c: letters
    for table in (_CYRILLIC, _ARABIC, _GREEK, _HEBREW, _GEORGIAN, _ARMENIAN, _LATIN)
    for c, letters in table.items()
}
_ARABIC_LETTERS = frozenset(_ARABIC)
_SHORTEST_BEHIND_ARTICLE = 2
_WITH_VOWEL = tuple("عحهوي")


def romanise(folded: str) -> str:
    """A folded name in Latin letters; empty when a letter has no entry in the tables (Chinese, Thai ...).

    >>> romanise("дебальцево"), romanise("زواره"), romanise("الزاويه"), romanise("北京")
    ('debaltsevo', 'zwarah', 'al zawyah', '')
    """
    if folded.isascii():
        return folded
    if folded[0] in _ARABIC_LETTERS:
        folded = " ".join(map(_as_spoken, folded.split()))
    letters = [_LETTERS.get(c) for c in folded]
    return "".join(c for c in letters if c is not None) if None not in letters else ""


def _as_spoken(word: str) -> str:
    """Arabic script writes the article and its noun as one word, and short vowels not at all.

    No word begins with two consonants, so a first guttural or glide is heard; no vowel stands before a last h.
    """
    article = ""
    if word.startswith("ال") and len(word) - 2 >= _SHORTEST_BEHIND_ARTICLE:
        article, word = "ال ", word[2:]
    if word.endswith("ه"):
        word = f"{word[:-1]}اه"
    if word[:1] in _WITH_VOWEL:
        word = f"{word[0]}ا{word[1:]}"
    return article + word
