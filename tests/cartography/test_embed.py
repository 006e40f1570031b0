"""Data blocks and policies: no text becomes markup, and every text comes back as it was."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cartography import assets, embed, page

HOSTILE = [
    "</script><script>window.pwned=1</script>",
    "<!--", "]]>", "{{ 7*7 }}", "{% raise %}", "{#", "${alert(1)}", "`x`",
    "&lt;", "\u2028\u2029", "\u202eevil", "\x00\x1f",
    "\ud800", "<!--slot:policy-->", "'\"\\",
]  # fmt: skip


def read_back(block: str) -> object:
    """What a browser makes of a data block."""
    found = re.fullmatch(r'<script type="application/json" id="x">(.*)</script>', block, flags=re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_and_stays_text(text: str) -> None:
    block = embed.json_script("x", {text: [text]})
    assert read_back(block) == {text: [text]}
    assert block.count("<") == block.count(">") == 2
    block.encode("utf-8")


@given(st.dictionaries(st.text(), st.text()))
def test_any_text_comes_back_as_it_was(values: dict[str, str]) -> None:
    assert read_back(embed.json_script("x", values)) == values


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_lacks_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        embed.json_script("x", value)


def test_what_fills_a_slot_is_not_read_for_slots() -> None:
    assert embed.fill("<!--slot:a--><!--slot:b-->", {"a": "<!--slot:b-->", "b": "B"}) == "<!--slot:b-->B"


@pytest.mark.parametrize("online", [False, True])
def test_the_policy_names_every_script_and_style_and_no_more(online: bool) -> None:
    text = page.render(data="", title="t", online=online)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].count("sha256-") == len(re.findall(r"<script>", text)) == 3
    assert rules["style-src"].count("sha256-") == len(re.findall(r"<style>", text)) == 2
    assert "unsafe" not in policy[1]
    assert rules["img-src"].startswith("data:")
    assert ("https:" in rules["img-src"]) is online


def test_the_page_is_the_same_on_every_run() -> None:
    assert page._skeleton(True) == page._skeleton(True)


def test_assets_ask_for_nothing() -> None:
    assert "url(" not in assets.leaflet_style() + assets.viewer_style()
    assert "sourceMappingURL" not in assets.leaflet_script()
    assert "innerHTML" not in assets.viewer_script()
    assert "\r" not in assets.leaflet_style() + assets.leaflet_script() + assets.viewer_script()


def test_a_title_is_only_a_title() -> None:
    text = page.render(data="", title="</title><script>x</script>\ud800")
    assert "<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;" in text
