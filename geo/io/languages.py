"""In which language a text seems to be written: a cheap look at its letters and its commonest words.

Enough to warn a person, never to leave an article out: a text that may be English counts as English.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

__all__ = ["foreign_language"]

_LOOKED_AT = 8_000  # characters from the beginning
_FEWEST_LETTERS, _FEWEST_WORDS = 20, 15
_SHARE = 0.1  # of all words, for a language's commonest ones; real texts have 0.2 and more
_TIMES_ENGLISH = 2.0
_FEWEST_KINDS = 4  # different common words

# The first code point of each block of letters, in order, with the script that begins there.
_BLOCKS = (
    (0x0000, "Latin"), (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"), (0x0590, "Hebrew"),
    (0x0600, "Arabic"), (0x0700, "Syriac"), (0x0750, "Arabic"), (0x0780, "Thaana"), (0x07C0, "African"),
    (0x08A0, "Arabic"), (0x0900, "Devanagari"), (0x0980, "Bengali"), (0x0A00, "Indian"), (0x0D80, "Sinhala"),
    (0x0E00, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Burmese"), (0x10A0, "Georgian"),
    (0x1100, "Korean"), (0x1200, "Ethiopic"), (0x13A0, "other"), (0x1780, "Khmer"), (0x1800, "other"),
    (0x1D00, "Latin"), (0x1F00, "Greek"), (0x2000, "Latin"), (0x2E80, "Chinese or Japanese"), (0xA000, "other"),
    (0xAC00, "Korean"), (0xD7B0, "other"), (0xF900, "Chinese or Japanese"), (0xFB00, "Latin"), (0xFB1D, "Hebrew"),
    (0xFB50, "Arabic"), (0xFE70, "Arabic"), (0xFF00, "Latin"), (0x10000, "other"), (0x20000, "Chinese or Japanese"),
)  # fmt: skip
_STARTS = [start for start, _ in _BLOCKS]

# The commonest function words of each language; the others' are no common English words.
_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "English": "the of and to in is was that for on with by at from were has have had said it its as be",
        "French": "le la les des du un une et est dans pour que qui sur par pas au aux ce cette avec selon ont été",
        "Spanish": "el la los las de del un una y es en para que por con no al se su lo como más han fue según desde",
        "Portuguese": "o os as de do da dos das um uma e em para que por com não ao se na no mais foi segundo pelo são",
        "Italian": "il lo la gli di del della dei delle un una e che per con non nel nella alla sono stato secondo dal",
        "German": "der die das den dem des ein eine und ist von mit für auf nicht sich im zu nach bei wurde sind haben",
        "Dutch": "de het een van en dat die voor op met niet zijn aan door ook bij naar werd wordt hebben uit over",
        "Turkish": "ve bir bu ile için olarak da de çok daha olan sonra kadar göre ise gibi tarafından ancak en",
        "Indonesian": "yang dan di dari untuk dengan pada ini itu dalam tidak ke oleh akan telah sebagai adalah juga",
        "Polish": "w i na z do się nie to że jest od przez po dla jak oraz przy został są które który także",
        "Romanian": "de și în la cu pe din un o care că nu este pentru au fost sunt mai prin după către al ale",
        "Swahili": "ya wa na kwa ni katika za la kuwa hiyo huo hayo watu baada kutoka pia lakini wakati cha vya",
        "Hausa": "da na a ta ya ce wa kuma cikin ba su an daga yi domin wannan sun zuwa kan amma saboda bayan",
        "Somali": "iyo oo ka ku in waa ee ah la ay uu si ayaa waxaa aan kala soo inuu loo kuwa markii ugu",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")


def foreign_language(text: str) -> str | None:
    """The language or script that a text seems to be written in, None for English and where it cannot be told.

    >>> foreign_language("سيطرت القوات على المدينة والميناء بعد قتال عنيف")
    'Arabic script'
    >>> foreign_language("Les soldats ont pris le pont et la gare; selon les habitants, une partie de la ville brûle.")
    'French'
    >>> foreign_language("Rebels hold the port.") is None
    True
    """
    sample = text[:_LOOKED_AT]
    scripts = Counter(_BLOCKS[bisect_right(_STARTS, ord(c)) - 1][1] for c in sample if c.isalpha())
    letters = scripts.total()
    if letters < _FEWEST_LETTERS:
        return None
    script, count = scripts.most_common(1)[0]
    if script != "Latin":
        return _named(script) if count > letters / 2 else None
    return _latin_language(_WORD.findall(sample.lower()))


def _named(script: str) -> str:
    return "another script" if script == "other" else script if " or " in script else f"{script} script"


def _latin_language(words: list[str]) -> str | None:
    if len(words) < _FEWEST_WORDS:
        return None
    counts = Counter(words)
    found = {language: sum(counts[word] for word in common) for language, common in _COMMON.items()}
    english = found.pop("English")
    best = max(found, key=lambda language: found[language])
    enough = max(_SHARE * len(words), _TIMES_ENGLISH * english)
    kinds = sum(word in counts for word in _COMMON[best])
    return best if found[best] > enough and kinds >= _FEWEST_KINDS else None
