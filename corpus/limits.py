"""What a file may cost before it is refused: every limit with the reason for its size.

A hostile file must end within 5 seconds and 500 MB. The longest statute in force has 0.4 MB of text.
"""

from __future__ import annotations

from typing import Final

MB: Final = 1_000_000

TEXT_BYTES: Final = 12 * MB
"""Plain text: thirty times the longest statute; a tree with a node for each line of it takes about 500 MB."""

PAGE_BYTES: Final = 12 * MB
"""A saved web page: pages with their pictures inside stay below, and its tree takes ten times as much."""

PAGE_TAGS: Final = 400_000
"""Marks of a web page, as they count in its tree, about 200 bytes each."""

PAGE_DEPTH: Final = 250
"""How deep a web page may nest; its parser cuts off what lies deeper, and no page for readers does."""

WORD_BYTES: Final = 60 * MB
"""A Word file, most of it pictures."""

WORD_XML_BYTES: Final = 20 * MB
"""All XML of a Word file: a page of text takes about 10 kB, so this is 2,000 pages."""

WORD_TAGS: Final = 800_000
"""Elements of one part of a Word file, about 150 bytes each in memory."""

PDF_BYTES: Final = 100 * MB
"""A PDF, most of it pictures."""

PDF_PAGES: Final = 2_000
"""Pages of a PDF; a yearbook has 1,000."""

READING_MEMORY: Final = 300 * MB
"""Memory of a process that reads one file, of which 70 MB are its own; a decompression bomb ends there."""

READING_SECONDS: Final = 2
"""Processor time of a process that reads one file, before the first page of a PDF."""

PDF_PAGE_SECONDS: Final = 0.05
"""Processor time that each page of a PDF adds; a page of Chinese text takes a quarter of it."""

TRUSTED_BYTES: Final = 1 * MB
"""A page, or the XML of a Word file, of this size is read without a process of its own, which costs 0.3 s."""

TRUSTED_ATTRIBUTES: Final = 15_000
"""Signs of equality in such a page: the time of its parser grows with the square of the attributes of one element."""

PDF_STREAM_BYTES: Final = 60 * MB
"""What one compressed stream of a PDF's objects or of a page may unfold to."""

ARCHIVE_BYTES: Final = 200 * MB
"""A .zip file itself, of which only the members that are documents are unpacked."""

ARCHIVE_UNPACKED_BYTES: Final = 300 * MB
"""What the documents in a .zip may take when unpacked; they are written to disk, not held in memory."""

ARCHIVE_RATIO: Final = 200
"""How much smaller compression may make a member of more than 1 MB; text gets 3 to 10 times smaller, XML 50 times."""

ARCHIVE_FILES: Final = 20_000
"""Files in a .zip, each of which costs 100 microseconds before it is looked at."""

ARCHIVE_DIRECTORY_BYTES: Final = 4 * MB
"""The list of the files of a .zip, which is read as a whole before they can be counted."""
