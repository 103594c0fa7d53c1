"""Suggestions for misspelt names."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Returns the known name most like `name`, whatever their case; None if none is near."""
    import difflib  # only a failing compile pays for it

    by_case = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(name.lower(), by_case, 1)
    return by_case[found[0]] if found else None
