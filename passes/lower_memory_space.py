"""
`lower-memory-space`: mutable buffers become values, copies become loads and stores of blocks.

    %s = grid.alloc : !grid.buffer<64x32xbf16, shared>
    scf.for %k = ... {
      grid.copy %A[%r, %c] sizes <64x32> to %s[%0, %0] sizes <64x32>
      grid.gemm %s, %t, %acc
    }

    %acc = scf.for %k = ... iter_args(%acc0 = %zero) -> (tensor<64x64xf32>) {
      %s = tile.load %A[%r, %c] : !tile.tensor<1024x1024xbf16, dram> -> tensor<64x32xbf16>
      %acc1 = tile.matmul %s, %t, %acc0
      scf.yield %acc1
    }

This is the one place where state becomes values: a buffer is the value last written to it, and a
loop carries the buffers that its body writes. Blocks have two dimensions; a vector is one row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import arith, builtin, scf
from xdsl.dialects.builtin import DictionaryAttr, IndexType, ModuleOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.passes.accesses import Access, NotAnAccess, parallel_access, reads, region_access, writes
from ttc.passes.build import Emitter
from ttc.passes.loops import prune_carried, remove_dead


@dataclass(frozen=True)
class LowerMemorySpacePass(ModulePass):
    """Gives every buffer's content a name: SSA construction over structured loops."""

    name = "lower-memory-space"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in list(op.ops):
            if isinstance(kernel, grid.KernelOp):
                lower_kernel(kernel)


def lower_kernel(kernel: grid.KernelOp) -> None:
    body = kernel.entry
    Lowering(Emitter(body)).block(body, {})
    places: dict[str, Attribute] = {}
    for op in list(body.walk()):
        if isinstance(op, grid.AllocOp):
            if op.buffer.name_hint is not None:
                places[op.buffer.name_hint] = op.location
            op.detach()
            op.erase()
    # What is too large for L1 is reported where its author allocated it.
    kernel.attributes["buffers"] = DictionaryAttr(places)
    for arg in list(body.args):
        if isinstance(arg.type, grid.BufferType):
            type_ = tile.TensorType.of(arg.type.dims, arg.type.element_type, "dram")
            Rewriter.replace_value_with_new_type(arg, type_)
    prune_carried(body)
    remove_dead(body)
    lowered = tile.KernelOp(
        kernel.sym_name.data, kernel.detach_region(kernel.body), dict(kernel.attributes)
    )
    lowered.location = kernel.location
    parent = kernel.parent_block()
    assert parent is not None
    parent.insert_op_before(lowered, kernel)
    kernel.detach()
    kernel.erase()


Contents = dict[SSAValue, SSAValue]
"""What each buffer holds; a buffer that was never written is not there."""


