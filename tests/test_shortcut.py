"""Which Markdown needs no parser?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.prose.converting import Converter
from briefings.prose.shortcut import simple
from briefings.prose.texts import read

PATH = "content/entries/2024/06/14-terms.md"
QUICK = Converter()
PARSING = Converter(["tests.nothing_added"])

SIMPLE = """
word;Kyiv;Țară;3.5;(so);it’s;„quoted”;“so”;U.S.;a:b;50%;?;…;–;,;@;$;^;{: .x};
[text](https://a.example);[two words](https://a.example/b_c/d?e=f#g);[e](entry:2024/06/13/a-b);
([in](/a/));[page](/about/);[file](13-a.md);[gone](nothing.txt);[bad](javascript:x);
it's;ministers';"word";("word");"two words.";"word",;so -- that;"so" -- "that";wait...;
*em*;*two words*;(*em*);*em*,;**strong**;**very strong**.
"""
STRANGE = """
#;# head;24.;-5;#1;!;-;+;=;===;:;1.;1. one;> quote;    code;https://a.example;
*open;**both;_em_;snake_case;a*b*c;*;**;***;***all***;*em**strong**;**a*b*c**;
[;];[ ];[not];[text] (/a/);[a [b](/c/)](/d/);[*em*](/a/);*[text](/a/)*;[x](/a/)*em*;*em*[x](/a/);
[x][y];[x]: /a/;[x](/a/):;[x](</a b/>);[x](/a/ 'title');[x](/a_(b)/);[odd](https://1.2.3.4);
[local](https://localhost/);[port](https://a.example:99999/);[puny](https://xn--a.example/);
[up](https://A.EXAMPLE/);[q](https://a.example?b);[host](//a.example);[hash](#a);[mail](mailto:a@b.example);
[entry](entry://a);[space](entry: a);[image](media/a.png);![image](media/a.png);![;![x][y];
>;<b>;&amp;;&;|;~;\\;é\u00a0b;\u2028;\x02;\x1c;[^1];[^1]: note;
';";--;...;....;---;'so';a'5;'90s;"'so'";"-;-";(";word--word;5";it's";'s;*it*'s;*it's*;*"so"*;"*so*";
["so"](/a/);"[so](/a/)";[it's](/a/);[x](/it's/)
"""
SPACES = st.sampled_from([" "] * 12 + ["\n", "\n\n", "\n\n", "\n- ", "\n\n- "])
STRANGE_SPACES = st.sampled_from(["", "  ", "  \n", "\n ", "\n \n", "\n\n\n", "\n\n  ", "\t", "\r"])


def texts(listed: str, spaces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of such pieces with space behind each."""
    words = st.sampled_from(listed.strip().replace(";\n", ";").split(";"))
    return st.lists(st.tuples(words, spaces), max_size=12).map(
        lambda pairs: "".join(map("".join, pairs)).removesuffix(" ")
    )


@settings(max_examples=400, deadline=None)
@given(
    texts(SIMPLE, SPACES)
    | texts(f"{SIMPLE.strip()};{STRANGE.strip()}", SPACES | SPACES | STRANGE_SPACES)
    | st.text(max_size=20)
    | st.text("ab *[]()/_-\n", max_size=20)
)
def test_a_text_says_the_same_with_and_without_the_parser(text: str) -> None:
    """HTML, plain text, links and problems are those that Python-Markdown's own HTML gives."""
    assert read(text, path=PATH, line=1, converter=QUICK) == read(
        text, path=PATH, line=1, converter=PARSING
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('It\'s "so" -- for *now*...', "<p>It’s “so” – for <em>now</em>…</p>"),
        ("Two\nlines.", "<p>Two\nlines.</p>"),
        ("So:\n\n- **a**\n- b\n", "<p>So:</p>\n<ul>\n<li><strong>a</strong></li>\n<li>b</li>\n</ul>"),
        ("See [it](13-a.md).", "<p>See <a>it</a>.</p>"),
    ],
)  # fmt: skip
def test_most_bodies_need_no_parser(text: str, html: str) -> None:
    """Words, links, emphasis, short lists and a typewriter's punctuation."""
    found = simple(text)
    assert found is not None
    assert found[0] == html
