"""
`gather-rows`: tensors that are read at any row lie on the device row by row.

    %x = tile.load %X[%n, %h, %w, %c0] : !tile.tensor<2x10x40x32xbf16, dram> -> tensor<32x32xbf16>

    %x = tile.load %X[%n, %h, %w, %c0] : !tile.tensor<2x10x40x32xbf16, dram_rows>
                                      -> tensor<32x32xbf16>

Memory moves in tiles where all blocks of a tensor begin at multiples of 32. Where one of them does
not, no tile holds it: a page becomes a row, the reader gathers rows, zeros for those outside, and
compute makes tiles of them. What a convolution's window sees is gathered in the same way. Pieces of
rows obey the alignment of DRAM reads: 32 bytes on Wormhole, 64 on Blackhole (metalium
noc_parameters.h). What writes such a tensor writes rows, too.

Forms of a tensor that have the same pages are one memory from here on:

    %y = tile.load %X_2[...] : !tile.tensor<256x96xbf16, dram> ...       // a parameter of its own

    %Z = tile.view %X : !tile.tensor<4x64x96xbf16, dram> to !tile.tensor<256x96xbf16, dram>
    %y = tile.load %Z[...] ...

In rows they have if their last dimension is the same. Others stay parameters, copies made by the
host, if the tensor is only read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from xdsl.context import Context
from xdsl.dialects.builtin import BFloat16Type, Float32Type, ModuleOp, StringAttr
from xdsl.ir import BlockArgument, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.dtypes import TILE_DIM, dtype_of
from ttc.parameters import REASONS, VIEWS, by_name
from ttc.passes.affine import divisor_of, linear, range_of
from ttc.passes.build import Emitter
from ttc.passes.forms import Kernel, author_of, drop_form, functions, name_of, set_entry
from ttc.passes.rows import FACE, Rows, rows_of
from ttc.targets import Target, target_named


@dataclass(frozen=True)
class GatherRowsPass(ModulePass):
    """Decides which tensors lie in rows, and checks what their loads and stores ask for."""

    name = "gather-rows"

    target: str = "wormhole"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        target = target_named(self.target)
        for kernels in functions(op.body.block):
            # The launches of a function have its parameters, each of which lies in one way.
            groups: dict[str, list[Form]] = {}
            for args in zip(*(tensors(kernel) for kernel in kernels), strict=True):
                form = Form(kernels, args)
                groups.setdefault(author_of(kernels[0], form.name), []).append(form)
            for author, forms in groups.items():
                used = used_forms(sorted(forms, key=lambda form: form.name != author))
                is_written = any(form.stores for form in used)
                # What is written is in one place, whatever form it is used in.
                together = [used] if is_written else [[form] for form in used]
                placed = [form for group in together for form in place(group, target)]
                share_pages(placed, is_written=is_written)


@dataclass(frozen=True)
class Form:
    """A parameter of each of the kernels that is one tensor, or another form of one."""

    kernels: Sequence[Kernel]
    args: Sequence[BlockArgument]

    @property
    def type(self) -> tile.TensorType:
        assert isinstance(self.args[0].type, tile.TensorType)
        return self.args[0].type

    @property
    def name(self) -> str:
        return name_of(self.kernels[0], self.args[0])

    @property
    def loads(self) -> list[tile.LoadOp]:
        users = [use.operation for arg in self.args for use in arg.uses]
        return [op for op in users if isinstance(op, tile.LoadOp)]

    @property
    def stores(self) -> list[tile.StoreOp]:
        users = [use.operation for arg in self.args for use in arg.uses]
        return [op for op in users if isinstance(op, tile.StoreOp)]

    def retype(self, type_: tile.TensorType) -> Form:
        made = [Rewriter.replace_value_with_new_type(arg, type_) for arg in self.args]
        return Form(self.kernels, [arg for arg in made if isinstance(arg, BlockArgument)])

    @property
    def reason(self) -> str | None:
        known = by_name(self.kernels[0], REASONS).get(self.name)
        return known.data if isinstance(known, StringAttr) else None

    def give_reason(self, text: str) -> None:
        for kernel in self.kernels:
            set_entry(kernel, REASONS, self.name, StringAttr(text))


def used_forms(forms: list[Form]) -> list[Form]:
    """Drops forms that nothing uses any more; the first one, the author's, is as one that is."""
    used = [form for form in forms if form.loads or form.stores]
    if not used:
        used = forms[:1]
    for form in forms[1:]:
        if form not in used:
            drop_form(form.kernels, form.args)
    if forms[0] in used:
        return used
    for kernel in forms[0].kernels:
        set_entry(kernel, VIEWS, forms[0].name, by_name(kernel, VIEWS).get(used[0].name))
    return [forms[0].retype(used[0].type), *used]


