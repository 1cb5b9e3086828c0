"""Writes comparisons for people: in the terminal, as a page, as Word and Excel files, as tables and JSON."""

from app.reports.write import FORMS, Form, write

__all__ = ["FORMS", "Form", "write"]
