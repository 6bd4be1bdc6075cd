"""What does the Markdown say, and can it do no harm?"""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefings.model import Prose
from briefings.problems import Problem
from briefings.prose import Converter, links_within, plain_text, read, resolve

PATH = "content/entries/2024/06/14-terms.md"
CONVERTER = Converter()
WITH_EXTENSIONS = Converter(
    ["abbr", "attr_list", "md_in_html", "toc"], {"toc": {"permalink": True}}
)

TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 "
    "h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup "
    "table tbody td tfoot th thead time tr u ul var wbr".split()
)
ATTRIBUTES = set(
    "alt class colspan datetime dir height href hreflang id lang reversed rowspan scope src start "
    "title type value width".split()
)
CLASSES = set(
    "footnote footnote-ref footnote-backref align-left align-right align-center".split()
)
HREF = re.compile(r"(https?://|mailto:|tel:|entry:|#|/(?!/))")


def said(markdown: str, converter: Converter = CONVERTER) -> Prose:
    """What a text says that has nothing wrong in it."""
    prose, problems = read(markdown, path=PATH, line=1, converter=converter)
    assert problems == ()
    return prose


def wrong(markdown: str, line: int = 1) -> tuple[Problem, ...]:
    """What is wrong in a text."""
    return read(markdown, path=PATH, line=line, converter=CONVERTER)[1]


