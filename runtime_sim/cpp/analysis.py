"""What can be said of a kernel before translating it: which functions wait, what is assigned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, cast

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.syntax import Unit


def walk(node: object) -> Iterator[Any]:
    """`node` and every node in it, parents first."""
    if isinstance(node, tuple):
        for item in node:  # pyright: ignore[reportUnknownVariableType]
            yield from walk(item)  # pyright: ignore[reportUnknownArgumentType]
    elif is_dataclass(node) and not isinstance(node, n.Place | type):
        yield node
        for field in fields(node):
            yield from walk(getattr(node, field.name))


def assigned_names(node: object) -> set[str]:
    """Variables that something in `node` assigns to or counts."""
    names = set[str]()
    for part in walk(node):
        target = None
        if isinstance(part, n.Assign):
            target = part.target
        elif isinstance(part, n.Update):
            target = part.operand
        elif isinstance(part, n.Unary) and part.op == "&":
            target = part.operand
        if isinstance(target, n.Name):
            names.add(target.text)
    return names


def assigned_elsewhere(unit: Unit) -> set[str]:
    """Names that a lambda, or a function for a global, may assign to behind a loop's back."""
    names = set[str]()
    for function in unit.functions:
        for part in walk(function.body):
            if isinstance(part, n.Lambda):
                names |= assigned_names(part.body)
    shared = {d.name for g in unit.globals for d in g.declarators}
    for function in unit.functions:
        names |= assigned_names(function.body) & shared
    return names


def polls(condition: n.Expr) -> bool:
    """Does a loop's condition read memory that another kernel may change?"""
    for part in walk(condition):
        if isinstance(part, n.Index) or (isinstance(part, n.Unary) and part.op == "*"):
            return True
        if isinstance(part, n.Call) and called(part) in POLLED:
            return True
    return False


POLLED = {"cb_pages_reservable_at_back", "cb_pages_available_at_front"}


def called(call: n.Call) -> str:
    """The name of a called function or member; empty for anything else."""
    match call.function:
        case n.Name(text=text):
            return text
        case n.Member(name=name):
            return name
        case _:
            return ""


def waiting_functions(unit: Unit, blocking: set[str]) -> set[str]:
    """
    Names of functions and named lambdas that may wait, given the calls that do.

    A function that calls one of its own parameters may wait, since a lambda may be passed.
    """
    bodies = dict[str, list[Any]]()
    lambdas = set[str]()
    for function in unit.functions:
        bodies.setdefault(function.name, []).append(function)
        for part in walk(function.body):
            if isinstance(part, n.Declarator) and isinstance(part.value, n.Lambda):
                bodies.setdefault(part.name, []).append(part.value)
                lambdas.add(part.name)
    waiting = set[str]()
    while True:
        found = {
            name
            for name, owners in bodies.items()
            if any(waits(owner, blocking | waiting, lambdas) for owner in owners)
        }
        if found <= waiting:
            return waiting
        waiting |= found


def parts(value: Any) -> list[Any]:
    """The nodes a field of a node holds."""
    items = cast(tuple[Any, ...], value) if isinstance(value, tuple) else (value,)
    return [item for item in items if is_dataclass(item) and not isinstance(item, n.Place)]


def waits(owner: n.Function | n.Lambda, blocking: set[str], lambdas: set[str]) -> bool:
    parameters = {parameter.name for parameter in owner.parameters}
    stack: list[Any] = [owner.body]
    while stack:
        part: Any = stack.pop()
        if isinstance(part, n.Call) and (called(part) in blocking | parameters):
            return True
        if isinstance(part, n.While | n.For) and part.condition and polls(part.condition):
            return True
        if isinstance(part, n.Declarator) and isinstance(part.value, n.Lambda):
            continue  # counted where it is called
        for field in fields(part):
            stack += parts(getattr(part, field.name))
    return False
