"""
Forms of a tensor: the parameters of a kernel that are one tensor of the author's.

Where a function uses a tensor under several shapes, or in blocks over several pairs of dimensions,
each form is a parameter of its own, named in the kernel's `forms`. gather-rows makes those that
have the same pages one again; others are copies, which the host makes of the same array.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, IndexType, StringAttr
from xdsl.ir import Attribute, Block, BlockArgument, Operation

from ttc.dialects import grid, tile
from ttc.parameters import (
    FORMS,
    PARAMETERS,
    REASONS,
    VIEWS,
    by_name,
    launch_of,
    parameter_names,
    scratch_names,
)

Kernel = grid.KernelOp | tile.KernelOp


def functions(module: Block) -> list[list[Kernel]]:
    """Returns the kernels of each function: its launches, or one kernel alone."""
    found: list[list[Kernel]] = []
    for kernel in module.ops:
        if isinstance(kernel, Kernel):
            if launch_of(kernel) in (None, 0) or not found:
                found.append([])
            found[-1].append(kernel)
    return found


def add_form(
    kernels: Sequence[Kernel], same: Sequence[BlockArgument], type_: Attribute
) -> list[BlockArgument]:
    """Gives each kernel another parameter for a tensor, in front of those between launches."""
    first = kernels[0]
    names = names_of(first)
    author, scratch = author_of(first, names[same[0].index]), scratch_names(first)
    place = len(names) - len(scratch)
    name = next(f"{author}_{n}" for n in range(2, len(names) + 3) if f"{author}_{n}" not in names)
    names.insert(place, name)
    made: list[BlockArgument] = []
    for kernel, arg in zip(kernels, same, strict=True):
        form = kernel.entry.insert_arg(type_, place)
        form.name_hint = arg.name_hint
        made.append(form)
        rename(kernel, names)
        set_entry(kernel, FORMS, name, StringAttr(author))
        shape = by_name(kernel, VIEWS).get(author)
        if shape is not None:
            set_entry(kernel, VIEWS, name, shape)
    return made


def drop_form(kernels: Sequence[Kernel], same: Sequence[BlockArgument]) -> None:
    """Takes a parameter that nothing uses from each kernel."""
    names = names_of(kernels[0])
    name = names.pop(same[0].index)
    for kernel, arg in zip(kernels, same, strict=True):
        kernel.entry.erase_arg(arg)
        rename(kernel, names)
        for attribute in (FORMS, VIEWS, REASONS):
            set_entry(kernel, attribute, name, None)


def author_of(kernel: Operation, name: str) -> str:
    """Returns the name of the tensor that a parameter is, or is another form of."""
    author = by_name(kernel, FORMS).get(name)
    return author.data if isinstance(author, StringAttr) else name


def name_of(kernel: Kernel, arg: BlockArgument) -> str:
    """Returns the name of a parameter."""
    return parameter_names(kernel, kernel.args)[arg.index]


def names_of(kernel: Kernel) -> list[str]:
    """Returns the names of the parameters, without the core's share of the work."""
    names = parameter_names(kernel, kernel.args)
    return [names[arg.index] for arg in kernel.args if not isinstance(arg.type, IndexType)]


def rename(kernel: Kernel, names: Sequence[str]) -> None:
    kernel.attributes[PARAMETERS] = ArrayAttr([StringAttr(name) for name in names])


def set_entry(kernel: Operation, attribute: str, name: str, value: Attribute | None) -> None:
    """Sets or removes what an attribute says of a name; one that says nothing is removed."""
    table = {key: entry for key, entry in by_name(kernel, attribute).items() if key != name}
    if value is not None:
        table[name] = value
    if table:
        kernel.attributes[attribute] = DictionaryAttr(table)
    else:
        kernel.attributes.pop(attribute, None)
