"""Which way vectors lie: those that meet lie the same way, the way that most uses want."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from xdsl.ir import Operation, SSAValue

from ttc.dialects import grid
from ttc.passes.layouts import Line
from ttc.passes.stacks import IS_COLUMN, stacked_dims
from ttc.passes.touches import Touch, touches

DECIDED = 1 << 20
"""More votes than there are uses."""

Node = SSAValue | Operation
"""A vector, or a T.Parallel over one extent."""


@dataclass
class Lines:
    """Which way vectors lie: groups of nodes that lie the same way, and votes for them."""

    parents: dict[Node, Node] = field(default_factory=dict[Node, Node])
    votes: Counter[tuple[Node, Line]] = field(default_factory=Counter[tuple[Node, Line]])

    def root(self, node: Node) -> Node:
        parent = self.parents.get(node, node)
        return node if parent is node else self.root(parent)

    def join(self, a: Node, b: Node) -> None:
        self.parents[self.root(a)] = self.root(b)

    def vote(self, node: Node, line: Line) -> None:
        self.votes[(node, line)] += 1

    def line(self, node: Node) -> Line:
        root = self.root(node)
        total: Counter[Line] = Counter()
        for (voter, line), count in self.votes.items():
            if self.root(voter) is root:
                total[line] += count
        return "column" if total["column"] > total["row"] else "row"

    def visit(self, op: Operation) -> None:
        match op:
            case grid.AllocOp() if IS_COLUMN in op.attributes:
                self.votes[(op.buffer, "column")] += DECIDED
            case grid.CopyOp():
                self.copy(op)
            case grid.ReduceOp():
                self.reduce(op)
            case grid.ParallelOp():
                self.parallel(op)
            case _:
                pass

    def copy(self, op: grid.CopyOp) -> None:
        src, dst = touches(op, local=True)
        for touch, other in ((src, dst), (dst, src)):
            if len(touch.walked) != 1:
                continue
            if is_vector(touch.buffer) and is_vector(other.buffer):
                self.join(touch.buffer, other.buffer)
            elif is_vector(touch.buffer) and len(other.walked) == 1:
                self.meet(touch.buffer, other)

    def meet(self, node: Node, touch: Touch) -> None:
        """A line of a matrix lies as the matrix does; of a tensor that is used in lines, as all."""
        assert isinstance(touch.buffer.type, grid.BufferType)
        rank = len(touch.buffer.type.dims)
        (dim,) = touch.walked
        if touch.buffer.type.is_global and rank > 2:
            self.join(node, touch.buffer)
        elif dim >= rank - 2:
            self.vote(node, "row" if dim == rank - 1 else "column")

    def reduce(self, op: grid.ReduceOp) -> None:
        assert isinstance(op.src.type, grid.BufferType)
        rank = len(op.src.type.dims)
        if is_vector(op.dst) and rank >= 2:
            self.vote(op.dst, "column" if op.dim.value.data == rank - 1 else "row")

    def parallel(self, op: grid.ParallelOp) -> None:
        ivs = [iv for iv, n in zip(op.body.block.args, op.dims, strict=True) if n != 1]
        for inner in op.body.block.ops:
            for touch in touches(inner, local=True):
                if len(touch.walked) != 1 or len(touch.ivs) != 1:
                    continue
                if len(ivs) == 1:
                    if is_vector(touch.buffer):
                        self.join(op, touch.buffer)
                    else:
                        self.meet(op, touch)
                elif len(ivs) == 2 and is_vector(touch.buffer):
                    self.vote(touch.buffer, "column" if touch.ivs[0] is ivs[0] else "row")


def is_vector(buffer: SSAValue) -> bool:
    """Tells whether a buffer is a vector, or a stack of them."""
    return isinstance(buffer.type, grid.BufferType) and (
        len(buffer.type.dims) - len(stacked_dims(buffer)) == 1
    )
