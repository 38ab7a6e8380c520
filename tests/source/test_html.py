"""HTML of one page, made in several plausible ways, must give that page's lines."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimkg.errors import LayoutError, SourceError
from whimkg.gard import frame
from whimkg.source import load
from whimkg.source.markup import Document, is_html, parse, repaired

MASTHEAD = "National Center for Advancing and Translational Sciences"
LAYOUT = {
    "header": MASTHEAD,
    "containers": ["pageContent", "Main"],
    "page_furniture": ["left-menu", "suggestion-"],
}

PAGE = """\
National Center for Advancing and Translational Sciences Desk of Invented Letters

Omegaitis & kin

Other Names:
Omega one; Omega\u00a0two (mild < severe); Omega, three See More
Categories:

Omegaitis\u00a0 is an invented condition.[1]  It has a second sentence.
A line of its own.
Last updated: 1/2/2003

Showing of 5 |
Medical Terms Other Names
Learn More:
HPO ID
80%-99% of people have these symptoms
Blue elbow 9900001
2-3 toe webbing 46 9900005
Square thumb
Boxy thumb
9900002
1%-4% of people have these symptoms
Loud knee
Knee, loud
Noisy knee
[ more ]
9900003
Percent of people who have these symptoms is not known
Cold heel 9900004
Showing of 5 |
Last updated: 7/1/2020

Signs of the end:

  • First, with a continuation.

    Please note: it goes on.
    Telephone: 000
  • Second\u00a0one.

  1. A reference.
  2. Another.

Nobody knows more.
"""

BAND = re.compile(r"of people have these symptoms$|^Percent of people")
ROW_END = re.compile(r"(?:^(?P<label>.+) |^)(?P<code>\d{7})$")
ITEM = re.compile(r"  (?:•|\d+\.) (?P<text>.+)")


def page_lines(markup: str) -> str:
    """The stored text of HTML."""
    return parse(markup, "page.html").text


def own_lines(document: Document) -> list[str]:
    """The lines of a page of 2020 that are the page itself, without indent."""
    return [line.content for line in frame.page_lines(document, LAYOUT).lines]


def filled(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def escaped(line: str) -> str:
    return html.escape(line.strip(" ")).replace("\u00a0", "&nbsp;")


def parts(text: str) -> tuple[str, str, list[str]]:
    """The masthead, the title and the other lines."""
    masthead, title, *others = filled(text)
    return masthead, title, others


def blocks(lines: list[str]) -> list[tuple[str, list[str]]]:
    """The lines in groups: text, ul, ol, the count above and below a table, and the table."""
    found: list[tuple[str, list[str]]] = []
    inside = False
    for line in lines:
        if line.startswith("Showing of"):
            kind, inside = "count", not inside
        elif inside:
            kind = "table"
        elif line.startswith("  • ") or (line.startswith("    ") and found[-1][0] == "ul"):
            kind = "ul"
        else:
            kind = "ol" if ITEM.match(line) else "text"
        if found and found[-1][0] == kind:
            found[-1][1].append(line)
        else:
            found.append((kind, [line]))
    return found


def rows(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A table's lines as its head, its bands, and rows of label, synonyms and code."""
    first = next(number for number, line in enumerate(lines) if BAND.search(line))
    yield "head", lines[:first]
    row: list[str] = []
    for line in lines[first:]:
        if BAND.search(line):
            yield "band", [line]
        elif end := ROW_END.search(line):
            yield "row", [*row, *([end["label"]] if end["label"] else []), end["code"]]
            row = []
        else:
            row.append(line)
    if row:
        yield "band", row  # a page that is cut: what is left has no code


def listed(tag: str, lines: list[str]) -> str:
    items: list[list[str]] = []
    for line in lines:
        if item := ITEM.match(line):
            items.append([escaped(item["text"])])
        else:
            items[-1].append(f"<p>{escaped(line)}</p>")
    return f"<{tag}>" + "\n".join(f"<li>{'  '.join(item)}</li>" for item in items) + f"</{tag}>"


