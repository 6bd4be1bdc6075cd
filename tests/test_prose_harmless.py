"""Can what an editor writes, or a stranger sends in, do any harm?"""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefings.prose.converting import Converter
from briefings.prose.links import resolve
from briefings.prose.texts import read

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
CLASSES = set("footnote footnote-ref footnote-backref align-left align-right align-center".split())
HREF = re.compile(r"(https?://|mailto:|tel:|entry:|#|/(?!/))")


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
    "attributes",
    ['{: onclick="alert(1)" }', '{: style="color: red" }', "{: #search .site-header }"],
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
