"""What a browser would make of HTML: its tags, attributes and text."""

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Seen(HTMLParser):
    """Parsed HTML: `text` of all, `marked` inside mark, `outside_lists`, and how many list `items` there are."""

    def __init__(self, html: str) -> None:
        """Parse the HTML."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = self.marked = self.outside_lists = ""
        self.items = 0
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.items += tag == "li"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data
        self.marked += data if "mark" in self._open else ""
        self.outside_lists += "" if "ul" in self._open else data
