"""Counts that grow along a path: joined by the condition, summed over a loop."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from ttc.codegen.check.context import Loop
from ttc.codegen.check.poly import ZERO, Poly
from ttc.codegen.check.values import Symbols
from ttc.runtime_sim.cpp import nodes as n

Key = TypeVar("Key", bound=Hashable)


def added(counts: Mapping[Key, Poly], key: Key, amount: Poly) -> dict[Key, Poly]:
    """A copy with `amount` more under `key`; counts of zero are not kept."""
    return _kept({**counts, key: counts.get(key, ZERO) + amount})


def either(
    one: Mapping[Key, Poly],
    two: Mapping[Key, Poly],
    when: Poly | None,
    symbols: Symbols,
    place: n.Place,
) -> dict[Key, Poly]:
    """`one` where `when` is 1, else `two`; unknown where they differ and `when` is None."""
    result: dict[Key, Poly] = {}
    for key in {**one, **two}:
        left, right = one.get(key, ZERO), two.get(key, ZERO)
        if left == right:
            result[key] = left
        elif when is None:
            result[key] = symbols.unknown(place, f":{key}")
        else:
            result[key] = right + when * (left - right)
    return _kept(result)


def after(
    head: Mapping[Key, Poly],
    now: Mapping[Key, Poly],
    tail: Mapping[Key, Poly],
    loop: Loop,
    symbols: Symbols,
) -> dict[Key, Poly]:
    """The counts when the loop ends: what each iteration adds, summed over all."""
    result = dict(head)
    for key in {**now, **tail}:
        each = tail.get(key, ZERO) - now.get(key, ZERO)
        result[key] = head.get(key, ZERO) + symbols.total(each, loop.index, loop.trips)
    return _kept(result)


def at_head(
    head: Mapping[Key, Poly],
    now: Mapping[Key, Poly],
    tail: Mapping[Key, Poly],
    loop: Loop,
    symbols: Symbols,
) -> dict[Key, Poly]:
    """The counts at the head of iteration `loop.index`, if every iteration adds the same."""
    result: dict[Key, Poly] = {}
    for key in {**now, **tail}:
        each = tail.get(key, ZERO) - now.get(key, ZERO)
        if each.mentions(loop.index):
            result[key] = symbols.unknown(loop.place, f":{key}")
        elif each.terms and any(s[0] == "?" for s in now.get(key, ZERO).symbols):
            result[key] = now.get(key, ZERO)
        else:
            result[key] = head.get(key, ZERO) + each * Poly.symbol(loop.index)
    return _kept({**head, **result})


def _kept(counts: dict[Key, Poly]) -> dict[Key, Poly]:
    return {key: count for key, count in counts.items() if count.terms}
