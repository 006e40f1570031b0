"""Reading articles: every format, and every kind of bad input by name."""
# ruff: noqa: E501 (tables of cases read best with a case a line)

from __future__ import annotations

import datetime as dt
import io
import json
import time
import tracemalloc
from pathlib import Path

import pytest

from geo.errors import ArticleError, InputError
from geo.io.articles import read_articles
from geo.io.decode import MAX_LINE

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
SENTENCE = "Rebels hold the port of Zarqun."
PAGE = f"""<html lang="en"><head><title>Port falls | Coast News</title>
<meta property="article:published_time" content="2017-09-29T10:00:00Z"><meta property="og:site_name" content="Coast News">
<link rel="canonical" href="https://coast.example/port"></head>
<body><nav>Home</nav><article><h1>Port falls</h1><p>{SENTENCE}</p><p>Nobody was hurt, the harbour master said.</p></article>
</body></html>"""


@pytest.fixture
def write(tmp_path):
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def read(*inputs, **options):
    warnings: list[str] = []
    articles = list(read_articles(inputs, warn=warnings.append, **{"dated": False, **options}))
    return articles, warnings


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"---\ntitle: Port falls\npublished: 2017-09-29\nsource: Coast News\nurl: https://coast.example/port\n---\n{SENTENCE}"),
        ("a.md", f"---\r\ntitle: 'Port falls'\r\ndate: 2017-09-29\r\npublisher: Coast News\r\nurl: https://coast.example/port\r\n---\r\n{SENTENCE}"),
        ("a.txt", f"Title: Port falls\nDate: 29 September 2017\nSource: Coast News\nURL: https://coast.example/port\n\n{SENTENCE}"),
        ("a.html", PAGE),
        ("a.htm", PAGE.encode("utf-16")),
        ("a.json", json.dumps({"title": "Port falls", "date": "2017-09-29T12:00:00+02:00", "publisher": "Coast News", "url": "https://coast.example/port", "text": SENTENCE})),
        ("a.csv", f"Title;Text;Date;Source;URL\nPort falls;{SENTENCE};2017-09-29;Coast News;https://coast.example/port\n"),
        ("a.csv", f'\ufefftitle,published,source,url,text\n"Port falls","Fri, 29 Sep 2017 10:00:00 GMT",Coast News,https://coast.example/port,"{SENTENCE}"\n'),
        ("a.ndjson", json.dumps({"title": "Port falls", "published": "20170929", "source": "Coast News", "url": "https://coast.example/port", "text": SENTENCE}).encode("utf-16")),
    ],
)  # fmt: skip
def test_every_format_gives_the_same_article(write, name, content):
    (article,), warnings = read(write(name, content))
    assert warnings == []
    assert (article.title, article.published) == ("Port falls", dt.date(2017, 9, 29))
    assert (article.source, article.url, article.language) == ("Coast News", "https://coast.example/port", "en")
    assert SENTENCE in article.text
    assert "Coast News" not in article.text
    if not name.startswith("a.htm"):
        assert article.text == SENTENCE


