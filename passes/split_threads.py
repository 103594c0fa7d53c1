"""
`split-threads`: three programs that hand blocks over in circular buffers.

    scf.for %k = ... {
      %s = tile.load %A[%r, %k]
      %y = tile.section ins(%s) ... -> (!tile.block<4x4xbf16>) {...}
      tile.store %y, %C[%r, %c]
    }

    reader:  scf.for %k = ... { cb_reserve_back %s; noc_async_read_page ...; cb_push_back %s }
    compute: scf.for %k = ... { cb_wait_front %s; cb_reserve_back %y;
                                tile.section ins(%s) outs(%y) {...};
                                cb_push_back %y; cb_pop_front %s }
    writer:  scf.for %k = ... { cb_wait_front %y; noc_async_write_page ...; cb_pop_front %y }

Each program is a slice of the same loop nest: the reader keeps the loads, the writer the stores,
compute the sections, each with the loops and the index arithmetic it needs. So the counts of pages
match by construction. Loads that stand side by side share one barrier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import (
    Float32Type,
    IndexType,
    IntegerAttr,
    IntegerType,
    ModuleOp,
    StringAttr,
    i64,
)
from xdsl.ir import Attribute, Block, BlockArgument, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.dialects import host, metal, tile
from ttc.dialects.metal import ROLES
from ttc.parameters import LAUNCH
from ttc.passes.build import Emitter, constant_of
from ttc.passes.loops import prune_carried, remove_dead
from ttc.passes.movement import constant_tile, read_block, write_block
from ttc.passes.one_consumer import accumulates, inner_of_nest
from ttc.passes.parameters import parameter_ops
from ttc.passes.row_reads import read_rows
from ttc.passes.row_writes import write_rows
from ttc.passes.streams import Stream, Streams
from ttc.passes.traffic import dram_bytes
from ttc.targets import target_named

WORK_FIELDS = ("start", "count")
"""The arguments of a kernel after its parameters, as fields of a core's row of work."""


@dataclass(frozen=True)
class SplitThreadsPass(ModulePass):
    """Slices a kernel into reader, compute and writer, and describes the program they make."""

    name = "split-threads"

    target: str = "wormhole"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in list(op.ops):
            if isinstance(kernel, tile.KernelOp):
                self.split(kernel)

    def split(self, kernel: tile.KernelOp) -> None:
        streams = Streams(kernel)
        parent = kernel.parent_block()
        assert parent is not None
        program = self.program(kernel, streams)
        parent.insert_op_before(program, kernel)
        described = [op.results[0] for op in program.body.block.ops]
        for role in ROLES:
            made, used = Slicer(kernel, streams, role).kernel()
            parent.insert_op_before(made, kernel)
            # Before unused arguments went, they were the described values in order, then work.
            bound = [described[n] for n in used if n < len(described)]
            work = [WORK_FIELDS[n - len(described)] for n in used if n >= len(described)]
            call = host.KernelOp(made.sym_name.data, role, bound, work)
            call.location = kernel.location
            program.body.block.add_op(call)
        kernel.detach()
        kernel.erase()

    def program(self, kernel: tile.KernelOp, streams: Streams) -> host.ProgramOp:
        """Makes the host's description: tensors and circular buffers; kernels are added later."""
        read, written = dram_bytes(kernel)
        module = kernel.parent_op()
        notes = None if module is None else module.attributes.get("ttc.notes")
        target = target_named(self.target)
        properties: dict[str, Attribute | None] = {
            "target": StringAttr(target.name),
            "grid": kernel.attributes["grid"],
            "dealing": kernel.attributes["dealing"],
            "order": kernel.attributes["order"],
            "panel": kernel.attributes["panel"],
            "core_ranges": kernel.attributes["cores"],
            "work": kernel.attributes["work"],
            "l1_available": IntegerAttr(target.l1_cb_bytes, i64),
            "dram_read": None if read is None else IntegerAttr(read, i64),
            "dram_write": None if written is None else IntegerAttr(written, i64),
            "fp32_dest": kernel.attributes.get("fp32_dest"),
            "launch": kernel.attributes.get(LAUNCH),
            "notes": notes,
        }
        program = host.ProgramOp(kernel.sym_name.data, properties)
        program.location = kernel.location
        block = program.body.block
        for stream in streams.streams:
            cb = host.CBOp(stream.name, stream.producer, stream.consumer, stream.cb_type())
            cb.location = stream.location
            cb.cb.name_hint = stream.name
            cb.attributes["least"] = IntegerAttr(stream.least, i64)
            block.add_op(cb)
        for parameter in parameter_ops(kernel):
            block.add_op(parameter)
        return program


