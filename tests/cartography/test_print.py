"""On paper: one clean page with the map, its legend, the day and the credit, whatever the screen showed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from geo.situation import Situation

from .conftest import Opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["legend", "marks"])
def test_a_sheet_has_map_legend_day_and_credit_alone(
    opened: Callable[..., Opened], situation: Situation, tab: str, scheme: str
) -> None:
    page, noise = opened(situation, color_scheme=scheme)
    page.locator(f"#tab-{tab}").click()
    page.emulate_media(media="print", color_scheme=scheme)
    for shown in (".folium-map .mark", "path.arrow", "#title", "#summary", ".key", ".credits"):
        assert page.locator(shown).first.is_visible(), shown
    assert "12 June 2015" in page.locator("#summary").inner_text()
    controls = "button, input, select, [role=tab], .leaflet-control-zoom, .dates, .hint, #pane-marks"
    assert page.locator(controls).locator("visible=true").count() == 0
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 33, 38)"
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1
    assert noise == []
