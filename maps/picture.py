"""Take the picture of maps/seeds.html that the README shows. Needs playwright and Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Open the map as a reader would, choose Sabratha, and save what is seen."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        page.goto((HERE / "seeds.html").as_uri())
        page.wait_for_selector(".leaflet-control-pane .mark, .mark")
        page.wait_for_timeout(800)
        page.locator("#tab-marks").click()
        page.locator("#search").fill("Sabratha")
        page.locator("button.pick").first.click()
        page.wait_for_timeout(800)
        page.screenshot(path=str(HERE / "seeds.png"))
        browser.close()


if __name__ == "__main__":
    main()
