"""What the documents say is complete, and what they point to exists."""

import re
from pathlib import Path

import pytest

from ttc.language.table import LOWERED

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = (ROOT / "docs" / "language.md").read_text()


@pytest.mark.parametrize("name", sorted(LOWERED))
def test_the_language_page_names_every_construct(name: str):
    assert re.search(rf"\bT\.{name}\b", LANGUAGE), f"docs/language.md does not name T.{name}"


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")))
def test_links_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
