"""`T.Parallel` as one `tile.generic`: loads become its inputs, stores its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xdsl.dialects import arith, builtin
from xdsl.dialects.builtin import IndexType, LocationAttr, i32
from xdsl.ir import Block, BlockArgument, Operation, Region, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.dtypes import dtype_of
from ttc.passes.accesses import (
    Access,
    NotAnAccess,
    hidden,
    is_element,
    parallel_access,
    walk,
    walked_dims,
)
from ttc.passes.affine import Linear, build, linear
from ttc.passes.build import insert
from ttc.passes.contents import Contents, is_variable
from ttc.passes.infer_layouts import line_of
from ttc.passes.layouts import Line, root

ON_NUMBERS: dict[type, type[Operation]] = {
    arith.AddiOp: arith.AddiOp,
    arith.SubiOp: arith.SubiOp,
    arith.MuliOp: arith.MuliOp,
    arith.FloorDivSIOp: arith.FloorDivSIOp,
    arith.RemSIOp: arith.RemUIOp,  # neither operand is negative
    arith.MinSIOp: arith.MinSIOp,
    arith.MaxSIOp: arith.MaxSIOp,
}
"""What op on indices is what op on the numbers that they are."""


def lower_parallel(op: grid.ParallelOp, contents: Contents) -> None:
    """Replaces the loop's work by a generic; the emptied loop is the caller's to erase."""
    try:
        _Body(op, contents).lower()
    except NotAnAccess as error:
        raise CompileError.at(op, error.message).note(error.way_out) from None


@dataclass
class _Body:
    """
    What has been seen, by what it accesses; an element written here is read from `stored`.

    `places` are those of the stores in the author's file.
    """

    loop: grid.ParallelOp
    contents: Contents
    line: Line = field(init=False)
    axes: dict[BlockArgument, int] = field(init=False)
    block: Block = field(default_factory=Block)
    inputs: dict[Access, SSAValue] = field(default_factory=dict[Access, SSAValue])
    stored: dict[Access, SSAValue] = field(default_factory=dict[Access, SSAValue])
    places: dict[Access, LocationAttr] = field(default_factory=dict[Access, LocationAttr])

    def __post_init__(self) -> None:
        self.line = line_of(self.loop)
        self.axes = walk(self.loop, self.line)

    def lower(self) -> None:
        for op in list(self.loop.body.block.ops):
            self.visit(op)
        if self.stored:
            self.emit()
        for op in reversed(list(self.loop.body.block.ops)):
            op.detach()
            op.erase(safe_erase=False)

    def emit(self) -> None:
        """Puts the generic in front of the loop, and writes what it yields."""
        e = self.contents.e
        e.location = self.loop.location
        end = tile.YieldOp(list(self.stored.values()))
        end.location = self.loop.location
        self.block.add_op(end)
        dims = walked_dims(self.loop, self.axes)
        # Elements by themselves: exponents are shared when the block is written.
        types = [dtype_of(access.element_type).alone.ir for access in self.stored]
        outputs = [builtin.TensorType(type_, dims) for type_ in types]
        made = tile.GenericOp(list(self.inputs.values()), outputs, Region(self.block))
        generic = e.emit(made)
        for access, output in zip(self.stored, generic.outputs, strict=True):
            e.location = self.places[access]
            self.contents.write(self.loop, access, output)

    def visit(self, op: Operation) -> None:
        match op:
            case grid.LoadOp() if is_variable(op.buffer):
                op.value.replace_all_uses_with(self.contents.variable(op))
            case grid.LoadOp():
                op.value.replace_all_uses_with(self.element(op))
            case grid.StoreOp():
                access = self.access(op, op.buffer, op.indices)
                self.refuse_race(op, access)
                self.refuse_race(op, access, self.inputs)
                if access.broadcast is not None:
                    raise CompileError.at(
                        op, f"several iterations of T.Parallel write one element of '{access.name}'"
                    ).note(
                        "reduce with T.reduce_sum or T.reduce_max, or index with every loop index"
                    )
                self.stored[access] = op.value
                self.places[access] = op.location
            case arith.CmpiOp() if isinstance(op.lhs.type, IndexType):
                self.compare(op)
            case arith.IndexCastOp() if isinstance(op.input.type, IndexType):
                form = self.walked(op.input)
                if hidden(form, self.axes):
                    op.result.replace_all_uses_with(self.number(op, op.input))
                else:
                    self.keep(op, [self.place(op, form)])
            case _ if op.results and isinstance(op.results[0].type, IndexType):
                if not depends_on_place(op):
                    self.move_out(op)
                # Else an index of elements: what it names is in the accesses.
            case _:
                self.keep(op, list(op.operands))

    def element(self, op: grid.LoadOp) -> SSAValue:
        """Returns the element that a load reads: just stored, or an argument of the body."""
        access = self.access(op, op.buffer, op.indices)
        if access in self.stored:
            return self.stored[access]
        self.refuse_race(op, access)
        if access not in self.inputs:
            self.contents.e.location = op.location
            self.inputs[access] = self.contents.read(op, access)
            self.block.insert_arg(op.value.type, len(self.block.args))
        return self.block.args[list(self.inputs).index(access)]

    def keep(self, op: Operation, operands: list[SSAValue]) -> None:
        op.detach()
        op.operands = operands
        self.block.add_op(op)

    def move_out(self, op: Operation) -> None:
        """Puts an op that is the same in every iteration, and what it needs, before the loop."""
        for operand in op.operands:
            owner = operand.owner
            if isinstance(owner, Operation) and owner.parent in (self.loop.body.block, self.block):
                self.move_out(owner)
        op.detach()
        insert(op, self.contents.e.point)

    def compare(self, op: arith.CmpiOp) -> None:
        """A comparison of indices asks on which side of zero their difference is."""
        difference = self.walked(op.lhs).plus(self.walked(op.rhs), -1)
        if hidden(difference, self.axes):
            self.keep(op, [self.number(op, op.lhs), self.number(op, op.rhs)])
        else:
            self.keep(op, [self.place(op, difference), self.contents.e.index(0)])

    def walked(self, index: SSAValue) -> Linear:
        """Returns an index as a linear form, without loop indices that have one value."""
        form = linear(index)
        for iv in self.loop.body.block.args:
            if iv not in self.axes:
                form = form.without(iv)
        return form

    def number(self, op: Operation, index: SSAValue) -> SSAValue:
        """Makes the 32-bit number that an index has at an element, where that is no linear form."""
        form = self.walked(index)
        made: Operation
        if not hidden(form, self.axes):
            made = arith.IndexCastOp(self.place(op, form), i32)
        else:
            kind = ON_NUMBERS.get(type(index.owner))
            if kind is None or not isinstance(index.owner, Operation):
                raise CompileError.at(
                    op, "a value of T.Parallel depends on a loop index in a way that is no sum"
                ).note("use +, -, *, // and % of loop indices")
            operands = [self.number(op, operand) for operand in index.owner.operands]
            made = kind.create(operands=operands, result_types=[i32])
        made.location = op.location
        self.block.add_op(made)
        return made.results[0]

    def place(self, op: Operation, form: Linear) -> SSAValue:
        """Makes the number that a linear form of the loop's indices has at an element."""
        factors = [0, 0]
        for iv, axis in self.axes.items():
            factors[axis] = form.terms.get(iv, 0)
            form = form.without(iv)
        e = self.contents.e
        e.location = op.location
        made = tile.IndexOp((factors[0], factors[1]), build(e, form))
        made.location = op.location
        self.block.add_op(made)
        return made.result

    def access(self, op: Operation, buffer: SSAValue, indices: tuple[SSAValue, ...]) -> Access:
        try:
            return parallel_access(buffer, indices, self.loop, self.line)
        except NotAnAccess as error:
            raise CompileError.at(op, error.message).note(error.way_out) from None

    def refuse_race(
        self, op: Operation, access: Access, others: Mapping[Access, SSAValue] | None = None
    ) -> None:
        for other in self.stored if others is None else others:
            if other == access or access.apart_from(other):
                continue
            if root(other.buffer) is root(access.buffer):
                raise CompileError.at(
                    op,
                    f"an iteration of T.Parallel uses what another one writes in '{access.name}'",
                ).note("split the loop in two, or use two buffers")


def depends_on_place(op: Operation) -> bool:
    """Tells whether an op of a body needs an element or an index of it."""
    for operand in op.operands:
        owner = operand.owner
        if is_element(operand) or (isinstance(owner, Operation) and depends_on_place(owner)):
            return True
    return False
