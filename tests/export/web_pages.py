"""What a browser takes out of a web page."""

from html.parser import HTMLParser

#: A text that ends a script, opens a comment in it, or only looks so.
MARKUP = 'H<sub>2</sub>O, a < b </script><!-- <script> \\</SCRIPT> "<'


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        self.events.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.events.append(f"</{tag}>")


def in_a_script(data: bytes) -> str:
    """JSON as it comes back from a script, which nothing in the JSON may end."""
    page = _Page()
    page.feed(f"<script>{data.decode()}</script>")
    page.close()
    assert (page.events[0], page.events[-1]) == ("<script>", "</script>")
    assert "</script>" not in page.events[1:-1]
    text = "".join(page.events[1:-1])
    assert text == data.decode() and "<!--" not in text
    return text
