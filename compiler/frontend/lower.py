"""Lowers one kernel: its parameters, then its body."""

from __future__ import annotations

import ast
from types import FunctionType
from typing import cast

from xdsl.dialects.builtin import ArrayAttr, ModuleOp, StringAttr
from xdsl.ir import Block, Region

from ttc.diagnostics import register_source
from ttc.dialects import grid
from ttc.frontend.build import Builder, name_value
from ttc.frontend.expressions import Evaluator
from ttc.frontend.invoke import PYTHON_ERRORS
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.names import Names, surroundings
from ttc.frontend.source import source_of
from ttc.frontend.statements import Executor
from ttc.frontend.tile_ops import FLOAT16_NOTE
from ttc.frontend.values import Buffer
from ttc.language import PrimFunc, TensorSpec
from ttc.language.place import activated, error
from ttc.language.tensor import described

NOTES = "ttc.notes"
"""Attribute of the module: what the author should be told, an array of strings."""


def lower(prim_func: PrimFunc) -> ModuleOp:
    """
    Returns a module with one `grid.kernel`; every op has its place in the author's file.

    Raises CompileError at the place of what cannot be lowered.
    """
    # A type checker takes a function that is an attribute for a method.
    func = cast("FunctionType", prim_func.func)
    source, definition = source_of(func)
    register_source(source.shown.data, source.file)
    entry = Block()
    kernel = KernelLowering(Builder(source, definition, entry), func)
    names = Names(surroundings(func, prim_func.scope))
    evaluate = Evaluator(kernel, names)
    with activated(kernel):
        _parameters(kernel, prim_func, definition, names, evaluate)
        Executor(kernel, names, evaluate).run(definition.body)
        op = grid.KernelOp(prim_func.name, Region(entry))
        op.location = source.location(definition)
        if not grid.launches(op):
            kernel.at(definition)
            raise error(f"'{prim_func.name}' opens no T.Kernel").note(
                "a kernel does its work in `with T.Kernel(...) as (bx, by):`"
            )
    module = ModuleOp([op])
    module.location = op.location
    if kernel.notes:
        module.attributes[NOTES] = ArrayAttr([StringAttr(note) for note in kernel.notes])
    return module


def _parameters(
    kernel: KernelLowering,
    prim_func: PrimFunc,
    definition: ast.FunctionDef,
    names: Names,
    evaluate: Evaluator,
) -> None:
    spec = definition.args
    for extra in (spec.vararg, spec.kwarg, *spec.kwonlyargs):
        if extra is not None:
            kernel.at(extra)
            raise error(f"parameter '{extra.arg}': a kernel's parameters are plain tensors")
    entry = kernel.builder.block
    for parameter in (*spec.posonlyargs, *spec.args):
        kernel.at(parameter)
        tensor = _annotation(prim_func, parameter, evaluate)
        kernel.at(parameter)
        if tensor.written == "float16":
            kernel.note(FLOAT16_NOTE)
        arg = entry.insert_arg(
            grid.BufferType.of(tensor.shape, tensor.dtype.ir, "global"), len(entry.args)
        )
        name_value(arg, parameter.arg)
        arg.location = kernel.source.location(parameter)
        names.bind(
            parameter.arg,
            Buffer(arg, tensor.shape, tensor.dtype, "global", parameter.arg),
        )


def _expression(annotation: ast.expr) -> ast.expr:
    """Returns the expression of an annotation, also of one that is written as a string."""
    if not (isinstance(annotation, ast.Constant) and isinstance(annotation.value, str)):
        return annotation
    try:
        parsed = ast.parse(annotation.value, mode="eval").body
    except SyntaxError:
        return annotation
    for node in ast.walk(parsed):
        ast.copy_location(node, annotation)
    return parsed


def _annotation(prim_func: PrimFunc, parameter: ast.arg, evaluate: Evaluator) -> TensorSpec:
    declared = prim_func.func.__annotations__.get(parameter.arg)
    if isinstance(declared, str) and parameter.annotation is not None:
        try:
            declared = evaluate(_expression(parameter.annotation))
        except PYTHON_ERRORS as failure:
            raise error(f"the annotation raised {type(failure).__name__}: {failure}") from failure
    if isinstance(declared, TensorSpec):
        return declared
    if declared is None:
        raise error(f"parameter '{parameter.arg}' has no annotation").note(
            f"write {parameter.arg}: T.Tensor((M, N), dtype)"
        )
    raise error(
        f"parameter '{parameter.arg}' is {described(declared)}: only tensors are supported yet"
    ).note("give numbers as Python values of the factory around the kernel")
