"""Make everything in this folder anew from the reports in seeds/: ``python maps/build.py``.

The picture of the page needs playwright and Chromium; without them it is left as it is.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import geo

HERE = Path(__file__).resolve().parent
# File, picture, title, what is to be seen.
GALLERY = (
    (
        "seeds.html", "seeds.png", "The interactive map",
        "Sabratha in September 2017: who holds what, who withdrew where, and the sentence that says so. Opens from any "
        "disk, without network.",
    ),
    (
        "seeds-report.svg", "seeds-report.png", "The picture for a report",
        "The same day on paper, as PNG or SVG, drawn without a browser: geo map seeds/ -o NAME.svg",
    ),
)  # fmt: skip
_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>sitmap: maps</title>
<style>
body {{ max-width: 70rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }}
main {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 2rem; }}
img {{ width: 100%; border: 1px solid #8888; border-radius: .5rem; }}
</style>
<h1>Maps</h1>
<main>
{entries}
</main>
</html>
"""
_ENTRY = """<figure style="margin:0">
<a href="{file}"><img src="{picture}" alt="{title}"></a>
<figcaption><h2><a href="{file}">{title}</a></h2><p>{words}</p></figcaption>
</figure>"""


def main() -> None:
    """Write the maps, the pictures and the page that shows them all."""
    situation = geo.read(HERE.parent / "seeds")
    geo.write_map(situation, HERE / "seeds.html")
    for ending in ("png", "svg"):
        geo.write_picture(situation, HERE / f"seeds-report.{ending}", title="Sabratha, September 2017")
    photograph(HERE / "seeds.html", HERE / "seeds.png")
    fields = ("file", "picture", "title", "words")
    entries = (_ENTRY.format(**dict(zip(fields, map(html.escape, row), strict=True))) for row in GALLERY)
    (HERE / "index.html").write_text(_PAGE.format(entries="\n".join(entries)), encoding="utf-8")


def photograph(page_file: Path, picture: Path) -> None:
    """The page as a reader sees it who has chosen Sabratha."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print(f"playwright is not installed; {picture.name} stays as it is")
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        page.goto(page_file.as_uri())
        page.wait_for_selector(".mark")
        page.wait_for_timeout(800)
        page.locator("#tab-marks").click()
        page.locator("#search").fill("Sabratha")
        page.locator("button.pick").first.click()
        page.wait_for_timeout(800)
        page.screenshot(path=str(picture))
        browser.close()


if __name__ == "__main__":
    main()