@pytest.mark.parametrize(
    ("content", "fields", "text"),
    [
        ("---\ntitle: Fighting: day two\n---\nText", {"title": "Fighting: day two"}, "Text"),
        ("---\ntitle: x\n---\n\n  Text\r\n", {"title": "x"}, "\n  Text\r\n"),
        ("---\n---\nText", {}, "Text"),
        ("---\nAn opening rule, then prose.\n---\nText", {}, "---\nAn opening rule, then prose.\n---\nText"),
        ("---\nJust a rule.", {}, "---\nJust a rule."),
        ("---\ntitle: x\nauthor: {name: N, tags: [a, b]}\n...\nText", {"title": "x"}, "Text"),
        ("Tripoli: the port fell.\n\nMore.", {}, "Tripoli: the port fell.\n\nMore."),
        ("Title: x\nthe port fell.\n\nMore.", {}, "Title: x\nthe port fell.\n\nMore."),
        ("\nTitle: x\n\nMore.", {}, "\nTitle: x\n\nMore."),
        ("Language: fr\nAuthor: N\n\nTexte", {"language": "fr"}, "Texte"),
    ],
)
def test_headers(write, content, fields, text):
    (article,), _ = read(write("a.txt", content))
    assert article.text == text
    assert {name: getattr(article, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "a.txt: is empty"),
        ("a.json", b"", "is empty"),
        ("a.csv", b"", "is empty"),
        ("a.txt", b" \n\t\n ", "text: empty"),
        ("a.jsonl", b"\n\n  \n", "holds no article"),
        ("a.json", b" \n", "is empty"),
        ("a.json", b"[]", "holds no article"),
        ("a.csv", b"id,text\n", "holds no article"),
        ("a.txt", PNG, "binary data"),
        ("a.html", PNG, "binary data"),
        ("a.jsonl", PNG, "a.jsonl: binary data"),
        ("a.csv", PNG, "a.csv: binary data"),
        ("a.txt", b"%PDF-1.7 ...", "binary data"),
        ("a.txt", "ab".encode("utf-16-le"), "UTF-16 needs a byte order mark"),
        ("a.txt", b"\xff\xfea", "byte order mark says utf-16"),
        ("a.txt", b"Zarqun \x81\x8d", "unknown encoding at byte 7; save it as UTF-8"),
        ("a.txt", b"x" * 1_000_001, "1,000,001 characters; allowed are 1,000,000"),
        ("a.txt", b"x" * 16_000_001, "larger than 16,000,000 bytes"),
        ("a.txt", b"---\ntitle: [[[[" + b"[" * 5_000 + b"\nprose\n---\ntext", "header: no valid YAML"),
        ("a.txt", b"---\ntitle: [a, b]\n---\ntext", "header: title: a list; allowed is one line of text"),
        ("a.txt", b"---\ntitle: x\n" + b"k: v\n" * 10_000 + b"---\ntext", "no closing --- within 16,384"),
        ("a.txt", b"---\ntitle: x\npublished: 32 May\n---\ntext", "a.txt: published: '32 May' is no date; write YYYY-MM-DD"),
        ("a.txt", b"Date: 9/10/2017\n\ntext", "published: '9/10/2017' is no date"),
        ("a.txt", b"Date: 0001-01-01\n\ntext", "is no day of a news article"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "no main text"),
        ("a.json", b'{"text": ', "a.json: broken JSON at line 1, column 10"),
        ("a.json", b"[" * 100_000, "broken JSON: nested too deeply"),
        ("a.json", b'"text"', "a.json:1: a JSON string; an article is an object"),
        ("a.json", b'[{"text": "ok"}, 7]', "a.json:2: a JSON number"),
        ("a.json", b'{"title": "x"}', "a.json: text: missing"),
        ("a.json", b'{"text": null}', "text: missing"),
        ("a.json", b'{"text": ["x"]}', "text: ['x'] is no text"),
        ("a.json", b'{"text": "x", "title": {"a": 1}}', "title: {'a': 1} is no text"),
        ("a.json", b'{"text": "x", "toponyms": "Zarqun"}', "toponyms: 'Zarqun' is no list"),
        ("a.json", b'{"text": "x", "toponyms": [[0, 2]]}', "toponyms: [0, 2] is no [start, end] within the text's 1 char"),
        ("a.json", b'{"text": "x", "toponyms": [[1, 1]]}', "toponyms: [1, 1]"),
        ("a.json", b'{"text": "x", "toponyms": [[0, true]]}', "toponyms: [0, True]"),
        ("a.jsonl", b'{"text": "ok"}\n{"text": \n{"text": "ok"}', "a.jsonl:2: broken JSON at column 9"),
        ("a.jsonl", b'{"text": "ok"}\n[1]\n', "a.jsonl:2: a JSON list"),
        ("a.jsonl", b'{"id": "a", "text": "one"}\n{"id": "a", "text": "two"}', "a.jsonl:2: id: 'a' is already the id of "),
        ("a.csv", b"id,body\n1,Text\n", "a.csv: no column text in the header 'id,body'; known columns are id, title"),
        ("a.csv", b"id,text\n1,one,two\n2,ok\n", "a.csv:1: 3 cells, but the header names 2"),
        ("a.csv", b'id,text\n1,"never closed\n2,x\n', "a.csv:1: broken CSV: unexpected end of data; is a quote never closed?"),
        ("a.csv", b"id,text\n1,\n", "a.csv:1: text: missing"),
        ("a.pdf", b"text", ".pdf is no kind of article; allowed are .txt, .md"),
        ("a", b"text", "no ending is no kind of article"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_skipped_and_strict_raises_it(write, name, content, told):
    bad, good = write(name, content), write("z.txt", "A good article.")
    articles, warnings = read(bad, good)
    assert articles[-1].id == "z.txt"
    assert len(warnings) == 1, warnings
    assert told in warnings[0]
    assert warnings[0].startswith(str(bad))
    assert len(warnings[0]) < len(str(bad)) + 300
    with pytest.raises(ArticleError) as raised:
        read(bad, good, strict=True)
    assert str(raised.value) == warnings[0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere.txt", "nowhere.txt: no such file or folder"),
        ("empty", "empty: a folder without articles (.txt, .md"),
        ("*.jsonl", "*.jsonl: no file matches the pattern"),
        ("nul\0byte", "no such file or folder"),
    ],
)
def test_paths_that_hold_nothing(tmp_path, monkeypatch, name, told):
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("empty", "README.md").write_text("Not an article.")
    Path("z.txt").write_text("A good article.")
    articles, warnings = read(name, "z.txt")
    assert len(articles) == 1
    assert told in warnings[0]
    assert len(warnings) == 1
    untold: list[str] = []
    with pytest.raises(InputError) as raised:
        list(read_articles([name], warn=untold.append))
    assert told in str(raised.value)
    assert untold == []
    with pytest.raises(InputError):
        read(name, "z.txt", strict=True)


def test_nothing_usable(write):
    told: list[str] = []
    with pytest.raises(InputError, match=r"no usable article in .*a\.txt"):
        list(read_articles([write("a.txt", b"")], warn=told.append))
    assert len(told) == 1


def test_nothing_given():
    with pytest.raises(InputError, match="no input given"):
        read()


def test_unreadable_file(write, monkeypatch):
    bad, good = write("a.txt", "secret"), write("z.txt", "A good article.")
    plain = Path.open

    def refuse(path, *arguments, **options):
        if path == bad:
            raise PermissionError(13, "Permission denied")
        return plain(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    articles, warnings = read(bad, good)
    assert [article.id for article in articles] == ["z.txt"]
    assert warnings == [f"{bad}: cannot be read: Permission denied"]


def test_wrong_encoding_is_read_as_windows_1252_with_one_warning(write):
    path = write("a.jsonl", '{"text": "Café at Zarqun"}\n{"text": "“Quoted”"}\n'.encode("cp1252"))
    articles, warnings = read(path)
    assert [article.text for article in articles] == ["Café at Zarqun", "“Quoted”"]
    assert len(warnings) == 1
    assert "not UTF-8" in warnings[0]


def test_declared_charset_of_a_page(write):
    page = PAGE.replace("<head>", '<head><meta charset="windows-1256">').replace("Zarqun", "زرقون")
    (article,), warnings = read(write("a.html", page.encode("cp1256")))
    assert "زرقون" in article.text
    assert warnings == []


def test_a_line_too_long_is_skipped_and_the_next_is_read(write):
    huge = b'{"text": "' + b"x" * MAX_LINE + b'"}\n'
    articles, warnings = read(write("a.jsonl", huge + b'{"text": "next"}\n'))
    assert [(article.id, article.text) for article in articles] == [("a.jsonl:2", "next")]
    assert "a.jsonl:1: line is longer than" in warnings[0]


def test_a_huge_line_within_the_limit_is_an_article(write):
    articles, _ = read(write("a.csv", "id,text\n1," + "word " * 150_000))
    assert len(articles[0].text) == 750_000


@pytest.mark.parametrize(
    "header",
    [
        "title: !!python/object/apply:os.system ['touch HACKED']",
        "title: !!python/name:os.system",
        "title: x\nlanguage: !!python/object/new:subprocess.Popen [[touch, HACKED]]",
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}' if i else '*a'] * 9)}]\n" for i in range(30)) + "title: *a29",
        "title: " + "{a: " * 3_000,
        "? " * 5_000,
        "title: " + "&x " * 4_000,
    ],
)  # fmt: skip
def test_hostile_header_neither_runs_nor_hangs(write, monkeypatch, tmp_path, header):
    monkeypatch.chdir(tmp_path)
    started = time.monotonic()
    _, warnings = read(write("a.txt", f"---\n{header}\n---\ntext"), write("z.txt", "good"))
    assert time.monotonic() - started < 5
    assert not Path("HACKED").exists()
    assert all(len(warning) < 500 for warning in warnings)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + SENTENCE,
        "<p " + "a=b " * 100_000 + f">{SENTENCE}</p>",
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'>" + "<!ENTITY l 'x'>" * 1000 + f"]><html><p>{SENTENCE}</p></html>",
        "<table>" * 3_000 + f"<tr><td>{SENTENCE}",
        "<meta charset=" + "x" * 100_000,
        "<title>" + "<" * 100_000,
        "<html " + " " * 100_000 + " lang",
    ],
)
def test_hostile_pages_are_bounded(write, page):
    started = time.monotonic()
    read(write("a.html", page), write("z.txt", "good"))
    assert time.monotonic() - started < 10


