"""What does the Markdown say?"""

import re

import pytest

from briefings.model import Prose
from briefings.problems import Problem
from briefings.prose.converting import Converter
from briefings.prose.links import links_within, resolve
from briefings.prose.texts import plain_text, read

PATH = "content/entries/2024/06/14-terms.md"
CONVERTER = Converter()


def said(markdown: str, converter: Converter = CONVERTER) -> Prose:
    """What a text says that has nothing wrong in it."""
    prose, problems = read(markdown, path=PATH, line=1, converter=converter)
    assert problems == ()
    return prose


def wrong(markdown: str, line: int = 1) -> tuple[Problem, ...]:
    """What is wrong in a text."""
    return read(markdown, path=PATH, line=line, converter=CONVERTER)[1]


# What a page needs.


def test_footnotes_work() -> None:
    """The mark leads to the note and the note back; the search reads the text without the marks."""
    prose = said("It asks[^hold] much.\n\n[^hold]: All of it.")
    assert 'href="#fn:hold"' in prose.html
    assert 'id="fn:hold"' in prose.html
    assert 'href="#fnref:hold"' in prose.html
    assert 'id="fnref:hold"' in prose.html
    assert prose.text == "It asks much.\nAll of it."
    assert prose.lead == "It asks much."
    assert prose.links == ()


def test_tables_are_aligned_without_styles() -> None:
    """A strict policy forbids `style=`: the alignment is a class."""
    html = said("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |").html
    assert "style" not in html
    for alignment in ("left", "center", "right"):
        assert f'<th class="align-{alignment}">' in html
        assert f'<td class="align-{alignment}">' in html


def test_definition_lists_and_code() -> None:
    """A term with its meaning, and text that is shown as it is written."""
    html = said('Berth\n:   A place.\n\n```\n<b> -- "q"\n```').html
    assert "<dl><dt>Berth</dt><dd>A place.</dd></dl>" in html.replace("\n", "")
    assert '<pre><code>&lt;b&gt; -- "q"' in html


def test_smart_punctuation() -> None:
    """Quotes, dashes and dots as a printer sets them; not in code."""
    assert said('"Not tonight" -- it\'s late... `"--"`').html == (
        '<p>“Not tonight” – it’s late… <code>"--"</code></p>'
    )


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# A\n## B\n### C", ["h2", "h3", "h4"]),
        ("## A\n### B", ["h2", "h3"]),
        ("### A\n#### B", ["h2", "h3"]),
        ("# A\n###### B", ["h2", "h6"]),
        ("A\n===\nB\n---", ["h2", "h3"]),
    ],
)
def test_headings_stand_below_the_title(markdown: str, expected: list[str]) -> None:
    """The page's title is its only h1, and the body's first level follows it."""
    assert re.findall(r"<(h\d)>", said(markdown).html) == expected


def test_raw_html_that_does_no_harm_is_kept() -> None:
    """Marks, languages and line breaks come through."""
    html = said('H<sub>2</sub>O, <span lang="de">Diktat</span>,<br>2<sup>nd</sup> line').html
    assert html == '<p>H<sub>2</sub>O, <span lang="de">Diktat</span>,<br>2<sup>nd</sup> line</p>'


def test_an_empty_body_says_nothing() -> None:
    """A body may be empty."""
    assert said("") == said(" \n\n") == Prose()


# Links and images.


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("13-security-pact.md", "entry:2024/06/13/security-pact"),
        ("./13-loan.yml", "entry:2024/06/13/loan"),
        ("../05/31-a.md", "entry:2024/05/31/a"),
        ("../../2023/12/31-a.md#terms", "entry:2023/12/31/a"),
        ("31-гавань.md", "entry:2024/06/31/гавань"),
        ("31-%D0%B3%D0%B0.md", "entry:2024/06/31/га"),
        ("entry:2024/06/13/security-pact", "entry:2024/06/13/security-pact"),
        ("entry:2024/06/13/security-pact#fn:1", "entry:2024/06/13/security-pact"),
        ("/corrections/", "/corrections/"),
        ("/search/?q=terms", "/search/"),
        ("../../../pages/about.md", "/about/"),
        ("../../../pages/index.md", "/"),
    ],
)
@pytest.mark.parametrize("form", ["[text]({})", '<a href="{}">text</a>'], ids=["markdown", "html"])
def test_links_within_the_bulletin(written: str, target: str, form: str) -> None:
    """By a file's relative path, by an entry's id or by a path, in Markdown and in raw HTML."""
    prose = said(f"First line.\n\n{form.format(written)}")
    assert [(link.target, link.line) for link in prose.links] == [(target, 3)]
    assert prose.text == "First line.\ntext"


@pytest.mark.parametrize(
    "written",
    [
        "https://a.example/?a=1&b=2#c",
        "http://a.example",
        "mailto:a@b.example",
        "tel:+40123",
        "#fn:1",
    ],
)
def test_links_to_elsewhere_stay(written: str) -> None:
    """Whole addresses are left as they are."""
    prose = said(f"[text]({written})")
    assert prose.links == ()
    assert f'href="{written.replace("&", "&amp;")}"' in prose.html