def place(forms: list[Form], target: Target) -> list[Form]:
    """Lays forms of one memory in rows if a load wants that, or if their tiles would be others."""
    loads = [op for form in forms for op in form.loads]
    stores = [op for form in forms for op in form.stores]
    misfit = next((op for op in (*loads, *stores) if why_not_tiles(op)), None)
    if misfit is None and all(forms[0].type.has_pages_of(form.type) for form in forms):
        return forms
    if not may_be_rows(forms):
        return forms
    made = [form.retype(in_rows(form.type)) for form in forms]
    for load in loads:
        check(load, rows_of(load), target)
    for store in stores:
        check_store(store)
    why = why_no_tiles(forms) if misfit is None else why_not_tiles(misfit)
    costs: list[str] = []
    for load in [misfit] if isinstance(misfit, tile.LoadOp) else loads[:1]:
        rows = rows_of(load)
        size = rows.length * rows.element_bytes
        costs.append(f"read in pieces of {size} bytes, made tiles by compute")
    if stores:
        size = FACE * dtype_of(made[0].type.element_type).bits // 8
        costs.append(f"written in pieces of {size} bytes")
    reason = f"{why}: {'; '.join(costs)}"
    for form in made:
        form.give_reason(reason)
    if not made[0].type.is_in_order and len(made) > 1:
        made[0] = in_order(made[0])
    return made


def why_no_tiles(forms: Sequence[Form]) -> str:
    """Says why no tiles hold what all forms hold."""
    if len({form.type.author_dims for form in forms}) > 1:
        return "its tiles would be others in each shape"
    return f"its blocks extend over {', and over '.join(map(blocks, forms))}"


def in_order(form: Form) -> Form:
    """Lays rows in the author's order; what used them uses a view."""
    old = form.type
    users = [[(use.operation, use.index) for use in arg.uses] for arg in form.args]
    memory = form.retype(rows_in_order(old))
    for kernel, arg, uses in zip(memory.kernels, memory.args, users, strict=True):
        view = view_of(kernel, arg, old)
        for user, place in uses:
            user.operands[place] = view
    return memory


def view_of(kernel: Kernel, memory: SSAValue, type_: tile.TensorType) -> SSAValue:
    e = Emitter(kernel.entry, InsertPoint.at_start(kernel.entry))
    e.location = kernel.location
    return e.emit(tile.ViewOp(memory, type_), memory.name_hint).result


def share_pages(forms: Sequence[Form], *, is_written: bool) -> None:
    """Makes forms with the same pages views of one parameter; the others are copies of it."""
    kept: list[Form] = []
    for form in forms:
        twin = next((other for other in kept if other.type.has_pages_of(form.type)), None)
        if twin is None:
            kept.append(form)
            continue
        for kernel, arg, memory in zip(form.kernels, form.args, twin.args, strict=True):
            if arg.uses:
                arg.replace_all_uses_with(view_of(kernel, memory, form.type))
        if form.type.author_dims != twin.type.author_dims:
            pages = "rows" if form.type.is_rows else "tiles"
            before = "" if twin.reason is None else f"{twin.reason}; "
            twin.give_reason(f"{before}also used as {shape(form)}, which has the same {pages}")
        drop_form(form.kernels, form.args)
    if len(kept) > 1 and is_written:
        raise two_forms(kept)
    for form in kept[1:]:
        if form.reason is None:
            form.give_reason(f"its tiles are others than those of {shape(kept[0])}")


def two_forms(forms: Sequence[Form]) -> CompileError:
    """Says that forms of what is written are other tiles."""
    one, other, *_ = forms
    first, second = ([*form.stores, *form.loads][0] for form in (one, other))
    if one.type.author_dims == other.type.author_dims:
        texts = f"in blocks over {blocks(other)} here, and over {blocks(one)} elsewhere"
        what = "blocks are"
    else:
        texts = f"as {shape(other)} here, and as {shape(one)} elsewhere"
        what = "shape is"
    return (
        CompileError.at(second, f"'{one.name}' is used {texts}")
        .note(f"the other {what} used here", first)
        .note("these are other tiles: only a tensor that nothing writes has a copy for each")
    )


def shape(form: Form) -> str:
    return "x".join(map(str, form.type.author_dims))


