"""
How a kernel's calls reach the machine: which names there are, and what they take and give.

A method of a thread marked with `kernel_call` can be called by its name from C++. `result` is
the C++ type of what it returns; a `blocking` one returns True as long as the kernel must wait
and is called again then; one with `templates` gets its template arguments as the keyword
argument `template`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class KernelCall:
    """A function of the SDK: the numbers of its arguments and the type of its result."""

    name: str
    fewest: int
    most: int
    result: str = "void"
    blocking: bool = False
    templates: bool = False


MARK = "__kernel_call__"


def kernel_call(
    result: str = "void", *, blocking: bool = False, templates: bool = False
) -> Callable[[F], F]:
    """Marks a method as a function that kernels call; arguments are counted from it."""

    def mark(method: F) -> F:
        parameters = list(inspect.signature(method).parameters.values())[1:]
        positional = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        fewest = sum(p.default is p.empty for p in positional)
        name = method.__name__.rstrip("_")
        call = KernelCall(name, fewest, len(positional), result, blocking, templates)
        setattr(method, MARK, call)
        return method

    return mark


def calls_of(owner: type) -> dict[str, KernelCall]:
    """The marked methods of a class and its bases, by name."""
    found = (getattr(method, MARK, None) for _, method in inspect.getmembers(owner))
    return {call.name: call for call in found if isinstance(call, KernelCall)}
