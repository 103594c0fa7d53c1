"""
`choose-subblocks`: what stays in DST together, and how much of a block at a time.

    %m = tile.scalar "mul" %x, (2.0) : !tile.block<4x4xbf16>
    %y = tile.binary "add" %m, %b : !tile.block<4x4xbf16>

    %y = tile.section <1x4> ins(%x, %b) ["tiles", "tiles"] outs(:) -> (!tile.block<4x4xbf16>) {
    ^bb0(%p : !tile.block<1x4xbf16>, %q : !tile.block<1x4xbf16>):
      %m = tile.scalar "mul" %p, (2.0) : !tile.block<1x4xbf16>
      %s = tile.binary "add" %m, %q : !tile.block<1x4xbf16>
      tile.yield %s : !tile.block<1x4xbf16>
    }

Element-wise ops join the section of what they use as long as DST holds all that is alive. A
product that a loop accumulates lives, best first:

  1. in DST for the whole loop, if the block fits: the section then holds the loop;
  2. in L1, where the packer adds each step's product (`acc`);
  3. in L1, reloaded into DST at each step, where something else happens to it.

DST is 32 bits wide unless every section is one FPU op on bfloat16, which 16 bits hold as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import BFloat16Type, ModuleOp, UnitAttr
from xdsl.ir import Block, BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.passes import sfpu
from ttc.passes.dst import Plan, fpu_takes, plan
from ttc.passes.sections import build_section, matmul_subblock, run_subblock
from ttc.targets import Target

COMPUTE = (
    tile.FillOp,
    tile.MatmulOp,
    tile.TransposeOp,
    tile.CastOp,
    tile.UnaryOp,
    tile.BinaryOp,
    tile.ScalarOp,
)


@dataclass(frozen=True)
class ChooseSubblocksPass(ModulePass):
    """Groups compute ops into sections that DST can hold."""

    name = "choose-subblocks"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, tile.KernelOp):
                fp32 = needs_fp32(kernel)
                if fp32:
                    kernel.attributes["fp32_dest"] = UnitAttr()
                separate_fills(kernel)
                Grouping(Target.dst_tiles(fp32)).block(kernel.entry)


def needs_fp32(kernel: tile.KernelOp) -> bool:
    """Tells whether DST must be 32 bits wide to lose nothing the author would miss."""
    for op in kernel.walk():
        blocks = [value for value in op.results if isinstance(value.type, tile.BlockType)]
        if any(not isinstance(tile.element_type_of(v), BFloat16Type) for v in blocks):
            return True
        match op:
            case tile.BinaryOp() if fpu_takes(op.kind.data, op.lhs, op.rhs):
                # A chain rounds after every op in 16 bits, a single op only once.
                if any(isinstance(v.owner, COMPUTE) for v in op.operands):
                    return True
            case tile.MatmulOp() | tile.UnaryOp() | tile.ScalarOp() | tile.BinaryOp():
                return True
            case _:
                pass  # what only moves bfloat16 loses nothing in 16 bits
    return False


def separate_fills(kernel: tile.KernelOp) -> None:
    """Gives every use of a constant block its own op: a constant is cheaper than a value."""
    for op in list(kernel.walk()):
        if isinstance(op, tile.FillOp):
            for use in list(op.block.uses)[1:]:
                clone = op.clone()
                clone.location = op.location
                clone.block.name_hint = op.block.name_hint
                block = op.parent_block()
                assert block is not None
                block.insert_op_after(clone, op)
                use.operation.operands[use.index] = clone.block


@dataclass
class Group:
    """Ops that share a section; `sealed` ones take no more."""

    ops: list[Operation] = field(default_factory=list[Operation])
    sealed: bool = False

    @property
    def dims(self) -> tuple[int, int]:
        rows, cols = tile.dims_of(self.ops[-1].results[0])
        return rows, cols


def tile_operands(op: Operation) -> Sequence[SSAValue]:
    """Returns the operands an op uses tile by tile, as its own result."""
    match op:
        case tile.MatmulOp():
            return (op.acc,)
        case tile.TransposeOp():
            return ()
        case scf.ForOp():
            return tuple(op.iter_args)
        case _:
            return op.operands


@dataclass
class Grouping:
    capacity: int

    def block(self, block: Block) -> None:
        groups: dict[Operation, Group] = {}
        for op in list(block.ops):
            if isinstance(op, scf.ForOp) and not self.stays_in_dst(op):
                self.block(op.body.block)
            elif isinstance(op, (*COMPUTE, scf.ForOp)):
                if isinstance(op, tile.MatmulOp) and carries(op):
                    groups[op] = Group([op], sealed=True)
                else:
                    self.place(op, groups)
        for group in {id(group): group for group in groups.values()}.values():
            self.make_section(group)

    def stays_in_dst(self, loop: scf.ForOp) -> bool:
        """Tells whether a loop only accumulates one product, which DST can hold."""
        body = loop.body.block
        compute = [op for op in body.ops if isinstance(op, COMPUTE)]
        loops = any(op.regions for op in body.ops)
        if loops or len(loop.iter_args) != 1 or len(compute) != 1:
            return False
        (product,) = compute
        if not isinstance(product, tile.MatmulOp) or not carries(product):
            return False
        rows, cols = tile.dims_of(product.result)
        return rows * cols <= self.capacity

    def place(self, op: Operation, groups: dict[Operation, Group]) -> None:
        """Puts an op into the section of what it uses, or into one of its own."""
        makers: list[Group] = []
        for value in tile_operands(op):
            owner = value.owner
            group = groups.get(owner) if isinstance(owner, Operation) else None
            if group is not None and not group.sealed and group not in makers:
                makers.append(group)
        candidates = [makers, *([group] for group in makers)] if len(makers) > 1 else [makers]
        for chosen in candidates:
            merged = Group([member for group in chosen for member in group.ops] + [op])
            merged.ops.sort(key=position)
            if chosen and self.can_share(merged, op):
                for member in merged.ops:
                    groups[member] = merged
                return
        groups[op] = Group([op])
        self.planned(groups[op])

    def can_share(self, group: Group, last: Operation) -> bool:
        members = set(group.ops)
        block = last.parent_block()
        assert block is not None
        for op in group.ops:
            for use in op.results[0].uses:
                user = block.find_ancestor_op_in_block(use.operation)
                if user is not None and user not in members and user.is_before_in_block(last):
                    return False
        if depends(group, members):
            return False
        needed = self.planned(group).slots
        if any(isinstance(op, scf.ForOp) for op in group.ops):
            rows, cols = group.dims
            needed *= rows * cols
        return needed <= self.capacity

    def planned(self, group: Group) -> Plan:
        try:
            return plan(group.ops, outputs_of(group))
        except sfpu.NoFunction as error:
            raise CompileError.at(group.ops[-1], f"the SFPU has no function for {error}").note(
                "compute it in float32"
            ) from None

    def make_section(self, group: Group) -> None:
        outputs = outputs_of(group)
        slots = self.planned(group).slots
        rows, cols = group.dims
        if any(isinstance(op, scf.ForOp) for op in group.ops):
            subblock = rows, cols
        elif any(isinstance(op, tile.MatmulOp) for op in group.ops):
            subblock = matmul_subblock(rows, cols, self.capacity // slots)
        else:
            subblock = run_subblock(rows, cols, self.capacity // slots)
        build_section(group.ops, [value.owner for value in outputs], subblock, group.sealed)


def position(op: Operation) -> int:
    block = op.parent_block()
    assert block is not None
    return block.get_operation_index(op)


def carries(product: tile.MatmulOp) -> bool:
    """Tells whether a product is added to what its loop carries, and to nothing else."""
    acc, block = product.acc, product.parent_block()
    assert block is not None
    if not isinstance(acc, BlockArgument) or acc.block is not block or len(list(acc.uses)) != 1:
        return False
    uses = list(product.result.uses)
    end = block.last_op
    return (
        len(uses) == 1
        and isinstance(end, scf.YieldOp)
        and end.arguments[acc.index - 1] is product.result
    )


def depends(group: Group, members: set[Operation]) -> bool:
    """Tells whether an op of a group needs, by way of an outsider, another op of the group."""
    block = group.ops[0].parent_block()
    assert block is not None
    first = group.ops[0]
    pending = [value for op in group.ops for inner in op.walk() for value in inner.operands]
    seen: set[Operation] = set()
    while pending:
        owner = pending.pop().owner
        op = block.find_ancestor_op_in_block(owner) if isinstance(owner, Operation) else None
        if op is None or op in seen or op in members or op.is_before_in_block(first):
            continue
        seen.add(op)
        for inner in op.walk():
            for value in inner.operands:
                made_by = value.owner
                if isinstance(made_by, Operation) and made_by in members:
                    return True
                pending.append(value)
    return False


def outputs_of(group: Group) -> list[SSAValue]:
    """Returns the values of a group that are used outside of it."""
    members = set(group.ops)
    return [
        op.results[0]
        for op in group.ops
        if any(use.operation not in members for use in op.results[0].uses)
    ]
