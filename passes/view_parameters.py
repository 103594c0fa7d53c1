"""
`view-parameters`: a tensor that is used under another shape has that shape.

    grid.kernel @flat(%X: !grid.buffer<4x64x96xbf16, global>, ...) {
      %Z = grid.reshape %X : ... to !grid.buffer<256x96xbf16, global>
      grid.copy %Z[%r, %c0] ...

    grid.kernel @flat(%X: !grid.buffer<256x96xbf16, global>, ...)
      attributes {views = {X = #grid.sizes<4x64x96>}} {
      grid.copy %X[%r, %c0] ...

A view of a tensor costs nothing: the host cuts the array into tiles under the shape that the kernel
uses. The author's shape stays with the kernel, for the host.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.dialects.shaped import SizesAttr
from ttc.parameters import VIEWS, launch_of, parameter_names


@dataclass(frozen=True)
class ViewParametersPass(ModulePass):
    """Gives every tensor the one shape under which all launches of a function use it."""

    name = "view-parameters"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions: list[list[grid.KernelOp]] = []
        for kernel in op.ops:
            if isinstance(kernel, grid.KernelOp):
                if launch_of(kernel) in (None, 0) or not functions:
                    functions.append([])
                functions[-1].append(kernel)
        for launches in functions:
            view_parameters(launches)


def view_parameters(kernels: Sequence[grid.KernelOp]) -> None:
    """Replaces the views of the parameters that several launches share."""
    names = parameter_names(kernels[0], kernels[0].args)
    views: dict[str, SizesAttr] = {}
    for name, same in zip(names, zip(*(kernel.args for kernel in kernels), strict=True)):
        type_ = same[0].type
        if not isinstance(type_, grid.BufferType):
            continue
        used = [use for arg in same for use in uses(arg)]
        shapes = list(dict.fromkeys(shape for shape, _ in used))
        if len(shapes) > 1:
            raise two_shapes(name, used)
        if not shapes or shapes[0] == type_.dims:
            shapes = [type_.dims]
        else:
            views[name] = SizesAttr(type_.dims)
        viewed = grid.BufferType.of(shapes[0], type_.element_type, type_.scope.data)
        for arg in same:
            replace_views(Rewriter.replace_value_with_new_type(arg, viewed))
    for kernel in kernels if views else ():
        kernel.attributes[VIEWS] = DictionaryAttr(views)


def uses(buffer: SSAValue) -> list[tuple[tuple[int, ...], Operation]]:
    """Returns under which shape each op uses a buffer, itself or a view of it."""
    assert isinstance(buffer.type, grid.BufferType)
    found: list[tuple[tuple[int, ...], Operation]] = []
    for use in buffer.uses:
        if isinstance(use.operation, grid.ReshapeOp):
            found += uses(use.operation.result)
        else:
            found.append((buffer.type.dims, use.operation))
    return found


def replace_views(buffer: SSAValue) -> None:
    for use in list(buffer.uses):
        if isinstance(use.operation, grid.ReshapeOp):
            replace_views(use.operation.result)
            use.operation.result.replace_all_uses_with(buffer)
            use.operation.detach()
            use.operation.erase()


def two_shapes(name: str, used: Sequence[tuple[tuple[int, ...], Operation]]) -> CompileError:
    (first, one), *others = used
    second, other = next((shape, op) for shape, op in others if shape != first)
    shapes = ("x".join(map(str, shape)) for shape in (second, first))
    return (
        CompileError.at(other, "'{}' is used as {} here, and as {} elsewhere".format(name, *shapes))
        .note("the other shape is used here", one)
        .note("a tensor lies in tiles of one shape: copy it to another in a first T.Kernel")
    )
