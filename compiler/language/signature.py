"""Signatures written as text, as the documentation prints them, and calls checked against them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ttc.language.nearest import nearest
from ttc.language.place import error


@lru_cache(maxsize=256)
def parse_signature(text: str) -> inspect.Signature:
    """Parses the inside of a parameter list: `"src, dst, *, hint=None"`."""
    function = ast.parse(f"def f({text}): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    spec = function.args
    kinds = inspect.Parameter
    parameters: list[inspect.Parameter] = []
    missing = len(spec.args) - len(spec.defaults)
    for position, argument in enumerate(spec.args):
        default = kinds.empty if position < missing else _literal(spec.defaults[position - missing])
        parameters.append(kinds(argument.arg, kinds.POSITIONAL_OR_KEYWORD, default=default))
    if spec.vararg is not None:
        parameters.append(kinds(spec.vararg.arg, kinds.VAR_POSITIONAL))
    for argument, node in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        default = kinds.empty if node is None else _literal(node)
        parameters.append(kinds(argument.arg, kinds.KEYWORD_ONLY, default=default))
    return inspect.Signature(parameters)


def _literal(node: ast.expr) -> object:
    return ast.literal_eval(node)


def bind(
    name: str, signature: str, args: Sequence[object], kwargs: Mapping[str, object]
) -> dict[str, object]:
    """Matches arguments to parameters, defaults filled in; CompileError where they do not fit."""
    parsed = parse_signature(signature)
    unknown = [key for key in kwargs if key not in parsed.parameters]
    if unknown:
        near = nearest(unknown[0], parsed.parameters)
        hint = f"; did you mean '{near}'?" if near else ""
        raise error(f"{name} has no parameter '{unknown[0]}'{hint}").note(
            f"it is called as {name}({signature})"
        )
    try:
        bound = parsed.bind(*args, **kwargs)
    except TypeError as mismatch:
        raise error(f"{name}: {mismatch}").note(f"it is called as {name}({signature})") from None
    bound.apply_defaults()
    return bound.arguments
