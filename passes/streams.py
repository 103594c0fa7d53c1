"""
Streams: the blocks that cross from thread to thread, or wait in L1, before they get a CB.

A stream is a value, or all that one loop carries: the init, what each iteration yields, the
result. It has one producer and one consumer, who hand over whole blocks in program order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from xdsl.dialects import scf
from xdsl.dialects.builtin import DictionaryAttr, Float32Type, IntegerAttr, LocationAttr
from xdsl.ir import Attribute, Block, Operation, OpResult, SSAValue, Use

from ttc.dialects import tile
from ttc.dialects.metal import CBType
from ttc.passes.affine import may_not_run
from ttc.passes.one_consumer import (
    accumulates,
    block_positions,
    continues_nest,
    goes_to_fpu,
    inner_of_nest,
    left_alone,
    yield_of,
)

DOUBLE = 2
UNNAMED = "block"


@dataclass(eq=False)
class Stream:
    """
    What one circular buffer will carry.

    `depth` is how many blocks it should hold, `least` how many it must. With `is_for_fpu` the
    source registers take its blocks, which cut float32 to TF32.
    """

    name: str
    dims: tuple[int, ...]
    element_type: Attribute
    location: LocationAttr
    producer: str
    consumer: str = ""
    depth: int = 1
    least: int = 1
    is_for_fpu: bool = False

    def cb_type(self) -> CBType:
        return CBType.of(self.dims, self.element_type, self.depth)


@dataclass
class Tokens:
    """What a thread does with its streams around an op."""

    waits: dict[Operation, list[Stream]] = field(default_factory=dict[Operation, list[Stream]])
    pops: dict[Operation, list[Stream]] = field(default_factory=dict[Operation, list[Stream]])
    reserves: dict[Operation, list[Stream]] = field(default_factory=dict[Operation, list[Stream]])
    pushes: dict[Operation, list[Stream]] = field(default_factory=dict[Operation, list[Stream]])


Life = tuple[Operation, Operation]
"""The op that makes a value and the last one that uses it, in one block."""


@dataclass
class Streams:
    """The streams of a kernel, the one of each block value, and the tokens of each thread."""

    kernel: tile.KernelOp
    streams: list[Stream] = field(default_factory=list[Stream])
    of: dict[SSAValue, Stream] = field(default_factory=dict[SSAValue, Stream])
    tokens: dict[str, Tokens] = field(default_factory=dict[str, Tokens])
    folded: set[Operation] = field(default_factory=set[Operation])
    lives: dict[Stream, list[Life]] = field(default_factory=dict[Stream, list[Life]])

    def __post_init__(self) -> None:
        self.tokens = {role: Tokens() for role in ("reader", "compute", "writer")}
        self.visit(self.kernel.entry)
        self.share()
        taken: set[str] = set()
        for stream in self.streams:
            if stream.consumer == "writer" and stream.producer == "compute":
                stream.depth = max(stream.depth, DOUBLE)
            stream.name = unique(stream, taken)
            taken.add(stream.name)

    def visit(self, block: Block) -> None:
        for op in block.ops:
            match op:
                case tile.LoadOp():
                    stream = self.add(op.block, "reader", depth=self.load_depth(op))
                    self.produced(op, op, stream)
                    self.consumed(op.block, op)
                case tile.ScalerOp() | tile.NumbersOp():
                    stream = self.add(op.block, "reader")
                    if isinstance(op, tile.NumbersOp):
                        self.produced(op, op, stream)
                    self.consumed(op.block, op)
                case scf.IfOp():
                    self.chosen(op)
                    for region in op.regions:
                        for inner in region.blocks:
                            self.visit(inner)
                    for value in op.results:
                        if value in self.of:
                            self.consumed(value, op)
                            self.drain(value, op)
                case tile.SectionOp():
                    self.visit(op.body.block)
                    for value in op.blocks:
                        if value not in self.of:
                            self.produced(op, op, self.add(value, "compute"))
                        self.consumed(value, op)
                case scf.ForOp():
                    self.carried(op)
                    self.visit(op.body.block)
                    for value in op.res:
                        if isinstance(value.type, tile.BlockType) and value in self.of:
                            self.consumed(value, op)
                            self.drain(value, op)
                case _:
                    pass

    def add(self, value: SSAValue, producer: str, depth: int = 1) -> Stream:
        name = value.name_hint or self.stored_as(value)
        places = self.kernel.attributes.get("buffers")
        owner = value.owner
        location = owner.location if isinstance(owner, Operation) else self.kernel.location
        if isinstance(places, DictionaryAttr):
            location = cast(LocationAttr, places.data.get(name, location))
        stream = Stream(
            name, tile.dims_of(value), tile.element_type_of(value), location, producer,
            depth=depth,
        )  # fmt: skip
        self.streams.append(stream)
        self.of[value] = stream
        return stream

    def stored_as(self, value: SSAValue) -> str:
        for use in value.uses:
            if isinstance(use.operation, tile.StoreOp):
                return f"{use.operation.tensor.name_hint}_out"
        return UNNAMED

    def load_depth(self, op: tile.LoadOp) -> int:
        """The author's num_stages; else two, so that the reader runs ahead."""
        parent = op.parent_op()
        while parent is not None:
            stages = parent.attributes.get("num_stages")
            if isinstance(stages, IntegerAttr):
                return max(1, stages.value.data)
            parent = parent.parent_op()
        return DOUBLE

    def carried(self, loop: scf.ForOp) -> None:
        """Puts what a loop carries into one stream; only the outermost of a nest makes it."""
        for n in block_positions(loop.iter_args):
            init = loop.iter_args[n]
            if loop.parent_op() is None or isinstance(loop.parent_op(), tile.SectionOp):
                continue  # what a section's loop carries is in DST
            if continues_nest(loop, n):
                stream = self.of[init]
            else:
                stream = self.of[init]
                self.start(loop, n, stream)
            self.of[loop.body.block.args[n + 1]] = stream
            self.of[loop.res[n]] = stream
            end = yield_of(loop)
            made = end.arguments[n].owner
            if isinstance(made, tile.SectionOp | scf.IfOp):
                self.of[end.arguments[n]] = stream
            if isinstance(made, tile.SectionOp) and not accumulates(loop, n):
                self.produced(made, made, stream)
            if not accumulates(loop, n) and inner_of_nest(loop, n) is None:
                arg = loop.body.block.args[n + 1]
                self.consumed(arg, None, changing_way(end.arguments[n], arg))

    def chosen(self, branch: scf.IfOp) -> None:
        """Puts what a branch results in, whichever way it goes, into one stream."""
        for n, value in enumerate(branch.results):
            if not isinstance(value.type, tile.BlockType):
                continue
            stream = self.of[value] if value in self.of else self.add(value, "compute")
            for region in branch.regions:
                end = region.block.last_op
                assert isinstance(end, scf.YieldOp)
                made = end.arguments[n]
                if made is left_alone(branch, n):
                    continue
                self.of[made] = stream
                if isinstance(made.owner, tile.SectionOp):
                    self.produced(made.owner, made.owner, stream)

    def start(self, loop: scf.ForOp, n: int, stream: Stream) -> None:
        """Decides how the first block of a carried stream gets there."""
        hint = loop.res[n].name_hint
        if stream.name == UNNAMED and hint is not None:
            stream.name = hint
        if not accumulates(loop, n):
            stream.depth = stream.least = DOUBLE
            return
        tokens = self.tokens["compute"]
        init = loop.iter_args[n].owner
        assert isinstance(init, tile.SectionOp)
        for table in (tokens.reserves, tokens.pushes):
            table[init] = [other for other in table.get(init, []) if other is not stream]
        direct = inner_of_nest(loop, n) is None
        if direct and only_zeros(init) and not may_not_run(loop):
            self.folded.add(init)
            tokens.reserves.setdefault(loop, []).append(stream)
        else:
            tokens.reserves.setdefault(init, []).append(stream)
        tokens.pushes.setdefault(loop, []).append(stream)

    def produced(self, first: Operation, last: Operation, stream: Stream) -> None:
        tokens = self.tokens[stream.producer]
        tokens.reserves.setdefault(first, []).append(stream)
        if not pushes_rows(last):
            tokens.pushes.setdefault(last, []).append(stream)

    def drain(self, value: SSAValue, maker: scf.ForOp | scf.IfOp) -> None:
        """Empties the buffer of a result that nobody uses."""
        after = maker.next_op
        if not value.uses and after is not None:
            stream = self.of[value]
            self.tokens["compute"].waits.setdefault(after, []).append(stream)
            self.tokens["compute"].pops.setdefault(after, []).append(stream)
            stream.consumer = "compute"

    def consumed(
        self, value: SSAValue, maker: Operation | None, inside: Block | None = None
    ) -> None:
        """
        Waits for a value before its first use, and pops it after the last.

        Both are in its own block, or in the one `inside` of it where all uses are.
        """
        stream = self.of[value]
        uses = [
            use.operation
            for use in value.uses
            if isinstance(use.operation, tile.StoreOp | tile.MatmulOp)
            or (isinstance(use.operation, tile.SectionOp) and value in use.operation.ins)
        ]
        block = value.owner if isinstance(value.owner, Block) else value.owner.parent_block()
        block = inside or block
        assert block is not None
        if not uses:
            if maker is None:  # a loop replaces what it carries without looking at it
                first = block.first_op
                assert first is not None
                self.tokens["compute"].waits.setdefault(first, []).append(stream)
                self.tokens["compute"].pops.setdefault(first, []).append(stream)
                stream.consumer = "compute"
            return
        anchors = [block.find_ancestor_op_in_block(user) for user in uses]
        ordered = sorted((op for op in anchors if op is not None), key=block.get_operation_index)
        role = "writer" if isinstance(uses[0], tile.StoreOp) else "compute"
        assert stream.consumer in ("", role)
        stream.consumer = role
        stream.is_for_fpu |= any(takes_into_fpu(use) for use in value.uses)
        if isinstance(maker, tile.LoadOp | tile.SectionOp):
            self.lives[stream] = [(maker, ordered[-1])]
        self.tokens[role].waits.setdefault(ordered[0], []).append(stream)
        self.tokens[role].pops.setdefault(ordered[-1], []).append(stream)

    def share(self) -> None:
        """Lets blocks of one buffer that never live at the same time use one stream."""
        kept: list[Stream] = []
        for stream in self.streams:
            twin = next((other for other in kept if self.can_share(other, stream)), None)
            if twin is None:
                kept.append(stream)
                continue
            twin.depth = max(twin.depth, stream.depth)
            self.lives[twin] += self.lives[stream]
            self.of.update({value: twin for value, old in self.of.items() if old is stream})
            for tokens in self.tokens.values():
                for table in (tokens.waits, tokens.pops, tokens.reserves, tokens.pushes):
                    for op, streams in table.items():
                        table[op] = [twin if old is stream else old for old in streams]
        self.streams = kept

    def can_share(self, one: Stream, other: Stream) -> bool:
        """Both ends take the blocks in program order, so the lives must follow one another."""
        same = (one.name, one.dims, one.element_type, one.producer, one.consumer) == (
            other.name, other.dims, other.element_type, other.producer, other.consumer
        )  # fmt: skip
        is_cut = isinstance(one.element_type, Float32Type) and one.is_for_fpu != other.is_for_fpu
        if not same or is_cut or max(one.least, other.least) > 1:
            return False
        later = self.lives.get(other, [])
        return (
            bool(later)
            and all(
                precedes(last, first) for _, last in self.lives.get(one, []) for first, _ in later
            )
            and one in self.lives
        )


