"""Places of values in a JSON text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ttc.codegen.check.locate import locate

TEXT = """{
  "cores": {"count": 4},
  "work": [
    {"core": [0, 0], "start": 0},
    {"core": [1, 0], "start": 12}
  ]
}
"""


def test_places_of_values():
    assert locate(TEXT, []) == (1, 1, 1)
    assert locate(TEXT, ["cores", "count"]) == (2, 22, 1)
    assert locate(TEXT, ["work", 1, "start"]) == (5, 31, 2)
    assert locate(TEXT, ["work", 1, "core", 0]) == (5, 15, 1)


def test_a_missing_step_ends_at_its_parent():
    assert locate(TEXT, ["work", 1, "count"]) == (5, 5, 29)


@given(st.lists(st.dictionaries(st.text(), st.integers()), min_size=1), st.data())
def test_the_text_at_the_place_is_the_value(rows: list[dict[str, int]], data: st.DataObject):
    text = json.dumps(rows, indent=1)
    row = data.draw(st.integers(0, len(rows) - 1))
    if rows[row]:
        key = data.draw(st.sampled_from(sorted(rows[row])))
        line, column, width = locate(text, [row, key])
        assert text.splitlines()[line - 1][column - 1 :][:width] == str(rows[row][key])
