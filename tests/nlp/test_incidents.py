"""The dead and the wounded that a sentence counts."""

from __future__ import annotations

import pytest

from geo.nlp.incidents import casualties


@pytest.mark.parametrize(
    ("sentence", "dead", "wounded"),
    [
        ("Shelling killed at least 12 people and wounded 30 to 40.", (12, 12), (30, 40)),
        ("Three soldiers were killed in the ambush.", (3, 3), None),
        ("Some 1,200 people were wounded.", None, (1200, 1200)),
        ("Six rebels died and two were injured.", (6, 6), (2, 2)),
        ("The blast destroyed a bridge.", None, None),
        ("", None, None),
    ],
)
def test_casualties(sentence, dead, wounded):
    assert casualties(sentence) == (dead, wounded)
