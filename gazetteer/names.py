"""Keys under which a place name is found: folded for spelling, a skeleton for transliteration.

Newspapers write Sorman, Surman and Şurmān for one town. Two keys absorb that, each by general rules:

* the *folded* key drops case, diacritics, apostrophes and hyphens, and spells out "St" and "Mt";
* the *skeleton* key brings Cyrillic, Arabic, Greek, Hebrew, Georgian and Armenian script into Latin letters, drops the
  Arabic article, merges letters that transliterations exchange, and keeps no vowel but a first one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from gazetteer.scripts import romanise

__all__ = [
    "RULES_VERSION",
    "alike",
    "alike_of_all",
    "bare",
    "bones",
    "bones_of_all",
    "fold",
    "is_machine_made",
    "likeness",
    "skeleton",
    "skeleton_of_folded",
    "squeezed",
    "without_article",
]


class _Plain(dict[int, int | str]):
    """Letters by their codes as they are folded: marks that combine go, and what the table does not tell stays."""

    def __missing__(self, code: int) -> int | str:
        self[code] = plain = "" if unicodedata.combining(chr(code)) else code
        return plain


# Letters that no Unicode decomposition takes apart, and marks that spellings put in or leave out.
_PLAIN = _Plain(
    str.maketrans(
        {
            **dict.fromkeys("'’‘ʼʻʿʾ`´′″ʹʺ\"“”.·ـ\u200b\u200c\u200d\u200e\u200f\u00ad", ""),
            **dict.fromkeys("-‐‑‒–—/_,;()[]\u00a0・", " "),
            **{"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a", "ħ": "h"},
            **{"ŋ": "n", "ŧ": "t", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه", "&": " and "},
        }
    ).items()
)
_SPELLED_OUT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ABBREVIATED = re.compile(r"\b(?:st|ste|mt|ft)\b(?= )")

# The Arabic article as it is written, its l assimilated to the next letter or not.
_ARTICLES = frozenset(
    {"al", "el", "ul", "l", "as", "es", "az", "ez", "ash", "esh", "ach", "ech", "ad", "ed", "adh", "edh"}
    | {"an", "en", "ar", "er", "at", "et", "ath", "eth"}
)

# Where a leading "el" is the Arabic article rather than the Spanish one.
_CODES = "AE BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA ML MR NE NG OM PS QA SA SD SO SS SY TD TN TR YE"
_ARABIC_SPOKEN = frozenset(_CODES.split())

# How transliterations differ: (pattern, letters of the key, whose habit it absorbs). Applied in this order.
_RULES: tuple[tuple[str, str, str], ...] = (
    (r"(.)\1+", r"\1", "doubled letters: Sabha, Sabbha"),
    (r"(?:^abo?u?$|^al?bou?$|^albu$)", "bu", "a father's name: Abu Grein, Bu Grein, Albu Kamal, Boukamal"),
    (r"(?<=[nkvlrt])(?:aya|aja|oye|oie|oe)$", "a", "Slavic adjectives: Novaya, Nova"),
    (r"(?:iy?|y)eh?$", "ia", "an Arabic ending: Zawiyeh, Zawiyah"),
    (r"(?<=[io])w$", "v", "German and Polish ends: Lwow, Lvov"),
    (r"(?:^hs|^x(?=[iu]))", "s", "Chinese and Burmese: Hsinchu, Xinzhu; Hsipaw, Sipaw"),
    (r"tsch|tch|sch|tsh|cz|ch|sh|sz", "s", "hushing sounds: Shott, Chott, Şott"),
    (r"ts|tz", "s", "Debaltseve, Debalceve"),
    (r"dzh|dj|zh", "j", "Djebel, Jebel; Zhdanov, Jdanov"),
    (r"kh|gh|ck|qu|q", "k", "Khartum, Kartum; Benghazi, Bengazi; Qatar, Katar"),
    (r"c(?=[eiy])", "s", "a soft c"),
    (r"gu(?=[eiy])", "k", "a French hard g: Aguelhok, Agelhok"),
    (r"g(?=[eiy])", "j", "a soft g: Agedabia, Ajdabiya"),
    (r"c|g", "k", "a hard c and g"),
    (r"dh", "d", "Dhiban, Diban; Baidha, Bayda"),
    (r"th", "t", "Thaj, Taj"),
    (r"ph|f", "p", "Phocis, Fokis; Isfahan, Ispahan"),
    (r"bh", "b", "aspirates of India"),
    (r"x", "ks", "Oxus, Oksus"),
    (r"yi|iy|y", "i", "Kyiv, Kiiv"),
    (r"ou|oo|uw|wu|w", "u", "Ouargla, Wargla"),
    (r"i(?:(?=[aou])|(?<!.i)(?=e))", "y", "a glide: Zawia, Zawiya"),
    (r"(?:u(?=[aeiy])|v)", "w", "a glide: Zuara, Zuwarah; Zuvara"),
    (r"h(?:(?<=.h)|(?![aeiou]))", "", "an h that is not heard: Zuwarah, Zuwara; Raba, Rahba"),
)
_VOWELS = ("a", "e", "i", "o", "u")
_NO_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"(.)\1+").sub
_END = "\0"  # between names that are worked on together; their words stand on lines
_NAME_ENDS = f"\n{_END}\n"
_FIRST_VOWEL = re.compile(rf"(^|{_END})[aeiou]").sub
_DOUBLED_LETTER = re.compile(rf"([^{_END}])\1+").sub
_SHORTEST_BARE = 3
RULES_VERSION = 3  # raise it with every change of the keys, so that indexes are built anew


def _step(pattern: str, letters: str) -> Callable[[str], str]:
    """A rule as a function of a word, or of words on lines of their own: the plain ones by ``str.replace``."""
    if pattern.replace("|", "").isalpha():
        return _replacing(pattern.split("|"), letters)
    needle = next((c for c in pattern if c.isalpha()), "") if pattern[0] != "(" else ""
    substitute = re.compile(pattern, re.MULTILINE).sub
    return lambda word: substitute(letters, word) if needle in word else word


def _replacing(written: list[str], letters: str) -> Callable[[str], str]:
    def replace(word: str) -> str:
        for letters_before in written:
            if letters_before in word:
                word = word.replace(letters_before, letters)
        return word

    return replace


_STEPS = tuple(_step(pattern, letters) for pattern, letters, _ in _RULES)


def fold(name: str) -> str:
    """The name without case, diacritics, apostrophes, hyphens and a leading "the", in its own script.

    >>> fold("Şurmān"), fold("Ra's al-Unūf"), fold("St. Louis"), fold("The Hague")
    ('surman', 'ras al unuf', 'saint louis', 'hague')
    """
    text = name.casefold()
    if text.isascii() and text.isalpha():
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    text = " ".join(text.translate(_PLAIN).split())
    if text.startswith("the ") and len(text) > 4:
        text = text[4:]
    return _ABBREVIATED.sub(lambda m: _SPELLED_OUT[m[0]], text)


def without_article(folded: str) -> str:
    """A folded Latin name without Arabic articles, wherever they stand.

    >>> without_article("az zawiyah"), without_article("bab al aziziyah"), without_article("el paso")
    ('zawiyah', 'bab aziziyah', 'paso')
    """
    if " " not in folded:
        return folded
    words = folded.split()
    kept = [word for word, after in zip(words, [*words[1:], ""], strict=False) if not _is_article(word, after)]
    return " ".join(kept)


def bare(folded: str, country: str | None) -> str | None:
    """The folded name without a leading Arabic article, None where it has none.

    >>> bare("at tuhayta", "YE"), bare("el paso", "US"), bare("aleppo", "SY")
    ('tuhayta', None, None)
    """
    first, _, rest = folded.partition(" ")
    if not rest or not _is_article(first, rest) or (first[0] != "a" and country not in _ARABIC_SPOKEN):
        return None
    return rest if len(rest) >= _SHORTEST_BARE else None


def _is_article(word: str, after: str) -> bool:
    return word in _ARTICLES and bool(after) and (word[-1] == "l" or after.startswith(word[1:]))


@lru_cache(maxsize=1 << 18)
def _sounds(word: str) -> str:
    for step in _STEPS:
        word = step(word)
    return word


def skeleton(name: str) -> str:
    """The key that transliterations of one name share; empty for scripts that it cannot read.

    >>> skeleton("Sabratha") == skeleton("Şabrātah") == skeleton("صبراتة")
    True
    >>> skeleton("Zawia") == skeleton("Az Zāwiyah") == skeleton("الزاوية")
    True
    >>> skeleton("Дебальцево") == skeleton("Debaltseve")
    True
    """
    return skeleton_of_folded(fold(name))


def skeleton_of_folded(folded: str) -> str:
    """The skeleton of a name that is folded already."""
    return bones(without_article(romanise(folded)))


def bones(latin: str) -> str:
    """The consonants of a name in Latin letters, by the rules for transliterations.

    >>> bones("zawiyah"), bones("ajdabiya")
    ('zwy', 'ajdby')
    """
    sounds = "".join(map(_sounds, latin.split()))
    first = "a" if sounds.startswith(_VOWELS) else ""
    key = first + sounds.translate(_NO_VOWELS)
    return _DOUBLED(r"\1", key.replace("nb", "mb").replace("np", "mp"))  # Manbij, Membij


def bones_of_all(latins: Sequence[str]) -> list[str]:
    """What :func:`bones` makes of each of many names, at a fraction of the cost: every rule runs once over all.

    >>> bones_of_all(["zawiyah", "", "ajdabiya"])
    ['zwy', '', 'ajdby']
    """
    if not latins:
        return []
    sounds = _NAME_ENDS.join([latin.replace(" ", "\n") for latin in latins])
    if sounds.count(_END) >= len(latins):
        return list(map(bones, latins))  # a name has the mark in it
    for step in _STEPS:
        sounds = step(sounds)
    sounds = _FIRST_VOWEL(r"\1A", sounds.replace("\n", "")).translate(_NO_VOWELS).replace("A", "a")
    return _DOUBLED_LETTER(r"\1", sounds.replace("nb", "mb").replace("np", "mp")).split(_END)


def likeness(left: str, right: str) -> float:
    """How alike two folded names are, 0 to 1, the Arabic article and word breaks aside.

    >>> round(likeness("zumarah", "zuwarah"), 2)
    0.89
    >>> likeness("az zawiyah", "zawiyah")
    1.0
    """
    return alike(squeezed(left), squeezed(right))


def squeezed(folded: str) -> str:
    """A folded name in Latin letters without Arabic articles and word breaks: what :func:`alike` compares.

    >>> squeezed("bab al aziziyah"), squeezed("الزاويه")
    ('babaziziyah', 'zawyah')
    """
    return without_article(romanise(folded) or folded).replace(" ", "")


def alike(left: str, right: str) -> float:
    """How alike two squeezed names are, 0 to 1."""
    if not left or not right:
        return 0.0
    return float((Indel.normalized_similarity(left, right) + JaroWinkler.normalized_similarity(left, right)) / 2)


def alike_of_all(
    squeezed_name: str, others: Sequence[str], least: float, *, most: int | None = None
) -> list[tuple[float, int]]:
    """How alike a squeezed name is to each of many, with its place among them; only those alike enough, in no order.

    ``most`` keeps about so many of those alike.

    >>> [(round(like, 2), at) for like, at in alike_of_all("zumarah", ["zuwarah", "sorman", "zumara"], 0.8)]
    [(0.95, 2), (0.89, 0)]
    """
    if not squeezed_name:
        return []
    # Of the mean's two halves the second is 1 at most, so that the first can be asked for as little as it must be.
    first = process.extract(
        squeezed_name, others, scorer=Indel.normalized_similarity, score_cutoff=2 * least - 1, limit=most
    )
    both = ((like + JaroWinkler.normalized_similarity(squeezed_name, other), at) for other, like, at in first if other)
    return [(like / 2, at) for like, at in both if like >= 2 * least]


def is_machine_made(name: str) -> bool:
    """Whether an alternate name is a program's lower-case transliteration, which no text ever prints.

    >>> is_machine_made("sbratt"), is_machine_made("s-Hertogenbosch"), is_machine_made("صبراتة")
    (True, False, False)
    """
    first = name[:1]
    return (first.isascii() and first.islower() and name == name.lower()) or name.startswith("http")
