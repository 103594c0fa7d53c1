"""What a condition says of indices: enough to see that a store needs no guard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.ir import SSAValue

from ttc.frontend import indices
from ttc.frontend.indices import IndexLike


@dataclass(frozen=True, eq=False)
class Bound:
    """One comparison: `index` is below `limit`, or at least `limit`."""

    index: IndexLike
    limit: int
    is_upper: bool


@dataclass(eq=False)
class Guards:
    """The comparisons that conditions made so far are a conjunction of, where they are one."""

    _known: dict[SSAValue, tuple[Bound, ...]] = field(
        default_factory=dict[SSAValue, "tuple[Bound, ...]"]
    )

    def compared(self, condition: SSAValue, operator: str, lhs: IndexLike, rhs: IndexLike) -> None:
        """Notes a comparison of two indices."""
        if operator in (">", ">="):
            flipped = {">": "<", ">=": "<="}[operator]
            self.compared(condition, flipped, rhs, lhs)
            return
        if operator not in ("<", "<="):
            return
        slack = 1 if operator == "<=" else 0
        if isinstance(rhs, int):  # lhs < rhs
            self._known[condition] = (Bound(lhs, rhs + slack, is_upper=True),)
        elif isinstance(lhs, int):  # rhs > lhs
            self._known[condition] = (Bound(rhs, lhs + 1 - slack, is_upper=False),)

    def both(self, condition: SSAValue, lhs: SSAValue, rhs: SSAValue) -> None:
        """Notes that a condition is the conjunction of two others."""
        if lhs in self._known and rhs in self._known:
            self._known[condition] = self._known[lhs] + self._known[rhs]

    def only_inside(
        self, condition: SSAValue, offsets: Sequence[IndexLike], shape: Sequence[int]
    ) -> bool:
        """Tells whether the condition holds at least wherever the element is inside the shape."""
        bounds = self._known.get(condition)
        return bounds is not None and all(
            any(
                _implied(bound, offset, extent)
                for offset, extent in zip(offsets, shape, strict=True)
            )
            for bound in bounds
        )


def _implied(bound: Bound, offset: IndexLike, extent: int) -> bool:
    """Tells whether 0 <= offset < extent implies the bound."""
    ahead = indices.added(bound.index, offset, -1)
    if not isinstance(ahead, int):
        return False
    return ahead + extent <= bound.limit if bound.is_upper else ahead >= bound.limit