class Mirror:
    """An offline copy: logos with alternative texts, blocks in cells, nothing hidden."""

    def page(self, text: str) -> str:
        masthead, title, others = parts(text)
        first, second = escaped(MASTHEAD), escaped(masthead.removeprefix(MASTHEAD))
        return (
            f"<!DOCTYPE html>\n<html><head><title>{escaped(title)} | Site</title></head><body>"
            f'<div>\n<a href="/"><img alt="{first}" src="a.png"></a>\n <img alt="{second}"></div>'
            '<div class="row"><div class="col left-menu"><ul><li><a>Browse</a></li></ul></div>'
            f'<div><h1>{escaped(title)}</h1></div><div id="pageContent">{self.body(others)}</div>'
            "</div></body></html>"
        )

    def body(self, lines: list[str]) -> str:
        return "\n".join(self.block(kind, group) for kind, group in blocks(lines))

    def block(self, kind: str, lines: list[str]) -> str:
        if kind in ("ul", "ol"):
            return listed(kind, lines)
        if kind == "count":
            return "".join(self.count(line) for line in lines)
        if kind == "table":
            return "<table>" + "\n".join(self.row(*row) for row in rows(lines)) + "</table>"
        return self.prose(lines)

    def prose(self, lines: list[str]) -> str:
        return "".join(f"<p>{escaped(line)}</p>" for line in lines)

    def count(self, line: str) -> str:
        return f"<div>{escaped(line)}</div>"

    def row(self, kind: str, cells: list[str]) -> str:
        cells = [escaped(cell) for cell in cells]
        if kind == "band":
            return f'<tr><td colspan="3">{"<br>".join(cells)}</td></tr>'
        if kind == "head":
            first, second = cells[0].split(" Other", 1)
            more = "".join(f"<div>{cell}</div>" for cell in cells[1:])
            return f"<tr><th>{first}</th>\n <th>Other{second}</th><th>{more}</th></tr>"
        return self.data_row(cells[0], cells[1:-1], cells[-1])

    def data_row(self, label: str, synonyms: list[str], code: str) -> str:
        inner = "".join(f"<div>{synonym}</div>" for synonym in synonyms)
        return f"<tr>\n<td>{label}</td>\n<td>{inner}</td>\n<td>{code}</td></tr>"


class Live(Mirror):
    """The site itself: chrome all around, a pager with folded rows, names folded away."""

    def page(self, text: str) -> str:
        masthead, title, others = parts(text)
        return (
            "<!doctype html><!-- saved --><html lang=en><head><style>p {}</style></head><body>"
            f'<form id=all><header><img alt="{escaped(masthead)}"></header><nav><p>Menu</p></nav>'
            '<div id="Main"><script>var a = "<p>no</p>";</script><noscript>Enable it</noscript>'
            f"<section><h1>{escaped(title)}</h1>{self.body(others)}</section>"
            '<div class="x suggestion-3">Tell us</div>'
            '<div style="display: none"><p>Dialog</p></div>'
            "<!-- a comment --></div><footer><h1>Contact</h1></footer></form></body></html>"
        )

    def prose(self, lines: list[str]) -> str:
        return "<p>" + "<br />\n".join(self.names(line) for line in lines) + "</p>"

    def names(self, line: str) -> str:
        first, *rest = (escaped(name) for name in line.split("; "))
        return first + "".join(f'<span style="display:none">; {name}</span>' for name in rest)

    def count(self, line: str) -> str:
        before, after = line.split(" of ")
        options = "<option>10</option><option>25</option><option>All</option>"
        return f"<div>{before} <select>{options}</select> of {after} <button>All</button></div>"

    def data_row(self, label: str, synonyms: list[str], code: str) -> str:
        cells = f"<td>{label}</td><td>{'<br>'.join(synonyms)}</td><td>{code}</td>"
        return f'<tr style="display:none">{cells}</tr>'