def test_streams_rows_in_flat_memory(write):
    row = json.dumps({"text": "Rebels hold the port. " * 400}) + "\n"
    path = write("a.jsonl", row * 3_000)
    assert path.stat().st_size > 25_000_000
    tracemalloc.start()
    assert sum(1 for _ in read_articles([path])) == 3_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_date_fills_only_what_is_missing(write):
    path = write("a.jsonl", '{"text": "x", "date": "2011-03-01"}\n{"text": "y"}\n{"text": "z", "published": ""}')
    articles, _ = read(path, date=dt.date(2020, 1, 2))
    assert [a.published for a in articles] == [dt.date(2011, 3, 1), dt.date(2020, 1, 2), dt.date(2020, 1, 2)]


def test_folders_are_walked_sorted_and_ids_from_file_names_stay_unique(write, tmp_path, monkeypatch):
    for name in (
        "b/report.txt",
        "a/report.txt",
        "a/.hidden.txt",
        ".git/x.txt",
        "a/photo.png",
        "places.csv",
        "README.md",
    ):
        write(name, f"Text of {name}")
    monkeypatch.chdir(tmp_path)
    articles, warnings = read(".", "a/report.txt", "b/*.txt")
    assert [(a.id, a.text) for a in articles] == [("report.txt", "Text of a/report.txt"), ("b/report.txt", "Text of b/report.txt")]  # fmt: skip
    assert warnings == []


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("a.json", '{"text": "x"}', ["a.json"]),
        ("a.json", '[{"text": "x"}, {"text": "y", "id": 7}]', ["a.json:1", "7"]),
        ("a.json", '{"text": "x"}\n{"text": "y"}\n', ["a.json:1", "a.json:2"]),
        ("a.jsonl", '{"text": "x", "id": "LW/0"}\n\n{"text": "y"}', ["LW/0", "a.jsonl:3"]),
        ("a.csv", 'text,id\n"x\ny",\nz,q\n', ["a.csv:1", "q"]),
    ],
)
def test_ids(write, name, content, ids):
    articles, _ = read(write(name, content))
    assert [article.id for article in articles] == ids


