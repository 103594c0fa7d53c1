"""
`view-parameters`: a tensor that is used under another shape has that shape.

    grid.kernel @flat(%X: !grid.buffer<4x64x96xbf16, global>, ...) {
      %Z = grid.reshape %X : ... to !grid.buffer<256x96xbf16, global>
      grid.copy %Z[%r, %c0] ...

    grid.kernel @flat(%X: !grid.buffer<256x96xbf16, global>, ...)
      attributes {views = {X = #grid.sizes<4x64x96>}} {
      grid.copy %X[%r, %c0] ...

A view of a tensor costs nothing: the host cuts the array into tiles under the shape that the kernel
uses. The author's shape stays with the kernel, for the host. A tensor that is used under several
shapes is a parameter for each of them, a form of the tensor; gather-rows knows which of these are
the same memory:

    grid.kernel @flat(%X: !grid.buffer<4x64x96xbf16, global>, ..., %X: !grid.buffer<256x96xbf16>)
      attributes {parameters = ["X", ..., "X_2"], forms = {X_2 = "X"}, views = {X_2 = ...}}

One launch that writes a tensor under one shape and touches it under another is refused: nothing
would show that its blocks stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.dialects.shaped import SizesAttr
from ttc.parameters import VIEWS
from ttc.passes.forms import Kernel, add_form, functions, names_of, set_entry


@dataclass(frozen=True)
class ViewParametersPass(ModulePass):
    """Gives every tensor the shapes under which the launches of a function use it."""

    name = "view-parameters"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for launches in functions(op.body.block):
            for same in list(zip(*(kernel.args for kernel in launches), strict=True)):
                if isinstance(same[0].type, grid.BufferType):
                    view_tensor(launches, same)


def view_tensor(kernels: Sequence[Kernel], same: Sequence[BlockArgument]) -> None:
    """Replaces the views of a parameter that several launches share."""
    type_ = grid.buffer_type(same[0])
    used = [list(uses(arg)) for arg in same]
    shapes = list(dict.fromkeys(use.shape for launch in used for use in launch)) or [type_.dims]
    name, written = names_of(kernels[0])[same[0].index], SizesAttr(type_.dims)
    for launch in used:
        check_launch(name, launch)
    if type_.dims in shapes:
        shapes.remove(type_.dims)
        shapes.insert(0, type_.dims)
    for shape in shapes[1:]:
        viewed = grid.BufferType.of(shape, type_.element_type, type_.scope.data)
        forms = add_form(kernels, same, viewed)
        for kernel, launch, form in zip(kernels, used, forms, strict=True):
            set_entry(kernel, VIEWS, names_of(kernel)[form.index], written)
            move_uses(launch, shape, form)
    for kernel, launch, arg in zip(kernels, used, same, strict=True):
        viewed = grid.BufferType.of(shapes[0], type_.element_type, type_.scope.data)
        if viewed != type_:
            set_entry(kernel, VIEWS, name, written)
        move_uses(launch, shapes[0], arg)
        erase_views(arg)
        Rewriter.replace_value_with_new_type(arg, viewed)


@dataclass(frozen=True)
class Usage:
    """An operand that is a tensor, itself or a view of it."""

    op: Operation
    index: int

    @property
    def shape(self) -> tuple[int, ...]:
        return grid.buffer_type(self.op.operands[self.index]).dims

    @property
    def is_write(self) -> bool:
        tensor = self.op.operands[self.index]
        match self.op:
            case grid.CopyOp():
                return self.op.dst is tensor
            case grid.StoreOp():
                return self.op.buffer is tensor
            case _:
                return False


def uses(buffer: SSAValue) -> Iterator[Usage]:
    """Yields all uses of a tensor and of its views."""
    for use in buffer.uses:
        if isinstance(use.operation, grid.ReshapeOp):
            yield from uses(use.operation.result)
        else:
            yield Usage(use.operation, use.index)


def move_uses(used: Sequence[Usage], shape: tuple[int, ...], form: SSAValue) -> None:
    """Lets what uses a tensor under a shape use the parameter that has it."""
    for use in used:
        if use.shape == shape:
            use.op.operands[use.index] = form


def erase_views(buffer: SSAValue) -> None:
    """Erases the views of a tensor, which nothing uses any more."""
    for use in list(buffer.uses):
        if isinstance(use.operation, grid.ReshapeOp):
            erase_views(use.operation.result)
            use.operation.detach()
            use.operation.erase()


def check_launch(name: str, used: Sequence[Usage]) -> None:
    """Refuses a launch that writes a tensor under one shape, and uses it under another, too."""
    write = next((use for use in used if use.is_write), None)
    other = next((use for use in used if write is not None and use.shape != write.shape), None)
    if write is None or other is None:
        return
    first, second = ("x".join(map(str, use.shape)) for use in (write, other))
    raise (
        CompileError.at(other.op, f"'{name}' is used as {second} here, and written as {first}")
        .note("it is written here", write.op)
        .note("use one shape in this T.Kernel, or two T.Kernel one after the other")
    )
