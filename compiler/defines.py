"""`-D NAME=VALUE`: gives module-level constants of a kernel file other values, before it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from ttc.diagnostics import CompileError

Defines = Mapping[str, str]
"""NAME -> the text of VALUE, as on the command line."""


def parse(options: Iterable[str]) -> dict[str, str]:
    """Splits `NAME=VALUE` options; the last one for a name counts."""
    defines: dict[str, str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name.strip().isidentifier():
            raise CompileError(f"'-D {option}' is not of the form NAME=VALUE")
        defines[name.strip()] = value.strip()
    return defines


def value_of(name: str, text: str, default: object) -> object:
    """
    Reads VALUE as a Python literal.

    A bare word stands for itself where the value it replaces, `default`, is a string.
    """
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        if isinstance(default, str):
            return text
    raise CompileError(f"'-D {name}={text}': {text!r} is not a Python literal").note(
        f"a string needs its quotes: -D '{name}=\"{text}\"'"
    )


def constants(tree: ast.Module) -> dict[str, object]:
    """Returns the names assigned at module level, with their value where it is a literal."""
    found: dict[str, object] = {}
    for statement in _module_level(tree.body):
        for target in _targets(statement):
            for name, value in _pairs(target, statement.value):
                found.setdefault(name, value)
    return found


def unknown(name: str, known: Iterable[str]) -> CompileError:
    """Makes the error for a NAME that nothing in the file is called."""
    names = sorted(known)
    nearest = get_close_matches(name, names, n=1)
    error = CompileError(f"'-D {name}': the file has no constant '{name}'")
    if nearest:
        return error.note(f"did you mean '{nearest[0]}'?")
    return error.note(f"its constants are {', '.join(names)}" if names else "it has none")


def apply(tree: ast.Module, defines: Defines) -> None:
    """
    Adds `NAME = VALUE` behind each module-level assignment to NAME.

    What is computed from NAME further down sees the new value, and no line number moves.
    """
    known = constants(tree)
    values = {
        name: value_of(name, text, known[name]) for name, text in defines.items() if name in known
    }
    tree.body = _rewritten(tree.body, values)


def _rewritten(body: list[ast.stmt], values: Mapping[str, object]) -> list[ast.stmt]:
    result: list[ast.stmt] = []
    for statement in body:
        result.append(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            for name in dict.fromkeys(_names(statement)):
                if name in values:
                    result.append(_assignment(name, values[name], statement))
        for inner in _bodies(statement):
            inner[:] = _rewritten(inner, values)
    return result


def _assignment(name: str, value: object, like: ast.stmt) -> ast.Assign:
    literal = ast.parse(repr(value), mode="eval").body
    made = ast.Assign([ast.Name(name, ast.Store())], literal)
    for node in ast.walk(made):
        ast.copy_location(node, like)
    return made


def _bodies(statement: ast.stmt) -> list[list[ast.stmt]]:
    """Returns the bodies that run as part of the module: of `if`, `try` and `with`."""
    match statement:
        case ast.If():
            return [statement.body, statement.orelse]
        case ast.Try():
            handlers = [handler.body for handler in statement.handlers]
            return [statement.body, *handlers, statement.orelse, statement.finalbody]
        case ast.With():
            return [statement.body]
        case _:
            return []


def _module_level(body: list[ast.stmt]) -> Iterator[ast.Assign | ast.AnnAssign]:
    for statement in body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            yield statement
        for inner in _bodies(statement):
            yield from _module_level(inner)


def _targets(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def _names(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> Iterator[str]:
    for target in _targets(statement):
        for name, _ in _pairs(target, None):
            yield name


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, object]]:
    """Pairs each name of a target with the literal it gets, or with None."""
    match target, value:
        case ast.Name(), ast.Constant():
            yield target.id, value.value
        case ast.Name(), _:
            yield target.id, None
        case ((ast.Tuple() | ast.List()), (ast.Tuple() | ast.List())) if len(target.elts) == len(
            value.elts
        ):
            for one, its in zip(target.elts, value.elts, strict=True):
                yield from _pairs(one, its)
        case ((ast.Tuple() | ast.List()), _):
            for one in target.elts:
                yield from _pairs(one, None)
        case _:
            return