@dataclass
class Slicer:
    """Rebuilds the part of a kernel that one role runs."""

    source: tile.KernelOp
    streams: Streams
    role: str
    values: dict[SSAValue, SSAValue] = field(default_factory=dict[SSAValue, SSAValue])
    cbs: dict[Stream, SSAValue] = field(default_factory=dict[Stream, SSAValue])

    def kernel(self) -> tuple[metal.KernelOp, list[int]]:
        """Returns the kernel, and which of all possible arguments it takes."""
        body = Block()
        for stream in self.streams.streams:
            self.cbs[stream] = body.insert_arg(stream.cb_type(), len(body.args))
            self.cbs[stream].name_hint = f"{stream.name}"
        described = list(range(len(body.args)))
        for arg in sorted(self.source.args, key=kind_of_argument):
            self.values[arg] = body.insert_arg(arg.type, len(body.args))
            self.values[arg].name_hint = arg.name_hint
            described.append(len(self.streams.streams) + arg.index)
        made = metal.KernelOp(
            f"{self.source.sym_name.data}_{self.role}",
            Region(body),
            {},
        )
        made.properties["role"] = StringAttr(self.role)
        made.location = self.source.location
        e = Emitter(body)
        self.block(self.source.entry, e)
        if self.role == "writer":
            e.location = self.source.location
            e.at(InsertPoint.at_end(body)).emit(metal.NocAsyncWriteBarrierOp())
        prune_carried(body)
        remove_dead(body)
        used = [described[arg.index] for arg in body.args if arg.uses]
        for arg in reversed(list(body.args)):
            if not arg.uses:
                body.erase_arg(arg)
        return made, used

    def block(self, block: Block, e: Emitter) -> None:
        ops = list(block.ops)
        n = 0
        while n < len(ops):
            op = ops[n]
            if not isinstance(op, scf.YieldOp):  # the text of a loop does not keep its end's place
                e.location = op.location
            if isinstance(op, tile.LoadOp):
                group = neighbouring_loads(ops, n, self.streams)
                # Indices between the loads come first: they need nothing of them.
                for other in ops[n : n + len(group.between) + len(group.loads)]:
                    if not isinstance(other, tile.LoadOp):
                        self.clone(other, e)
                self.loads(group.loads, e)
                n += len(group.between) + len(group.loads)
                continue
            tokens = self.streams.tokens[self.role]
            self.emit_tokens(e, metal.CBWaitFrontOp, tokens.waits.get(op, []))
            if not (self.role == "compute" and op in self.streams.folded):
                self.emit_tokens(e, metal.CBReserveBackOp, tokens.reserves.get(op, []))
                here = e.location
                self.op(op, e)
                e.location = here
                self.emit_tokens(e, metal.CBPushBackOp, tokens.pushes.get(op, []))
            self.emit_tokens(e, metal.CBPopFrontOp, tokens.pops.get(op, []))
            n += 1

    def emit_tokens(
        self, e: Emitter, kind: type[metal.CBTokensOp], streams: Sequence[Stream]
    ) -> None:
        for stream in streams:
            e.emit(kind(self.cbs[stream], stream.cb_type().block_pages))

    def op(self, op: Operation, e: Emitter) -> None:
        match op:
            case scf.ForOp():
                self.loop(op, e)
            case scf.IfOp():
                self.branch(op, e)
            case tile.SectionOp():
                self.section(op, e)
            case tile.ScalerOp() | tile.NumbersOp():
                if self.role == "reader":
                    constant_tile(e, op, self.cbs[self.streams.of[op.block]])
            case tile.StoreOp():
                if self.role == "writer":
                    self.store(op, e)
            case scf.YieldOp() | tile.YieldOp():
                pass
            case tile.ViewOp():
                self.values[op.result] = self.values[op.tensor]
            case _ if self.role == "compute" or is_scalar(op.results[0]):
                self.clone(op, e)
            case _:
                pass  # a section's math

    def clone(self, op: Operation, e: Emitter) -> None:
        """Keeps scalar arithmetic, which every role may need; and in a section its compute ops."""
        if isinstance(op, arith.ConstantOp) and isinstance(op.result.type, IndexType):
            number = constant_of(op.result)
            assert number is not None
            self.values[op.result] = e.index(number)
            return
        made = op.clone(self.values)
        made.operands = [self.value(operand) for operand in op.operands]
        for old, new in zip(op.results, made.results, strict=True):
            self.values[old] = new
        e.emit(made)
        made.location = op.location

    def value(self, value: SSAValue) -> SSAValue:
        """Returns what stands for a value here: a block outside of DST is its circular buffer."""
        known = self.values.get(value)
        return self.cbs[self.streams.of[value]] if known is None else known

    def loop(self, op: scf.ForOp, e: Emitter) -> None:
        in_dst = isinstance(op.parent_op(), tile.SectionOp) and self.role == "compute"
        kept = [n for n, value in enumerate(op.iter_args) if in_dst or is_scalar(value)]
        carried = [self.value(op.iter_args[n]) for n in kept]
        body = Block(arg_types=[IndexType(), *(value.type for value in carried)])
        lb, ub, step = (self.value(v) for v in (op.lb, op.ub, op.step))
        counter, *args = op.body.block.args
        for arg in args:
            self.values.pop(arg, None)
        olds = [counter, *(args[n] for n in kept)]
        for old, new in zip(olds, body.args, strict=True):
            new.name_hint = old.name_hint
            self.values[old] = new
        made = e.emit(scf.ForOp(lb, ub, step, carried, body))
        self.block(op.body.block, e.at(InsertPoint.at_end(body)))
        self.end(op.body.block, body, kept, op)
        for n, new in zip(kept, made.res, strict=True):
            new.name_hint = op.res[n].name_hint
            self.values[op.res[n]] = new

    def end(self, source: Block, made: Block, kept: Sequence[int], op: Operation) -> None:
        """Ends a block with the yield of those values that this role has."""
        end = source.last_op
        assert isinstance(end, scf.YieldOp)
        inner_end = scf.YieldOp(*(self.value(end.arguments[n]) for n in kept))
        inner_end.location = op.location
        made.add_op(inner_end)

    def branch(self, op: scf.IfOp, e: Emitter) -> None:
        kept = [n for n, value in enumerate(op.results) if is_scalar(value)]
        bodies = [Block() for region in op.regions if region.blocks]
        types = [op.results[n].type for n in kept]
        then, *others = (Region(body) for body in bodies)
        made = e.emit(scf.IfOp(self.value(op.cond), types, then, others[0] if others else None))
        for region, body in zip(op.regions, bodies, strict=False):
            self.block(region.block, e.at(InsertPoint.at_end(body)))
            self.end(region.block, body, kept, op)
        for n, new in zip(kept, made.results, strict=True):
            new.name_hint = op.results[n].name_hint
            self.values[op.results[n]] = new

    def section(self, op: tile.SectionOp, e: Emitter) -> None:
        if self.role != "compute":
            # The loop that a section holds is where its loads are.
            for inner in op.body.block.ops:
                if isinstance(inner, scf.ForOp):
                    e.location = inner.location
                    self.loop(inner, e)
            return
        body = Block(arg_types=[arg.type for arg in op.body.block.args])
        for old, new in zip(op.body.block.args, body.args, strict=True):
            new.name_hint = old.name_hint
            self.values[old] = new
        acc = None if op.acc is None else self.accumulate_flag(op, e)
        made = tile.SectionOp(
            [self.cbs[self.streams.of[value]] for value in op.ins],
            op.view_names,
            op.subblock_dims,
            [],
            Region(body),
            outs=[self.cbs[self.streams.of[value]] for value in op.blocks],
            acc=acc,
        )
        e.emit(made)
        inside = e.at(InsertPoint.at_end(body))
        self.block(op.body.block, inside)
        inside.emit(tile.YieldOp([self.value(value) for value in op.yielded.values]))

    def accumulate_flag(self, op: tile.SectionOp, e: Emitter) -> SSAValue:
        """0 in the first step of a loop that starts from zeros; else the packer always adds."""
        assert isinstance(op.acc, BlockArgument)
        loop = op.acc.block.parent_op()
        assert isinstance(loop, scf.ForOp)
        n = op.acc.index - 1
        assert accumulates(loop, n)
        assert inner_of_nest(loop, n) is None
        if loop.iter_args[n].owner not in self.streams.folded:
            return e.index(1)
        k, first = self.value(loop.body.block.args[0]), self.value(loop.lb)
        return e.emit(arith.CmpiOp(k, first, "ne")).result

    def loads(self, loads: Sequence[tile.LoadOp], e: Emitter) -> None:
        tokens = self.streams.tokens
        if self.role == "reader":
            streams = [self.streams.of[op.block] for op in loads]
            for op, stream in zip(loads, streams, strict=True):
                e.location = op.location
                self.emit_tokens(e, metal.CBReserveBackOp, [stream])
            for op, stream in zip(loads, streams, strict=True):
                e.location = op.location
                offsets = [self.value(offset) for offset in op.offsets]
                read = read_rows if op.is_rows else read_block
                read(e, op, self.values[op.tensor], self.cbs[stream], offsets)
            e.emit(metal.NocAsyncReadBarrierOp())
            for op, stream in zip(loads, streams, strict=True):
                e.location = op.location
                self.emit_tokens(e, metal.CBPushBackOp, [stream])
            return
        for op in loads:
            waits = tokens[self.role].waits.get(op, [])
            pops = tokens[self.role].pops.get(op, [])
            self.emit_tokens(e, metal.CBWaitFrontOp, waits)
            self.emit_tokens(e, metal.CBPopFrontOp, pops)

    def store(self, op: tile.StoreOp, e: Emitter) -> None:
        cb = self.cbs[self.streams.of[op.block]]
        offsets = [self.value(offset) for offset in op.offsets]
        write = write_rows if op.is_rows else write_block
        write(e, op, self.values[op.tensor], cb, offsets)
        e.emit(metal.NocAsyncWritesFlushedOp())


def is_scalar(value: SSAValue) -> bool:
    """Tells whether a value is one that every thread computes for itself."""
    return not isinstance(value.type, tile.BlockType)


def kind_of_argument(arg: BlockArgument) -> tuple[int, int]:
    """Tensors come first, then the scalars among the parameters, then the work."""
    kinds = (tile.TensorType, IntegerType | Float32Type, IndexType)
    return next(n for n, kind in enumerate(kinds) if isinstance(arg.type, kind)), arg.index


@dataclass
class Neighbours:
    loads: list[tile.LoadOp]
    between: list[Operation]


def neighbouring_loads(ops: Sequence[Operation], start: int, streams: Streams) -> Neighbours:
    """Returns the loads from `start` on with nothing but index arithmetic between them."""
    first = ops[start]
    assert isinstance(first, tile.LoadOp)
    found = Neighbours([first], [])
    pending: list[Operation] = []
    for op in ops[start + 1 :]:
        if isinstance(op, tile.LoadOp):
            found.loads.append(op)
            found.between += pending
            pending = []
        elif op.results and not op.regions and all(is_scalar(result) for result in op.results):
            pending.append(op)
        else:
            break
    return found
