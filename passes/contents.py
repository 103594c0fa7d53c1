"""What every buffer holds at a point of the program: SSA construction for arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

from xdsl.dialects import builtin
from xdsl.dialects.builtin import f32
from xdsl.ir import Attribute, Operation, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.passes.accesses import Access
from ttc.passes.build import Emitter
from ttc.passes.layouts import matrix_of, root
from ttc.passes.reshapes import reshaped
from ttc.passes.shared_exponents import alone, gets_exponents


@dataclass
class Contents:
    """
    The value last written to each buffer; one that was never written is not in `held`.

    `unwritten` are values that stand for a buffer's content before anything is written to it.
    """

    e: Emitter
    held: dict[SSAValue, SSAValue] = field(default_factory=dict[SSAValue, SSAValue])
    unwritten: set[SSAValue] = field(default_factory=set[SSAValue])

    def inside(self, e: Emitter) -> Contents:
        """Returns what is known at the start of a nested region."""
        return Contents(e, dict(self.held), self.unwritten)

    def read(self, op: Operation, access: Access) -> SSAValue:
        """Returns the block that `access` names: loaded if in a tensor, turned and repeated."""
        value = self.stored(op, access)
        if access.transposed:
            value = self.turned(value, access.hint)
        if access.broadcast is not None:
            broadcast = tile.BroadcastOp(access.broadcast, value, access.dims)
            value = self.e.emit(broadcast, access.hint).result
        return value

    def stored(self, op: Operation, access: Access) -> SSAValue:
        """Returns the block as it lies in its buffer."""
        if access.is_global:
            load = tile.LoadOp(access.buffer, access.offsets(self.e), access.block_type())
            return self.e.emit(load, access.hint).block
        value = self.whole(op, access)
        if access.whole:
            return value
        row, col = access.offsets(self.e)[-2:]
        return self.e.emit(tile.ExtractOp(value, row, col, access.block_type()), access.hint).result

    def variable(self, op: grid.LoadOp) -> SSAValue:
        """Returns the scalar that a T.alloc_var holds."""
        name = op.buffer.name_hint or "a buffer"
        if not is_variable(op.buffer):
            raise CompileError.at(op, f"an element of '{name}' is used as a scalar").note(
                "elements live in tiles: compute with them in T.Parallel"
            )
        value = self.held.get(op.buffer)
        if value is None or value in self.unwritten:
            raise CompileError.at(op, f"'{name}' is read before it is written").note(
                "give T.alloc_var a value to begin with"
            )
        return value

    def whole(self, op: Operation, access: Access) -> SSAValue:
        """Returns the whole content of a local buffer."""
        value = self.held.get(root(access.buffer))
        if value is None or value in self.unwritten:
            raise (
                CompileError.at(op, f"'{access.name}' is read before it is written")
                .note(f"'{access.name}' is allocated here", access.owner)
                .note("fill it first: T.clear, T.fill, or a T.copy into it")
            )
        return self.viewed(access, value, access.matrix)

    def viewed(self, access: Access, value: SSAValue, dims: tuple[int, int]) -> SSAValue:
        """Returns the content of a buffer, or of a view of it, with these rows and columns."""
        if tile.dims_of(value) == dims:
            return value
        if tile.dims_of(value)[1] == 1:
            return self.viewed(access, self.turned(value, access.hint), dims)
        if dims[1] == 1:
            return self.turned(self.viewed(access, value, (1, dims[0])), access.hint)
        return reshaped(self.e, value, dims, access.hint)

    def write(self, op: Operation, access: Access, value: SSAValue) -> None:
        """Makes `value` the content of what `access` names, converted to its element type."""
        if gets_exponents(value, access.element_type):
            value = self.with_exponents(access, value)
        else:
            value = self.cast(value, access.element_type)
            if access.transposed:
                value = self.turned(value, access.hint)
        if access.is_global:
            self.e.emit(tile.StoreOp(value, access.buffer, access.offsets(self.e)))
            return
        if not access.whole:
            into = self.viewed(access, self.partly_written(access), access.matrix)
            row, col = access.offsets(self.e)[-2:]
            part = tile.InsertOp(value, into, row, col, alone=access.is_alone)
            value = self.e.emit(part, access.hint).result
        value = self.viewed(access, value, matrix_of(root(access.buffer)))
        if value.name_hint is None:
            value.name_hint = access.hint
        self.held[root(access.buffer)] = value

    def with_exponents(self, access: Access, value: SSAValue) -> SSAValue:
        """Gives the rows of a block, as they will lie, exponents that their elements share."""
        value = self.cast(value, f32)
        if access.transposed:
            value = self.turned(value, access.hint)
        columns = offset = None
        if access.is_global:
            assert isinstance(access.buffer.type, grid.BufferType)
            columns, offset = access.buffer.type.dims[-1], access.offsets(self.e)[-1]
        return self.cast(alone(self.e, value, columns, offset), access.element_type)

    def partly_written(self, access: Access) -> SSAValue:
        """Returns what a buffer holds before a part of it is written: zeros if nothing yet."""
        known = self.held.get(root(access.buffer))
        if known is not None:
            return known
        dims = matrix_of(root(access.buffer))
        type_ = builtin.TensorType(access.element_type, dims)
        return self.e.emit(tile.FillOp(0.0, type_), access.hint).block

    def turned(self, value: SSAValue, hint: str | None) -> SSAValue:
        """Returns the transposed block; what was turned before is turned back for nothing."""
        if isinstance(value.owner, tile.TransposeOp):
            return value.owner.block
        return self.e.emit(tile.TransposeOp(value), hint).result

    def cast(self, value: SSAValue, element_type: Attribute) -> SSAValue:
        if tile.element_type_of(value) == element_type:
            return value
        return self.e.emit(tile.CastOp(value, element_type)).result


def is_variable(buffer: SSAValue) -> bool:
    """Tells whether a buffer is a scalar of T.alloc_var."""
    return isinstance(buffer.type, grid.BufferType) and buffer.type.scope.data == "var"


def shown(dims: tuple[int, ...]) -> str:
    return "x".join(map(str, dims))
