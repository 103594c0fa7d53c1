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

Element-wise ops join the section of what they use as long as DST holds all that is alive; what
does not fit goes to L1 and comes back in a section of its own. A product, a reduction and a
broadcast take what they combine from L1, and their result is part of the section. A
product that a loop accumulates lives, best first:

  1. in DST for the whole loop, if the block fits: the section then holds the loop;
  2. in L1, where the packer adds each step's product (`acc`);
  3. in L1, reloaded into DST at each step, where something else happens to it.

Work on vectors is done before they are broadcast (`narrow.py`), and work that is the same in every
turn of a loop in front of it (`invariant.py`).

Constants, broadcasts and numbers of places cost little where they are used and nothing in L1:
every use has its own, and every section converts to float32 what it brings into DST. DST is 32 bits
wide unless every section is one FPU op on bfloat16, which 16 bits hold as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import ModuleOp, UnitAttr
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.passes import sfpu
from ttc.passes.dst_scan import plan
from ttc.passes.dst_steps import Plan
from ttc.passes.groups import (
    Group,
    carries,
    convert_again,
    depends,
    other_operands,
    outputs_of,
    position,
    tile_operands,
)
from ttc.passes.invariant import hoist_invariant
from ttc.passes.leaves import COMPUTE, LEAVES, needs_fp32, separate_leaves
from ttc.passes.narrow import narrow
from ttc.passes.sections import build_section, matmul_subblock, run_subblock
from ttc.passes.untilize import untilize_subblock
from ttc.targets import Target


@dataclass(frozen=True)
class ChooseSubblocksPass(ModulePass):
    """Groups compute ops into sections that DST can hold."""

    name = "choose-subblocks"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, tile.KernelOp):
                narrow(kernel)
                hoist_invariant(kernel)
                fp32 = needs_fp32(kernel)
                if fp32:
                    kernel.attributes["fp32_dest"] = UnitAttr()
                separate_leaves(kernel)
                Grouping(Target.dst_tiles(fp32)).block(kernel.entry)


@dataclass
class Grouping:
    capacity: int

    def block(self, block: Block) -> None:
        groups: dict[Operation, Group] = {}
        for op in list(block.ops):
            if isinstance(op, scf.IfOp) or (
                isinstance(op, scf.ForOp) and not self.stays_in_dst(op)
            ):
                for region in op.regions:
                    for inner in region.blocks:
                        self.block(inner)
            elif isinstance(op, (*COMPUTE, scf.ForOp)):
                alone = isinstance(op, tile.InsertOp | tile.TilizeOp | tile.UntilizeOp)
                if alone or (isinstance(op, tile.MatmulOp) and carries(op)):
                    groups[op] = Group([op], sealed=True)
                else:
                    self.place(op, groups)
        made = list({id(group): group for group in groups.values()}.values())
        for group in made:
            convert_again(group, groups)
        for group in made:
            if group.ops:
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
        leaves: list[Group] = []
        parts = [value for value in other_operands(op) if isinstance(value.owner, tile.ExtractOp)]
        for value in (*tile_operands(op), *parts):
            owner = value.owner
            group = groups.get(owner) if isinstance(owner, Operation) else None
            if group is None or group.sealed:
                continue
            kind = leaves if isinstance(owner, LEAVES) and len(group.ops) == 1 else makers
            if group not in kind:
                kind.append(group)
        candidates = [makers, *([group] for group in makers)] if len(makers) > 1 else [makers]
        for chosen in ([*some, *leaves] for some in [*candidates, []]):
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
                if user in members and sfpu.is_packed(op.results[0]):
                    return False
        if depends(group, members) or any(
            value.owner in members and not isinstance(value.owner, tile.ExtractOp)
            for op in group.ops
            for value in other_operands(op)
        ):
            return False
        in_one = any(isinstance(op, scf.ForOp) for op in group.ops)
        rows, cols = group.dims
        return self.planned(group).tiles(rows * cols if in_one else 1) <= self.capacity

    def planned(self, group: Group) -> Plan:
        try:
            return plan(group.ops, outputs_of(group))
        except sfpu.NoFunction as error:
            raise CompileError.at(group.ops[-1], f"the SFPU has no function for {error}").note(
                "compute it in float32"
            ) from None

    def make_section(self, group: Group) -> None:
        outputs = outputs_of(group)
        tiles = self.planned(group).largest(self.capacity)
        rows, cols = group.dims
        if any(isinstance(op, scf.ForOp | tile.TilizeOp) for op in group.ops):
            subblock = rows, cols
        elif isinstance(group.ops[-1], tile.UntilizeOp):
            subblock = untilize_subblock(group.ops[-1], tiles)
        elif any(isinstance(op, tile.MatmulOp) for op in group.ops):
            subblock = matmul_subblock(rows, cols, tiles)
        else:
            subblock = run_subblock(rows, cols, tiles)
        accumulates = group.sealed and isinstance(group.ops[-1], tile.MatmulOp)
        build_section(group.ops, [value.owner for value in outputs], subblock, accumulates)