class Bare(Mirror):
    """Hand-made HTML: no container, no end tags that can be left out, upper case."""

    def page(self, text: str) -> str:
        masthead, title, others = parts(text)
        return f"<HTML><BODY>{escaped(masthead)}<H1>{escaped(title)}</H1>{self.body(others)}"

    def prose(self, lines: list[str]) -> str:
        return "".join(f"<DIV>{escaped(line)}</DIV>" for line in lines)

    def data_row(self, label: str, synonyms: list[str], code: str) -> str:
        return f"<TR><TD><B>{label}</B><TD>{'<P>'.join(synonyms)}<TD><A HREF=x>{code}</A>"


VARIANTS: list[Callable[[], Mirror]] = [Mirror, Live, Bare]


@pytest.mark.parametrize("variant", VARIANTS)
def test_html_gives_the_lines_of_the_page(variant: Callable[[], Mirror], tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(variant().page(PAGE), encoding="utf-8")
    read = load(file)
    folded = [line.replace("]  It", "] It").strip() for line in filled(PAGE)]
    assert read.document is not None
    assert own_lines(read.document) == folded
    assert read.text.endswith("\n")
    assert "\t" not in read.text
    assert read.address is None


def test_the_stored_text_is_the_whole_body() -> None:
    lines = page_lines(Live().page(PAGE))
    for outside in ("Menu", "Tell us", "Dialog", "Contact"):
        assert f"{outside}\n" in lines
    assert "Enable it" not in lines


def test_a_container_without_title_takes_the_nearest_above() -> None:
    page = (
        "<body>before<div>left<h1>Logo</h1></div><div>skip<div>no <h1>Title</h1> after</div>"
        "between<div id=Main>inside</div>tail</div>behind</body>"
    )
    assert own_lines(parse(page, "")) == ["Title", "after", "between", "inside"]


def test_a_container_with_a_title_stands_alone() -> None:
    page = "<body><h1>Logo</h1>x<div id=Main>a<h1>Title</h1>b</div>c</body>"
    assert own_lines(parse(page, "")) == ["a", "Title", "b"]


def test_the_first_container_that_occurs_wins() -> None:
    page = "<div id=Main><h1>T</h1>a<div id=pageContent>b</div>c</div>"
    assert own_lines(parse(page, "")) == ["T", "a", "b"]


def test_a_page_with_words_struck_out_is_refused() -> None:
    page = parse("<h1>T</h1><div id=Main><p>a <s>b</s> c</p></div><p><del>x</del></p>", "")
    with pytest.raises(LayoutError, match="line 3: words are struck out here"):
        own_lines(page)


def test_nor_by_a_style() -> None:
    page = parse('<div id=Main><p>a <i style="text-decoration: Line-Through">b</i> c</p></div>', "")
    with pytest.raises(LayoutError, match="words are struck out here"):
        own_lines(page)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("a<br><br>b", ["a", "b"]),
        ("<p>a</p><p>b</p>c", ["a", "", "b", "", "c"]),
        ("<p>&nbsp;</p><p>a&nbsp; b</p>", ["a\u00a0 b"]),
        ("a<!-- b -->c<?d e?>f", ["acf"]),
        ("a <em> b </em>\n c", ["a b c"]),
        ("<pre>a\n  b\n\nc</pre>", ["a", "  b", "c"]),
        (
            "<ul><li>a<ul><li>b<p>c</li></ul></li><li></li></ul>",
            ["  • a", "    • b", "", "      c"],
        ),
        ("<ol start=9><li>a<li>b</ol>", ["  9. a", "  10. b"]),
        ("<ol start=x><li>a</ol><li>b", ["  1. a", "", "  • b"]),
        ("<ul><li><table><tr><td>a<td>b</table>", ["  • a b"]),
        ("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", ["a", "b c", "d"]),
        ("<td>a</td>", ["a"]),
        ("<img src=x alt=a> b<img src=y>", ["a b"]),
        ("a&#1;b&#x0b;c", ["abc"]),
        ("<p hidden>a</p><ul><li hidden>b</ul>", ["a", "", "  • b"]),
        ("a<button>b</button>c<select><option>d</select>", ["a", "b", "c"]),
        ("<template>a</template>b<svg><title>c</title></svg>", ["b"]),
        ("", []),
    ],
)
def test_layout(markup: str, lines: list[str]) -> None:
    assert page_lines(f"<html><body>{markup}</body></html>").splitlines() == lines