class _Elements(HTMLParser):
    """Every opening tag with its attributes, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value or "") for name, value in attrs]))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration came through: {decl}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration came through: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction came through: {data}")


def assert_harmless(html: str, *, own_classes: bool = False) -> None:
    """Nothing but the allowed elements and attributes, and no address that acts or tells."""
    for tag, attributes in _Elements(html).found:
        assert tag in TAGS
        for name, value in attributes:
            assert name in ATTRIBUTES, (tag, name)
            if name == "href":
                assert HREF.match(value), value
            if name == "src":
                assert re.match(r"/media/", value), value
            if name == "class" and not own_classes:
                assert set(value.split()) <= CLASSES, value
            if name == "id":
                assert re.fullmatch(r"fn(ref\d*)?:[\w-]+", value), value


# What can do no harm.

HOSTILE = [
    '<script>alert(1)</script>',
    '<SCRIPT SRC="https://evil.example/x.js"></SCRIPT>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<img src=x onerror=alert(1)>',
    '<img src="x" onerror="alert(\'1\')">',
    '<img/src="media/a.png"/onload=alert(1)>',
    '<img src="https://tracker.example/pixel.gif" width=1 height=1>',
    '<img srcset="https://tracker.example/a 2x" src="/media/a.png">',
    '![pixel](https://tracker.example/pixel.gif)',
    '![pixel](//tracker.example/pixel.gif)',
    '![pixel](data:image/svg+xml;base64,PHN2Zz4=)',
    '<style>body { display: none }</style>',
    '<p style="position: fixed; inset: 0">over everything</p>',
    '<link rel="stylesheet" href="https://evil.example/a.css">',
    '<iframe src="https://evil.example/"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.example/a.swf"></object>',
    '<embed src="https://evil.example/a.swf">',
    '<video src="https://evil.example/a.mp4" autoplay></video>',
    '<audio src=x onerror=alert(1)>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    '<form action="https://evil.example/"><input name=a><button formaction="javascript:a">b</button></form>',
    '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
    '<base href="https://evil.example/">',
    '<body onload=alert(1)>',
    '<p onclick="alert(1)" onmouseover=alert(1)>text</p>',
    '<details open ontoggle=alert(1)>x</details>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="java&Tab;script:alert(1)">x</a>',
    '<a href="&#106;&#97;vascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example/">x</a>',
    '<a href="https://a.example/" target="_top" ping="https://evil.example/">x</a>',
    '[x](javascript:alert(1))',
    '[x](<javascript:alert(1)>)',
    '[x](&#106;avascript:alert(1))',
    '[x](javascript&colon;alert(1))',
    '[x](java\tscript:alert(1))',
    '[x]( javascript:alert(1) "title")',
    '[x][1]\n\n[1]: javascript:alert(1)',
    '[x](vbscript:msgbox(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](file:///etc/passwd)',
    '[x](//evil.example/)',
    '[x](https:evil.example)',
    '<javascript:alert(1)>',
    '[x](https://a.example/"onclick="alert(1))',
    '![a" onerror="alert(1)](media/a.png)',
    '![x](media/a.png "t\\" onerror=\\"alert(1)")',
    '<div class="site-header"><p id="search">a second one</p></div>',
    '<p id="fn:1 x">text</p>',
    '<b><i>never closed',
    '</div></main></body></html>',
    '<!-- a comment <script> -->',
    '<![CDATA[<script>alert(1)</script>]]>',
    '<?php echo 1 ?>',
    '<!DOCTYPE html>',
    '<plaintext>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<template><script>alert(1)</script></template>',
    '<textarea><script>alert(1)</script>',
    '`<script>alert(1)</script>`',
    '```\n<script>alert(1)</script>\n```',
    '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
    'Text[^1]\n\n[^1]: <script>alert(1)</script>',
    'Text[^"><script>]\n\n[^"><script>]: x',
    'Term\n:   <img src=x onerror=alert(1)>',
]  # fmt: skip


@pytest.mark.parametrize("markdown", HOSTILE)
@pytest.mark.parametrize("converter", [CONVERTER, WITH_EXTENSIONS], ids=["bare", "extensions"])
def test_hostile_markdown_can_do_nothing(markdown: str, converter: Converter) -> None:
    """Whatever an entry holds, its page runs, loads and restyles nothing; the rest is shown."""
    around = f"Before it.\n\n{markdown}\n\nAfter it."
    prose, _ = read(around, path=PATH, line=1, converter=converter)
    assert_harmless(prose.html, own_classes=converter is WITH_EXTENSIONS)
    assert_harmless(resolve(prose.html, lambda target: target), own_classes=True)
    assert prose.lead == "Before it."


@pytest.mark.parametrize(
    "attributes", ['{: onclick="alert(1)" }', '{: style="color: red" }', "{: #search .site-header }"]
)
def test_attribute_lists_can_do_nothing(attributes: str) -> None:
    """The `attr_list` extension gives no attribute that raw HTML would not get."""
    prose, _ = read(f"A paragraph.\n{attributes}", path=PATH, line=1, converter=WITH_EXTENSIONS)
    assert_harmless(prose.html, own_classes=True)


MARKS = st.sampled_from(
    "< > & \" ' ` ~~~ ``` [ ] ( ) ! [^ ]: : | |-|-|\n * _ ** # > - 1. \\ \n \n\n <a <img <p </p> href= "
    "src= class= style= onload= javascript: entry: https:// // /media/ media/ .md .. &#106; &lt; {: } "
    "\t \x02 \x03 \u2028 \u202e é Ж\u0301 wzxhzdk:0 <!-- --> <![CDATA[ <? ?> <script> </script>".split(" ")
)  # fmt: skip
TEXTS = st.lists(MARKS | st.text(max_size=5), max_size=25).map("".join)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("> " * 400 + "deep")
@example("- " * 400 + "deep")
@example("[" * 400 + "a" + "](b)" * 400)
@example("*" * 401 + "a" + "*" * 400)
@example("<div>" * 400)
@example("\n".join(" " * (4 * depth) + "- deep" for depth in range(120)))
@example("<user@host.example>")
@example("[^1]: [^1]")
def test_any_text_gives_harmless_html(text: str) -> None:
    """No text fails, and none yields an element or an attribute that is not on the list."""
    prose, problems = read(text, path=PATH, line=1, converter=CONVERTER)
    assert_harmless(prose.html)
    assert_harmless(resolve(prose.html, lambda target: None))
    assert not re.search(r"[\x02\x03]", prose.html)
    for problem in problems:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.column >= 1


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_text_is_read_alike_whatever_was_read_before(text: str) -> None:
    """A converter that is used again gives what a new one gives."""
    first = read(text, path=PATH, line=1, converter=CONVERTER)
    read("[^1] x [a][b] <p>\n\n[^1]: x\n[b]: entry:x", path=PATH, line=1, converter=CONVERTER)
    assert read(text, path=PATH, line=1, converter=CONVERTER) == first


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
    html = said("Berth\n:   A place.\n\n```\n<b> -- \"q\"\n```").html
    assert "<dl><dt>Berth</dt><dd>A place.</dd></dl>" in html.replace("\n", "")
    assert "<pre><code>&lt;b&gt; -- \"q\"" in html


def test_smart_punctuation() -> None:
    """Quotes, dashes and dots as a printer sets them; not in code."""
    assert said("\"Not tonight\" -- it's late... `\"--\"`").html == (
        "<p>“Not tonight” – it’s late… <code>\"--\"</code></p>"
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
    ["https://a.example/?a=1&b=2#c", "http://a.example", "mailto:a@b.example", "tel:+40123", "#fn:1"],
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
    links = [(link.target, link.line) for link in links_within(html, source)]
    assert links == [("entry:2024/06/13/x", 3), ("/topics/", 4)]


def test_plain_text_is_what_a_reader_reads() -> None:
    """A line for each block, entities as characters, no tags, whatever attributes hold."""
    assert plain_text(said("A & *b*\n\n- c\n- d < e").html) == "A & b\nc\nd < e"
    assert said('a <abbr title="x > y">b</abbr> c').text == "a b c"


def test_the_lead_is_the_first_paragraph() -> None:
    """On one line, whatever stands before or after it."""
    assert said("## Heading\n\nThe first\nparagraph.\n\nThe second.").lead == "The first paragraph."