def test_addresses_in_angle_brackets_are_links() -> None:
    """Of the web and of mail."""
    html = said("<https://a.example/> or <editor@a.example>").html
    assert 'href="https://a.example/"' in html
    assert 'href="mailto:editor@a.example"' in html


@pytest.mark.parametrize(
    ("markdown", "line", "column", "code"),
    [
        ("A [b](nowhere).", 1, 7, "broken-link"),
        ("A\n\nB [c](javascript:x)", 3, 7, "unsafe-url"),
        ("A [b](15.yml)", 1, 7, "broken-link"),
        ("A ![b](https://a.example/b.png)", 1, 8, "unsafe-url"),
        ("A ![b](b.png)", 1, 8, "broken-link"),
        ("A\n<script>b</script>", 2, 1, "raw-html"),
        ('A\n\nB <a href="nowhere">c</a>', 3, 12, "broken-link"),
    ],
)
def test_the_place_of_a_mistake(markdown: str, line: int, column: int, code: str) -> None:
    """The line of the file and the column at which the address at fault begins."""
    (problem,) = wrong(markdown, line=10)
    assert (problem.path, problem.line, problem.column, problem.code) == (
        PATH,
        line + 9,
        column,
        code,
    )


def test_the_place_of_a_mistake_made_twice() -> None:
    """Each occurrence is reported at its own place."""
    problems = wrong("A [b](nowhere).\n\nC [d](nowhere),\nE [f](nowhere).")
    assert [(problem.line, problem.column) for problem in problems] == [(1, 7), (3, 7), (4, 7)]


@pytest.mark.parametrize(
    "written", ["media/crane.png", "/media/crane.png", "../../../media/crane.png"]
)
def test_images_lie_in_the_media_folder(written: str) -> None:
    """By the short path or by the real one."""
    prose = said(f"A\n\n![The crane]({written})")
    assert '<img src="/media/crane.png" alt="The crane">' in prose.html.replace(
        'alt="The crane" src="/media/crane.png"', 'src="/media/crane.png" alt="The crane"'
    )
    assert [(image.target, image.line) for image in prose.images] == [("/media/crane.png", 3)]


def test_an_image_without_its_file_disappears() -> None:
    """The text around it stays."""
    assert resolve('<p>a <img src="/media/x.png" alt="b"> c</p>', lambda _: None) == "<p>a  c</p>"


def test_a_link_to_what_is_not_shown_becomes_its_text() -> None:
    """Its formatting stays, and so do the links beside it."""
    html = said("[a *b*](entry:2024/06/13/x) [c](entry:2024/06/13/y) [d](https://d.example/)").html
    shown = {"entry:2024/06/13/y": "../y/"}
    assert resolve(html, shown.get) == (
        '<p>a <em>b</em> <a href="../y/">c</a> <a href="https://d.example/">d</a></p>'
    )


def test_a_link_keeps_what_follows_the_address() -> None:
    """The fragment and the query are the reader's, not part of the target."""
    html = said("[a](entry:2024/06/13/x#fn:1) [b](/search/?q=a%20b&kind=Offer#c)").html
    asked: list[str] = []

    def target(address: str) -> str:
        asked.append(address)
        return "../" + address.removeprefix("entry:").removeprefix("/")

    resolved = resolve(html, target)
    assert asked == ["entry:2024/06/13/x", "/search/"]
    assert 'href="../2024/06/13/x#fn:1"' in resolved
    assert 'href="../search/?q=a%20b&amp;kind=Offer#c"' in resolved


def test_a_resolved_address_is_escaped() -> None:
    """Whatever stands in it, it stays inside its attribute."""
    assert resolve('<a href="entry:x">t</a>', lambda _: 'a"><b>&') == (
        '<a href="a&quot;&gt;&lt;b&gt;&amp;">t</a>'
    )


def test_links_within_finished_html() -> None:
    """Those of a plain page that lead into the bulletin, by the lines of its source."""
    source = "One\n\n[a](entry:2024/06/13/x)\n[b](/topics/#t) [c](https://c.example/) [d](//d/)"
    html = (
        '<p><a href="entry:2024/06/13/x">a</a> <a class="k" href="/topics/#t">b</a>'
        '<a href="https://c.example/">c</a><a href="//d/">d</a><a name="e">e</a></p>'
    )
    links = [
        (link.target, link.line) for link in links_within(html, source, "content/pages/about.md")[1]
    ]
    assert links == [("entry:2024/06/13/x", 3), ("/topics/", 4)]


def test_plain_text_is_what_a_reader_reads() -> None:
    """A line for each block, entities as characters, no tags, whatever attributes hold."""
    assert plain_text(said("A & *b*\n\n- c\n- d < e").html) == "A & b\nc\nd < e"
    assert said('a <abbr title="x > y">b</abbr> c').text == "a b c"


def test_the_lead_is_the_first_paragraph() -> None:
    """On one line, whatever stands before or after it."""
    assert said("## Heading\n\nThe first\nparagraph.\n\nThe second.").lead == "The first paragraph."
