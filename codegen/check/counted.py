"""Loops that count: `for (i = a; i < b; i += c)`, where the body leaves `i` and `b` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import cast

from ttc.codegen.check.poly import ONE, ZERO, Poly
from ttc.codegen.check.values import Symbols
from ttc.runtime_sim.cpp import nodes as n

NODES = n.Expr | n.Stmt | n.Declarator
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


def counted(node: n.For, changed: frozenset[str]) -> Counted | None:
    """The shape of a counting loop whose body assigns `changed`; None for any other loop."""
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


def assignments(node: object, found: dict[int, frozenset[str]]) -> frozenset[str]:
    """The variables assigned below `node`; those of every loop's body also in `found`, by id."""
    if isinstance(node, n.For):
        body = assignments(node.body, found)
        found[id(node)] = body
        return body | assignments((node.start, node.condition, node.step), found)
    changed: set[str] = set()
    if isinstance(node, tuple):
        parts = cast("tuple[object, ...]", node)
    elif isinstance(node, NODES):
        parts = [getattr(node, name) for name in _children(type(node))]
        target = node.target if isinstance(node, n.Assign) else None
        target = node.operand if isinstance(node, n.Update) else target
        if isinstance(target, n.Name):
            changed.add(target.text)
    else:
        return frozenset()
    for part in parts:
        changed |= assignments(part, found)
    return frozenset(changed)


def names(node: object) -> frozenset[str]:
    """The names that stand below `node`."""
    return frozenset(part.text for part in _parts(node) if isinstance(part, n.Name))


def last_line(node: object) -> int:
    """The last line on which something below `node` begins."""
    return max((part.place.line for part in _parts(node) if hasattr(part, "place")), default=1)


def _parts(node: object) -> Iterator[n.Expr | n.Stmt | n.Declarator]:
    """`node` and everything below it."""
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack += cast("tuple[object, ...]", part)
        elif isinstance(part, NODES):
            yield part
            stack += [getattr(part, name) for name in _children(type(part))]


@cache
def _children(kind: type[n.Expr | n.Stmt | n.Declarator]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in ("place", "type"))