def blocks(form: Form) -> str:
    """Names the author's dimensions that are the tiles."""
    tiled = [str(n) for n in form.type.order_dims[-2:] if n >= 0]
    return f"dimension{'s' if len(tiled) > 1 else ''} {' and '.join(tiled)}"


def tensors(kernel: Kernel) -> list[BlockArgument]:
    return [arg for arg in kernel.args if isinstance(arg.type, tile.TensorType)]


def why_not_tiles(op: tile.LoadOp | tile.StoreOp) -> str:
    """Says why a block is no block of tiles; empty if it is one."""
    assert isinstance(op.tensor.type, tile.TensorType)
    if isinstance(op, tile.LoadOp) and op.window is not None:
        return "a window moves over it"
    names = zip(reversed(op.offsets[-2:]), ("columns", "rows"), strict=False)
    for axis, (offset, name) in enumerate(names, 1):
        if not at_tile(offset):
            return f"its blocks begin at {name} that are no multiples of {TILE_DIM}"
        extent, size = tile.dims_of(op.block)[-axis], op.tensor.type.dims[-axis]
        ends = range_of(offset)[0] + extent
        if isinstance(op, tile.StoreOp) and extent % TILE_DIM and ends < size:
            return f"blocks of {extent} {name} of it are written, which are no whole tiles"
    return ""


def at_tile(offset: SSAValue) -> bool:
    if range_of(offset)[0] < 0:
        return linear(offset).divided(TILE_DIM) is not None
    return divisor_of(offset) % TILE_DIM == 0


def may_be_rows(forms: Sequence[Form]) -> bool:
    """Tells whether a tensor may lie in rows; refuses a window on one that may not."""
    type_ = forms[0].type
    known = isinstance(type_.element_type, BFloat16Type | Float32Type)
    loads = [op for form in forms for op in form.loads]
    windows = [op for op in loads if op.window is not None]
    if not windows:
        if not known or type_.dims[-1] == 1:
            return False
        memory = in_rows(type_) if len(forms) == 1 else rows_in_order(type_)
        return all(memory.has_pages_of(in_rows(form.type)) for form in forms)
    if not known:
        dtype = dtype_of(type_.element_type).name
        raise CompileError.at(windows[0], f"T.im2col of {dtype} elements is not supported").note(
            "rows of bfloat16 and float32 can be made tiles"
        )
    seen = next(form for form in forms if windows[0] in form.loads)
    if not seen.type.is_as_written:
        name = seen.name
        other = next((op for op in loads if op.window is None), windows[0])
        raise CompileError.at(
            windows[0], f"'{name}' is gathered here, and read in another order elsewhere"
        ).note("the other blocks are read here", other)
    return True


def in_rows(type_: tile.TensorType) -> tile.TensorType:
    return tile.TensorType.of(type_.dims, type_.element_type, "dram_rows", type_.order_dims)


def rows_in_order(type_: tile.TensorType) -> tile.TensorType:
    return tile.TensorType.of(type_.author_dims, type_.element_type, "dram_rows")


def check_store(op: tile.StoreOp) -> None:
    """Refuses columns that do not begin at a face: the writer sends rows of faces."""
    step = divisor_of(op.offsets[-1])
    if step % FACE:
        raise CompileError.at(
            op, f"'{op.tensor.name_hint}' is written in rows, at steps of {step} columns"
        ).note(f"begin at multiples of {FACE} columns")


def check(op: tile.LoadOp, rows: Rows, target: Target) -> None:
    """Refuses pieces of rows that do not begin where the NoC can read DRAM."""
    unit, name = target.dram_read_alignment, op.tensor.name_hint
    elements = unit // rows.element_bytes
    assert isinstance(op.tensor.type, tile.TensorType)
    step, channels = divisor_of(op.offsets[-1]), op.tensor.type.dims[-1]
    if op.window is not None:
        # The channel is what is left of an element's number; whole pixels begin at channel 0.
        step = gcd(step, channels) % channels
    steps = [step, rows.length if rows.pieces > 1 else 0]
    bad = next((step for step in steps if step % elements), None)
    if bad is not None:
        what = "channels" if op.window is not None else "columns"
        raise CompileError.at(
            op,
            f"'{name}' is read in rows, at steps of {bad} {what} ({bad * rows.element_bytes} "
            f"bytes); {target.name} reads DRAM at multiples of {unit} bytes",
        ).note(
            f"begin at multiples of {elements} {what}, or pad '{name}' to a multiple of "
            f"{elements} {what}"
        )