def test_given_toponyms(write):
    text = "Rebels hold Zarqun."
    path = write(
        "a.jsonl",
        json.dumps({"text": text, "toponyms": [[12, 18]]}) + "\n" + json.dumps({"text": text, "toponyms": []}),
    )
    table = write("b.csv", f'text,toponyms\n{text},"[[12, 18]]"\n')
    articles, _ = read(path, table)
    assert [article.toponyms for article in articles] == [((12, 18),), (), ((12, 18),)]


def test_characters_that_no_output_can_hold_are_replaced_one_for_one(write):
    (article,), _ = read(write("a.json", r'{"text": "a\ud800b\u0000c\ud83d\ude00"}'))
    assert article.text == "a\ufffdb\ufffdc😀"
    article.text.encode()


@pytest.mark.parametrize(
    "content",
    [
        SENTENCE,
        f"Title: x\n\n{SENTENCE}",
        f'{{"text": "{SENTENCE}"}}\n{{"text": "{SENTENCE}"}}\n',
        f'{{\n  "text": "{SENTENCE}"\n}}\n',
        f'[{{"text": "{SENTENCE}"}}]',
        f"id,text\n1,{SENTENCE}\n",
        f"<html><body><p>{SENTENCE}</p></body></html>",
    ],
)
def test_standard_input_of_any_format(monkeypatch, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    articles, warnings = read("-")
    assert {article.text for article in articles} == {SENTENCE}
    assert articles[0].id in {"stdin", "stdin:1", "1"}
    assert warnings == []


@pytest.mark.corpora
def test_the_real_reports_read(corpora):
    articles, warnings = read(corpora / "seeds", strict=True)
    assert [article.published.isoformat() for article in articles] == ["2017-02-10", "2017-09-29"]
    assert all(article.title and len(article.text) > 1_000 for article in articles)
    assert warnings == []


# What stands above the text, and the day that it tells.
DATE_LINES = [
    ("Port falls\n2017-09-29\n\n", True),
    ("Port falls\n29 September 2017\n\n", True),
    ("29 Sept 2017\nPort falls\n\n", True),
    ("Port falls\n\nBy A. Writer\nPublished: Friday, 29th September, 2017 14:30 GMT\n\n", True),
    ("Title: Port falls\n\nSep. 29, 2017\n", True),
    ("Port falls\n2017-09-29T10:00:00Z\n", True),
    ("Port falls\n2017-09-29 was a Friday\n", False),
    ("Port falls\n9/10/2017\n", False),
    ("Port falls\nSeptember 2017\n", False),
    ("Port falls\n31 February 2017\n", False),
    ("One.\nTwo.\nThree.\nFour.\n29 September 2017\n", False),
]


@pytest.mark.parametrize(("head", "told"), DATE_LINES, ids=lambda v: repr(v))
def test_a_day_alone_below_the_title_is_the_publication_day(write, head, told):
    (article,), _ = read(write("a.txt", head + SENTENCE))
    assert article.published == (dt.date(2017, 9, 29) if told else None)
    assert article.text in head + SENTENCE
    assert article.text.endswith(SENTENCE)


@pytest.mark.parametrize(
    ("published", "told", "said"),
    [
        (None, "2011-04-29", []),
        ("2011-04-30", "2011-04-30", []),
        (
            "2017-09-29",
            "2011-04-29",
            ["a: published 2017-09-29, but written on 2011-04-29 by its dateline, which counts"],
        ),
    ],
)
def test_an_old_story_under_a_new_date_counts_for_its_dateline(write, published, told, said):
    text = "BRAK, Libya, April 29, 2011 (Agency) - Rebels left the town on Wednesday."
    path = write("a.json", json.dumps({"id": "a", "text": text, "published": published}))
    warnings: list[str] = []
    [article] = read_articles([path], warn=warnings.append)
    assert (str(article.published), warnings) == (told, said)


def test_a_header_beats_a_date_line(write):
    (article,), _ = read(write("a.txt", f"Date: 2017-09-30\n\n2017-09-29\n{SENTENCE}"))
    assert article.published == dt.date(2017, 9, 30)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "a0.txt: has"), (2, "2 articles (a0.txt, a1.txt) have"), (9, "...) have")]
)
def test_articles_without_a_day_are_told_once(write, count, said):
    paths = [write(f"a{number}.txt", SENTENCE) for number in range(count)]
    _, (warning,) = read(*paths, dated=True)
    assert said in warning
    assert "--date YYYY-MM-DD" in warning
    assert read(*paths, dated=True, date=dt.date(2017, 9, 29))[1] == []


def test_an_article_in_another_language_is_read_and_told(write):
    (article,), (warning,) = read(write("a.txt", "سيطرت القوات الحكومية على المدينة والميناء يوم الاثنين."))
    assert article.text
    assert warning.startswith("a.txt: seems to be in Arabic script; only English is read")


def test_a_file_name_that_is_no_text_gives_a_writable_id(tmp_path):
    path = tmp_path / "bad\udcff.txt"
    try:
        path.write_text(SENTENCE)
    except (OSError, UnicodeEncodeError):
        pytest.skip("the file system takes no such name")
    (article,), _ = read(tmp_path)
    article.id.encode("utf-8")


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_deep_nesting_is_an_error_of_the_file(write, ending):
    deep = '{"text": "x", "more": ' + "[" * 100_000 + "]" * 100_000 + "}"
    path = write(f"a{ending}", deep)
    with pytest.raises(ArticleError, match="nested too deeply"):
        list(read_articles([path], strict=True))
