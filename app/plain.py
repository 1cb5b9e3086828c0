"""Writes texts as they are where Streamlit would read Markdown: labels, messages, toasts."""

from typing import Final

_MEANING: Final = frozenset("\\`*_{}[]()<>#+-.!|~$:@&=^\"'")
"""What may mean something in Streamlit's Markdown; an image would even be fetched from elsewhere."""


def plain(text: str) -> str:
    r"""Return a text as Markdown that shows it as it is, on one line.

    >>> print(plain("![甲](http://b) :red[c]"))
    \!\[甲\]\(http\://b\) \:red\[c\]
    """
    return "".join(f"\\{character}" if character in _MEANING else character for character in " ".join(text.split()))