def test_a_row_of_headings_stands_on_one_line() -> None:
    row = "<tr><th>A<th>B<th>C<br>D<th><th>E</tr>"
    assert page_lines(f"<table>{row}</table>").splitlines() == ["A B", "C", "D", "E"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a <b id=x> b </b> c</p>", "b"),
        ("<p>a<b id=x>b</b>c</p>", "b"),
        ("<ul><li>a<li id=x>b<i>c</i></ul>", "bc"),
        ("<ol><li><b id=x>a</b></ol>", "a"),
        ("<div id=x><p>a</p><p>b</p></div>c", "a\n\nb"),
        ("<p>&nbsp;</p><div id=x><p>a</p></div>", "a"),
        ("<p>&nbsp;<b><i id=x></i></b></p>a", None),
        ("a<div id=x> <br> </div>b", None),
        ("<table><tr><td>a</td><td id=x>b</td></tr></table>", "b"),
        ("<table><tr><td>a</td><td><b id=x>b</b> c</td></tr></table>", "b"),
        ("<table><tr><td>a<td>b<td>c<tr id=x><td>d<td>e</table>", "d e"),
        ("<table id=x><tr><td>a<td>b</table>c", "a b"),
        ("<pre>a\n <b id=x>b\nc</b></pre>", "b\nc"),
        ("a<table><tr><td><ul><li>b<li id=x>c</ul><td>d</table>", "c"),
        ("<img id=x alt=a>b", "a"),
    ],
)
def test_each_element_has_its_place_in_the_text(markup: str, words: str | None) -> None:
    page = parse(f"<body>{markup}</body>", "")
    node = next(node for node in page.root.iter() if node.get("id") == "x")
    span = page.span(node)
    assert (page.text[slice(*span)] if span else None) == words


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("  <!DOCTYPE html>x", False, True),
        ('<?xml version="1.0"?>\n<!-- a -->\n<!-- b --><HTML lang=en>', False, True),
        ("<p>x <body class=y>", False, True),
        ("a < b", True, False),
        ("a <b>c</b>", True, True),
        ("a <b>c</b>", False, False),
        ("<!-- x -->" * 5000, False, False),
    ],
)
def test_html_is_known_by_its_content(text: str, declared: bool, expected: bool) -> None:
    assert is_html(text, declared=declared) is expected


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="https://u:p@example.org/a">', "https://example.org/a"),
        ('<meta property="og:url" content=" http://example.org/b ">', "http://example.org/b"),
        ("<!-- saved from url=(0021)https://example.org/c -->", "https://example.org/c"),
        ('<link rel="canonical" href="/a"><meta property="og:url" content="file:///b">', None),
        ("", None),
    ],
)
def test_the_address_that_a_page_gives_as_its_own(head: str, address: str | None) -> None:
    assert parse(f"<!doctype html>{head}<body>x</body>", "").address == address


def test_the_encoding_that_a_page_declares_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "page.xhtml"
    declared = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html><meta charset=latin1><body>é</html>'
    )
    file.write_text(declared, encoding="utf-8")
    assert load(file).text == "é\n"


