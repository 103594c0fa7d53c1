"""Lowers one kernel: its parameters, then its body."""

from __future__ import annotations

from types import FunctionType
from typing import cast

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, StringAttr
from xdsl.ir import Block, Region

from ttc.diagnostics import register_source
from ttc.dialects import grid
from ttc.frontend.build import Builder
from ttc.frontend.expressions import Evaluator
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.launches import drop_unused, order_arguments, scratch_names, split
from ttc.frontend.names import Names, surroundings
from ttc.frontend.parameters import bind_parameters, bind_values, positional
from ttc.frontend.source import source_of
from ttc.frontend.statements import Executor
from ttc.language import PrimFunc
from ttc.language.place import activated, error
from ttc.parameters import DEFAULTS, note_parameters

NOTES = "ttc.notes"
"""Attribute of the module: what the author should be told, an array of strings."""


def lower(prim_func: PrimFunc) -> ModuleOp:
    """
    Returns a module with a `grid.kernel` for each launch.

    Every op has its place in the author's file.

    Raises CompileError at the place of what cannot be lowered.
    """
    # A type checker takes a function that is an attribute for a method.
    func = cast("FunctionType", prim_func.func)
    source, definition = source_of(func)
    register_source(source.shown.data, source.file)
    entry = Block()
    kernel = KernelLowering(Builder(source, definition, entry), func, prim_func.eager)
    names = Names(surroundings(func, prim_func.scope))
    evaluate = Evaluator(kernel, names)
    with activated(kernel):
        if prim_func.eager is None:
            defaults = bind_parameters(kernel, prim_func, definition, names, evaluate)
            parameters = [parameter.arg for parameter in positional(definition)]
        else:
            bind_values(kernel, names, prim_func.eager)
            defaults, parameters = {}, list(prim_func.eager.tensors)
        Executor(kernel, names, evaluate).run(definition.body)
        drop_unused(kernel)
        if prim_func.eager is not None:
            parameters += _outputs(kernel, parameters)
        op = grid.KernelOp(prim_func.name, Region(entry))
        op.location = source.location(definition)
        parameters += scratch_names(kernel.scratch, parameters)
        note_parameters(op, parameters, entry.args)
        for name, argument in zip(parameters, entry.args, strict=True):
            if argument in kernel.written:
                prim_func.written[name] = kernel.written[argument]
        if defaults:
            op.attributes[DEFAULTS] = DictionaryAttr(defaults)
        if not grid.launches(op):
            kernel.at(definition)
            raise error(f"'{prim_func.name}' opens no T.Kernel").note(
                "a kernel does its work in `with T.Kernel(...) as (bx, by):`"
            )
    module = ModuleOp([*split(op, kernel.scratch)])
    module.location = op.location
    if kernel.notes:
        module.attributes[NOTES] = ArrayAttr([StringAttr(note) for note in kernel.notes])
    return module


def _outputs(kernel: KernelLowering, tensors: list[str]) -> list[str]:
    """Puts an eager kernel's arguments in order: tensors, what it returns, what it keeps."""
    scratch = [tensor for tensor in kernel.scratch if tensor not in kernel.returned]
    declared = [kernel.tensors[name] for name in tensors]
    order = [*declared, *kernel.returned, *scratch]
    order_arguments(kernel.builder.blocks[0], order, kernel.written)
    kernel.scratch = scratch
    return scratch_names(kernel.returned, tensors)
