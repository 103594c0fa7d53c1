"""Loops that count: `for (i = a; i < b; i += c)`, where the body leaves `i` and `b` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import cast

from ttc.codegen.check.poly import ONE, ZERO, Poly
from ttc.codegen.check.values import Symbols
from ttc.runtime_sim.cpp import nodes as n

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}


@dataclass(frozen=True)
class Counted:
    """The loop's variable, the comparison that keeps it going, and what it adds each time."""

    variable: str
    op: str
    limit: n.Expr
    step: int

    def trips(self, first: Poly, integer: Callable[[n.Expr], Poly], symbols: Symbols) -> Poly:
        """How often the body runs; taken as not negative where that is not known."""
        limit, step = integer(self.limit), abs(self.step)
        way = limit - first if self.step > 0 else first - limit
        if self.op in ("<=", ">="):
            way += ONE
        if way.constant is not None and way.constant <= 0:
            return ZERO
        return symbols.divide(way + Poly.of(step - 1), Poly.of(step))


def counted(node: n.For) -> Counted | None:
    """The shape of a counting loop; None for any other."""
    condition, step = node.condition, _step(node.step)
    if not isinstance(condition, n.Binary) or condition.op not in MIRRORED or step is None:
        return None
    variable, amount = step
    left, right, op = condition.left, condition.right, condition.op
    if isinstance(right, n.Name) and right.text == variable:
        left, right, op = right, left, MIRRORED[op]
    if not isinstance(left, n.Name) or left.text != variable:
        return None
    if op != "!=" and op.startswith("<") != (amount > 0):
        return None
    changed = assigned(node.body)
    if variable in changed or changed & names(right) or (op == "!=" and abs(amount) != 1):
        return None
    return Counted(variable, op, right, amount)


def _step(node: n.Expr | None) -> tuple[str, int] | None:
    match node:
        case n.Update(op=op, operand=n.Name(text=variable)):
            return variable, 1 if op == "++" else -1
        case n.Assign(op="+=", target=n.Name(text=variable), value=n.Int(value=amount)):
            return (variable, amount) if amount else None
        case n.Assign(op="-=", target=n.Name(text=variable), value=n.Int(value=amount)):
            return (variable, -amount) if amount else None
        case _:
            return None


def assigned(node: object) -> frozenset[str]:
    """The variables that are assigned anywhere below `node`."""
    found: set[str] = set()
    for part in _parts(node):
        target = part.target if isinstance(part, n.Assign) else None
        target = part.operand if isinstance(part, n.Update) else target
        if isinstance(target, n.Name):
            found.add(target.text)
    return frozenset(found)


def names(node: object) -> frozenset[str]:
    """The names that stand below `node`."""
    return frozenset(part.text for part in _parts(node) if isinstance(part, n.Name))


def last_line(node: object) -> int:
    """The last line on which something below `node` begins."""
    return max((part.place.line for part in _parts(node) if hasattr(part, "place")), default=1)


def _parts(node: object) -> Iterator[n.Expr | n.Stmt]:
    if isinstance(node, tuple):
        for item in cast("tuple[object, ...]", node):
            yield from _parts(item)
    elif isinstance(node, n.Expr | n.Stmt):
        yield node
        for field in fields(node):
            if field.name not in ("place", "type"):
                yield from _parts(getattr(node, field.name))
