"""
`insert-inits`: what the unpackers, the FPU, the SFPU and the packer must be set up for.

    scf.for %t = ... { metal.copy_tile %x[%t] to %t }
    scf.for %t = ... { metal.sfpu_unary "exp_tile" %t }

    metal.compute_kernel_hw_startup %x, %x, %y
    metal.copy_init %x
    metal.sfpu_init "exp_tile"
    scf.for %t = ... { metal.copy_tile %x[%t] to %t }
    scf.for %t = ... { metal.sfpu_unary "exp_tile" %t }

Every call needs some settings; each setting is made as far out as possible: before a loop in which
only one value of it is needed, else right before the call, and only where it changes. Settings are
the formats of the two source registers and of the packer, the op the unpacker and FPU are
initialised for, and the function whose constants the SFPU holds (metalium compute API).
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.dialects import metal
from ttc.passes.affine import may_not_run
from ttc.passes.build import Emitter
from ttc.passes.settings import (
    UNINITS,
    Setting,
    State,
    formats,
    needs,
    one_way,
    pack_format,
    packed_to,
    source_cbs,
    touched,
)


@dataclass(frozen=True)
class InsertInitsPass(ModulePass):
    """Puts startup, init and reconfiguration calls into compute kernels."""

    name = "insert-inits"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, metal.KernelOp) and kernel.role.data == "compute":
                set_up(kernel)


def set_up(kernel: metal.KernelOp) -> None:
    ops = [op for op in kernel.walk() if needs(op)]
    if not ops:
        return
    e = Emitter(kernel.entry)
    state = State()
    first = next((op for op in ops if source_cbs(op)), None)
    packed = next(cb for cb in map(packed_to, ops) if cb is not None)
    sources = None if first is None else source_cbs(first)
    in0, in1 = sources or (packed, packed)
    reverse = isinstance(first, metal.MatmulBlockOp)
    top = kernel.entry.first_op
    while top is not None and top.name == "arith.constant":
        top = top.next_op
    assert top is not None
    at_top = e.at(InsertPoint.before(top), (first or ops[0]).location)
    at_top.emit(metal.HwStartupOp(in0, in1, packed, reverse))
    state.set(formats(in0, in1, reverse))
    state.set(pack_format(packed))
    Placement(e).block(kernel.entry, state)


@dataclass
class Placement:
    e: Emitter

    def block(self, block: Block, state: State) -> None:
        for op in list(block.ops):
            if isinstance(op, scf.ForOp):
                self.loop(op, state)
                continue
            if isinstance(op, scf.IfOp):
                self.branch(op, state)
                continue
            if isinstance(op, UNINITS):
                state.known.pop("op", None)
            for setting in needs(op):
                if not state.holds(setting):
                    state.make(self.e.at(InsertPoint.before(op), op.location), setting)

    def branch(self, op: scf.IfOp, state: State) -> None:
        """Afterwards only what both ways agree on is known; one of them may be empty."""
        ends: list[State] = []
        for region in op.regions:
            end = State(dict(state.known))
            for block in region.blocks:
                self.block(block, end)
            ends.append(end)
        then, otherwise = ends
        state.known = {k: v for k, v in then.known.items() if otherwise.known.get(k) == v}

    def loop(self, loop: scf.ForOp, state: State) -> None:
        inside = [setting for op in loop.body.walk() for setting in needs(op)]
        fixed = self.hoist(loop, inside, state)
        for group in ("source a", "source b", "pack format", "op", "sfpu"):
            if group not in fixed and touched(inside, group):
                # From the second turn on the loop's own end is what came before.
                state.known.pop(group, None)
        before = dict(state.known)
        self.block(loop.body.block, state)
        if may_not_run(loop):
            state.known = {k: v for k, v in state.known.items() if before.get(k) == v}

    def hoist(self, loop: scf.ForOp, inside: list[Setting], state: State) -> set[str]:
        """Makes the settings that the whole loop needs in one way; returns their groups."""
        before = self.e.at(InsertPoint.before(loop), loop.location)
        fixed: set[str] = set()
        for group, members in (
            ("sources", ("formats", "source a")),
            ("pack format", ("pack format",)),
            ("op", ("op",)),
            ("sfpu", ("sfpu",)),
        ):
            wanted = {setting.key: setting for setting in inside if setting.group in members}
            compatible = one_way(list(wanted.values()))
            ends = group == "op" and any(isinstance(op, UNINITS) for op in loop.body.walk())
            if compatible is None or ends or (group == "op" and "source a" not in fixed):
                continue
            if not state.holds(compatible):
                state.make(before, compatible)
            fixed |= {"source a", "source b"} if group == "sources" else {group}
        return fixed