@dataclass
class Lowering:
    """Walks the kernel in program order; `unwritten` are loop arguments that hold nothing yet."""

    e: Emitter
    unwritten: set[SSAValue] = field(default_factory=set[SSAValue])

    def block(self, block: Block, contents: Contents) -> None:
        for op in list(block.ops):
            self.e = self.e.at(InsertPoint.before(op), op.location)
            match op:
                case grid.CopyOp():
                    self.copy(op, contents)
                case grid.FillOp():
                    self.fill(op, contents)
                case grid.GemmOp():
                    self.gemm(op, contents)
                case grid.ParallelOp():
                    self.parallel(op, contents)
                case scf.ForOp():
                    self.loop(op, contents)
                    continue
                case _:
                    continue
            op.detach()
            op.erase()

    def read(self, op: Operation, access: Access, contents: Contents) -> SSAValue:
        """Returns the block that `access` names, loading it if it is in a tensor."""
        value = self.content(op, access, contents)
        return (
            self.e.emit(tile.TransposeOp(value), access.hint).result if access.transposed else value
        )

    def content(self, op: Operation, access: Access, contents: Contents) -> SSAValue:
        if access.is_global:
            return self.e.emit(
                tile.LoadOp(access.buffer, access.offsets(self.e), access.block_type()),
                access.hint,
            ).block
        if not access.whole:
            raise partial(op, access, "reads")
        value = contents.get(access.buffer)
        if value is None or value in self.unwritten:
            raise (
                CompileError.at(op, f"'{access.name}' is read before it is written")
                .note(f"'{access.name}' is allocated here", access.owner)
                .note("fill it first: T.clear, T.fill, or a T.copy into it")
            )
        return value

    def write(self, op: Operation, access: Access, value: SSAValue, contents: Contents) -> None:
        """Makes `value` the content of what `access` names, converted to its element type."""
        value = self.cast(value, access.element_type)
        if access.transposed:
            value = self.e.emit(tile.TransposeOp(value), access.hint).result
        if access.is_global:
            self.e.emit(tile.StoreOp(value, access.buffer, access.offsets(self.e)))
            return
        if not access.whole:
            raise partial(op, access, "writes")
        if value.name_hint is None:
            value.name_hint = access.hint
        contents[access.buffer] = value

    def cast(self, value: SSAValue, element_type: Attribute) -> SSAValue:
        if tile.element_type_of(value) == element_type:
            return value
        return self.e.emit(tile.CastOp(value, element_type)).result

    def copy(self, op: grid.CopyOp, contents: Contents) -> None:
        src = region_access(op, op.src, op.src_offsets, op.src_shape)
        dst = region_access(op, op.dst, op.dst_offsets, op.dst_shape)
        if src.dims != dst.dims:
            raise CompileError.at(
                op,
                f"a copy of {shown(src.dims)} elements of '{src.name}' into "
                f"{shown(dst.dims)} elements of '{dst.name}'",
            ).note("a vector is one row: give both sides the same rows and columns")
        value = self.read(op, src, contents)
        if src.is_global and not dst.is_global:
            value.name_hint = dst.hint
        self.write(op, dst, value, contents)

    def fill(self, op: grid.FillOp, contents: Contents) -> None:
        buffer = region_access(op, op.buffer, (), ())
        constant = op.value.owner
        if not isinstance(constant, arith.ConstantOp):
            raise CompileError.at(op, f"'{buffer.name}' is filled with a value of run time").note(
                "fill it with a constant"
            )
        number = constant.value
        assert isinstance(number, builtin.FloatAttr | builtin.IntegerAttr)
        filled = self.e.emit(tile.FillOp(float(number.value.data), buffer.block_type()))
        self.write(op, buffer, filled.block, contents)

    def gemm(self, op: grid.GemmOp, contents: Contents) -> None:
        a, b, c = (region_access(op, value, (), ()) for value in op.operands)
        lhs, rhs = self.read(op, a, contents), self.read(op, b, contents)
        if op.transpose_a is not None:
            lhs = self.e.emit(tile.TransposeOp(lhs), a.hint).result
        if op.transpose_b is not None:
            rhs = self.e.emit(tile.TransposeOp(rhs), b.hint).result
        if op.clear_accum is not None:
            acc = self.e.emit(tile.FillOp(0.0, c.block_type())).block
        else:
            acc = self.read(op, c, contents)
        self.write(op, c, self.e.emit(tile.MatmulOp(lhs, rhs, acc), c.hint).result, contents)

    def parallel(self, op: grid.ParallelOp, contents: Contents) -> None:
        """The body's loads become inputs of a generic, its stores the outputs."""
        inputs: dict[Access, SSAValue] = {}
        stored: dict[Access, SSAValue] = {}
        body = Block()
        for inner in list(op.body.block.ops):
            match inner:
                case grid.LoadOp():
                    access = self.element(inner, inner.buffer, inner.indices, op)
                    scalar = stored.get(access)
                    if scalar is None:
                        self.refuse_race(inner, access, stored)
                        if access not in inputs:
                            self.e.location = inner.location
                            inputs[access] = self.read(inner, access, contents)
                            body.insert_arg(inner.value.type, len(body.args))
                        scalar = body.args[list(inputs).index(access)]
                    inner.value.replace_all_uses_with(scalar)
                case grid.StoreOp():
                    access = self.element(inner, inner.buffer, inner.indices, op)
                    self.refuse_race(inner, access, stored)
                    stored[access] = inner.value
                case _ if inner.results and isinstance(inner.results[0].type, IndexType):
                    continue  # an index: what it names is in the accesses
                case _:
                    for operand in inner.operands:
                        if isinstance(operand.type, IndexType):
                            raise CompileError.at(
                                inner, "an index is used as a value in T.Parallel"
                            ).note("values that depend on the place are not supported yet")
                    inner.detach()
                    body.add_op(inner)
        self.e.location = op.location
        end = tile.YieldOp(list(stored.values()))
        end.location = op.location
        body.add_op(end)
        outputs = [builtin.TensorType(access.element_type, access.dims) for access in stored]
        generic = self.e.emit(tile.GenericOp(list(inputs.values()), outputs, Region(body)))
        for access, output in zip(stored, generic.outputs, strict=True):
            self.write(op, access, output, contents)
        for inner in reversed(list(op.body.block.ops)):
            inner.detach()
            inner.erase(safe_erase=False)

    def element(
        self,
        op: Operation,
        buffer: SSAValue,
        indices: tuple[SSAValue, ...],
        parallel: grid.ParallelOp,
    ) -> Access:
        try:
            return parallel_access(buffer, indices, parallel)
        except NotAnAccess as error:
            raise CompileError.at(op, error.message).note(error.way_out) from None

    def refuse_race(self, op: Operation, access: Access, stored: dict[Access, SSAValue]) -> None:
        for other in stored:
            if other.buffer is access.buffer and other != access:
                raise CompileError.at(
                    op,
                    f"an iteration of T.Parallel uses what another one writes in '{access.name}'",
                ).note("split the loop in two, or use two buffers")

    def loop(self, loop: scf.ForOp, contents: Contents) -> None:
        """Carries the buffers the body writes; those that need not be are pruned afterwards."""
        body = loop.body.block
        carried: list[SSAValue] = []
        inits: list[SSAValue] = []
        for buffer in written_in(body):
            known = contents.get(buffer)
            if known is None and not read_after(loop, buffer):
                continue  # fresh in every iteration
            if known is None:
                access = region_access(loop, buffer, (), ())
                known = self.e.emit(tile.FillOp(0.0, access.block_type()), access.hint).block
                self.unwritten.add(known)
            carried.append(buffer)
            inits.append(known)

        lowered = scf.ForOp(loop.lb, loop.ub, loop.step, inits, Block(arg_types=[IndexType()]))
        lowered.attributes = dict(loop.attributes)
        lowered.location = loop.location
        inside = dict(contents)
        block = lowered.body.block
        block.args[0].name_hint = body.args[0].name_hint
        body.args[0].replace_all_uses_with(block.args[0])
        for buffer, init in zip(carried, inits, strict=True):
            arg = block.insert_arg(init.type, len(block.args))
            arg.name_hint = buffer.name_hint
            if init in self.unwritten:
                self.unwritten.add(arg)
            inside[buffer] = arg
        for op in list(body.ops):
            op.detach()
            if not isinstance(op, scf.YieldOp):
                block.add_op(op)
        parent = loop.parent_block()
        assert parent is not None
        parent.insert_op_before(lowered, loop)
        loop.detach()
        loop.erase()

        outer = self.e
        self.block(block, inside)
        self.e = outer
        end = scf.YieldOp(*(inside[buffer] for buffer in carried))
        end.location = lowered.location
        block.add_op(end)
        for buffer, result in zip(carried, lowered.res, strict=True):
            result.name_hint = buffer.name_hint
            if inside[buffer] in self.unwritten:
                self.unwritten.add(result)
            contents[buffer] = result