def changing_way(yielded: SSAValue, arg: SSAValue) -> Block | None:
    """Returns the only way of a branch that changes what its loop carries, if that is so."""
    branch = yielded.owner
    if not isinstance(branch, scf.IfOp) or not isinstance(yielded, OpResult):
        return None
    if left_alone(branch, yielded.index) is not arg:
        return None
    for way in branch.regions:
        end = way.block.last_op
        assert isinstance(end, scf.YieldOp)
        if end.arguments[yielded.index] is not arg:
            return way.block
    return None


def pushes_rows(op: Operation) -> bool:
    """Tells a section that pushes what it makes itself, a row of tiles at a time."""
    return isinstance(op, tile.SectionOp) and any(
        isinstance(value.owner, tile.UntilizeOp) for value in op.yielded.values
    )


def takes_into_fpu(use: Use) -> bool:
    """Tells whether an op takes a block into the FPU's source registers."""
    if isinstance(use.operation, tile.SectionOp):
        return goes_to_fpu(use)
    return isinstance(use.operation, tile.MatmulOp)


def precedes(last: Operation, first: Operation) -> bool:
    """Tells whether `last` is over before `first` begins, whatever loops they are in."""
    block = last.parent_block()
    while block is not None:
        other = block.find_ancestor_op_in_block(first)
        if other is not None:
            mine = block.find_ancestor_op_in_block(last)
            return mine is not None and mine is not other and mine.is_before_in_block(other)
        block = block.parent_block()
    return False


def unique(stream: Stream, taken: set[str]) -> str:
    """Returns a name that no stream has: of the buffer, or for what leaves it, of its way out."""
    name = stream.name
    if name in taken and stream.consumer == "writer":
        name = f"{name}_out"
    numbered = (f"{name}{n}" for n in range(2, len(taken) + 3))
    return name if name not in taken else next(text for text in numbered if text not in taken)


def only_zeros(section: tile.SectionOp) -> bool:
    """Tells whether a section only makes zeros."""
    ops = list(section.body.block.ops)
    return (
        len(ops) == 2
        and isinstance(ops[0], tile.FillOp)
        and ops[0].number == 0.0
        and len(section.blocks) == 1
    )