@pytest.mark.parametrize(
    "empty", ["<html><body><script>x</script></body></html>", "<html><!-- -->"]
)
def test_html_without_text_is_refused(empty: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(empty, encoding="utf-8")
    with pytest.raises(SourceError, match="HTML without any text"):
        load(file)


def test_deep_html_is_read_without_recursion() -> None:
    page = "<body>" + "<div>" * 1500 + "deep" + "</div>" * 1500 + "</body>"
    assert page_lines(page) == "deep\n"


NAMES = ["table", "tr", "td", "th", "ul", "li", "p", "pre", "h1"]
TAGS = [f"<{slash}{tag}>" for slash in ("", "/") for tag in NAMES]


@given(st.lists(st.sampled_from([*TAGS, "<br>", "<div id=Main>", "<p hidden>", " x", "\n\ty"])))
def test_no_word_of_a_tag_soup_is_lost_or_glued(soup: list[str]) -> None:
    visible = "".join(soup).replace("<p hidden>", "<p>").replace("<div id=Main>", "<div>")
    words = re.sub("<[^>]*>", " ", visible).split()
    lines = page_lines(f"<html><body>{visible}</body></html>")
    assert sorted(word for word in lines.split() if word in "xy") == sorted(words)
    own_lines(parse(f"<html><body>{''.join(soup)}</body></html>", ""))


@given(st.lists(st.sampled_from([*TAGS, "<br>", "<b>", "</b>", "&nbsp;", " x", "\n\ty"])))
def test_what_an_element_holds_stands_in_its_place(soup: list[str]) -> None:
    page = parse(f"<html><body>{''.join(soup)}</body></html>", "")
    for node in page.root.iter("b", "li", "p", "td", "th", "tr", "table"):
        span = page.span(node)
        found = page.text[slice(*span)] if span else ""
        assert _letters(found) == _letters("".join(map(str, node.itertext())))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter in "xy")


def test_a_file_that_was_saved_twice_encoded_is_mended(tmp_path: Path) -> None:
    html = "<html><body>Fran\u00e7ois \u00e0 c\u00f4t\u00e9 \u2014 \u00ae</body></html>"
    file = tmp_path / "page.html"
    file.write_bytes(html.encode().decode("latin-1").encode())
    mended = load(file)
    assert (mended.text, mended.repaired) == (
        "Fran\u00e7ois \u00e0 c\u00f4t\u00e9 \u2014 \u00ae\n",
        True,
    )
    file.write_text(html, encoding="utf-8")
    assert (load(file).text, load(file).repaired) == (mended.text, False)


def test_text_is_mended_as_a_whole_or_not_at_all() -> None:
    half = "Fran\u00c3\u00a7ois \u2014"
    assert repaired(half) == half
    assert repaired("a< !---->b") == "ab"


def test_encoding_that_is_doubled_more_than_once_is_mended() -> None:
    thrice = text = "François\u2019s"
    for _ in range(3):
        thrice = thrice.encode("utf-8").decode("latin-1")
    assert repaired(thrice) == text


@pytest.mark.parametrize(
    "page", ["<div>" * 3000 + "deep", "<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x"]
)
def test_html_that_a_parser_cannot_hold_is_refused(page: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    with pytest.raises(SourceError, match=r"page.html:1: a (part of the HTML|tag)"):
        load(file)


def test_many_paragraphs_without_an_end() -> None:
    assert page_lines("<body>" + "<p>x" * 100_000).count("x") == 100_000


def test_lists_in_lists_are_not_indented_without_end() -> None:
    page = page_lines("<body>" + "<ul><li>" * 500 + "<p>x" * 1000)
    assert len(page) < 50_000


def test_a_large_page() -> None:
    row = "<tr><td>a</td><td><div>b</div></td><td>c</td></tr>"
    assert page_lines(f"<body><table>{row * 20_000}</table></body>").count("\n") == 60_000


@pytest.mark.parametrize("more", ["b", "<p>b", "<html><body>b", "</body><script></script><p>b"])
@pytest.mark.parametrize("end", ["</body>", "</html>", "</body >\n</HTML>", "</body><!-- c -->"])
def test_what_stands_behind_the_end_is_told_for_the_parser_drops_it(end: str, more: str) -> None:
    with pytest.raises(SourceError, match="behind the end of the page"):
        parse(f"<html><body>a{end}{more}", "page.html")


@pytest.mark.parametrize(
    "more", ["", "</html>\n<!-- c <html> -->\n", "<script>'</html><p>'</script>"]
)
def test_scripts_and_comments_may_stand_behind_the_end(more: str) -> None:
    assert parse(f"<html><body><script>'</html>b'</script>a</body>{more}", "x").text == "a\n"