def written_in(body: Block) -> list[SSAValue]:
    """Returns the local buffers from outside `body` that it writes, in order."""
    found: dict[SSAValue, None] = {}
    for op in body.walk():
        for buffer in writes(op):
            assert isinstance(buffer.type, grid.BufferType)
            owner = buffer.owner
            if buffer.type.is_global or not isinstance(owner, Operation):
                continue
            if body.find_ancestor_op_in_block(owner) is None:
                found[buffer] = None
    return list(found)


def read_after(loop: scf.ForOp, buffer: SSAValue) -> bool:
    """Tells whether an op after `loop` reads `buffer`."""
    for use in buffer.uses:
        if buffer in reads(use.operation) and _comes_after(use.operation, loop):
            return True
    return False


def _comes_after(op: Operation, loop: Operation) -> bool:
    anchor: Operation | None = loop
    while anchor is not None:
        block = anchor.parent_block()
        if block is None:
            return False
        ancestor = block.find_ancestor_op_in_block(op)
        if ancestor is not None:
            return ancestor is not anchor and anchor.is_before_in_block(ancestor)
        anchor = block.parent_op()
    return False


def partial(op: Operation, access: Access, verb: str) -> CompileError:
    return CompileError.at(
        op,
        f"this {verb} {shown(access.dims)} elements of '{access.name}', which has "
        f"{shown(access.buffer_dims)}",
    ).note("shared buffers and fragments are used whole; allocate one of the size you need")


def shown(dims: tuple[int, ...]) -> str:
    return "x".join(map(str, dims))
