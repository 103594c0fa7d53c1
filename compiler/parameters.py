"""
What a kernel's attributes say of its parameters, beside their types.

Several launches of one function are kernels NAME_0, NAME_1, ... with the same parameters, which
are the author's, then other forms of these, then the tensors between launches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, IntegerAttr, StringAttr
from xdsl.ir import Attribute, BlockArgument, Operation

PARAMETERS = "parameters"
"""Attribute of a kernel whose parameters have other names than their values in the IR."""
LAUNCH = "launch"
"""Attribute of a kernel that is one of several launches: its place among them, from 0."""
SCRATCH = "scratch"
"""Attribute of a kernel: the names of parameters that the host allocates and no caller sees."""
DEFAULTS = "defaults"
"""Attribute of a kernel: name of a scalar parameter -> its value where a call gives none."""
REASONS = "layout_reasons"
"""Attribute of a kernel: name of a tensor -> why its layout on the device is what it is."""
VIEWS = "views"
"""Attribute of a kernel: name of a tensor -> the author's shape, where it is used under another."""

FORMS = "forms"
"""Attribute of a kernel: name of a parameter -> the author's tensor that it is in another form."""


def note_parameters(
    kernel: Operation, names: Sequence[str], arguments: Sequence[BlockArgument]
) -> None:
    """Keeps the author's names on the kernel, unless its arguments' hints say them."""
    if list(names) != [argument.name_hint for argument in arguments]:
        kernel.attributes[PARAMETERS] = ArrayAttr([StringAttr(name) for name in names])


def parameter_names(kernel: Operation, arguments: Sequence[BlockArgument]) -> list[str]:
    """Returns a name for each of the kernel's arguments."""
    noted = kernel.attributes.get(PARAMETERS)
    if noted is not None:
        names = cast("ArrayAttr[StringAttr]", noted)
        return [name.data for name in names]
    return [argument.name_hint or f"arg{argument.index}" for argument in arguments]


def launch_of(kernel: Operation) -> int | None:
    """Returns the place of a kernel among several launches, None if it is the only one."""
    launch = kernel.attributes.get(LAUNCH)
    return launch.value.data if isinstance(launch, IntegerAttr) else None


def scratch_names(kernel: Operation) -> frozenset[str]:
    """Returns the names of the parameters that no caller sees."""
    scratch = kernel.attributes.get(SCRATCH)
    if not isinstance(scratch, ArrayAttr):
        return frozenset()
    names = cast("ArrayAttr[Attribute]", scratch)
    return frozenset(name.data for name in names if isinstance(name, StringAttr))


def by_name(kernel: Operation, attribute: str) -> dict[str, Attribute]:
    """Returns what `DEFAULTS`, `REASONS`, `VIEWS` or `FORMS` say of each name."""
    found = kernel.attributes.get(attribute)
    return dict(found.data) if isinstance(found, DictionaryAttr) else {}
