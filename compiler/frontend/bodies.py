"""The statements that own a body: the grid, loops in order, T.Parallel."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, i64
from xdsl.ir import Block, Region, SSAValue

from ttc.diagnostics import counted
from ttc.dialects import grid
from ttc.dialects.shaped import SizesAttr
from ttc.frontend import indices
from ttc.frontend.build import name_value
from ttc.frontend.indices import IndexLike
from ttc.frontend.kernel import KernelLowering, ParallelBody
from ttc.frontend.parallel import check_races
from ttc.frontend.reducers import reduce_contributions
from ttc.frontend.spaces import (
    GridSpace,
    LoopSpace,
    NestSpace,
    ParallelSpace,
    PersistentSpace,
)
from ttc.frontend.values import Index
from ttc.language.place import error
from ttc.language.tensor import described, items_of

if TYPE_CHECKING:
    from ttc.frontend.statements import Executor

UNROLLED = 64
"""Iterations of a loop inside T.Parallel at most: each is lowered on its own."""


def for_loop(ex: Executor, node: ast.For) -> None:
    """Lowers a loop over whatever its iterable turns out to be."""
    kernel = ex.kernel
    if node.orelse:
        kernel.at(node)
        raise error("else of a loop is not supported in a kernel")
    space = ex.evaluate(node.iter)
    kernel.at(node.iter)
    items = items_of(space)
    match space:
        case ParallelSpace() if kernel.parallel is not None:
            _widen(ex, node, space, kernel.parallel)
        case ParallelSpace():
            _parallel(ex, node, space)
        case LoopSpace() if kernel.parallel is not None:
            _unrolled(ex, node, _constant(space))
        case LoopSpace():
            if space.constant is None or len(space.constant):
                _loop(ex, node, space)
        case NestSpace() if kernel.parallel is None:
            _nest(ex, node, space, [])
        case PersistentSpace() if kernel.parallel is None:
            _persistent(ex, node, space)
        case GridSpace():
            raise error("T.Kernel opens with `with`, not `for`")
        case _:
            if items is None:
                raise error(f"a loop over {described(space)} is not supported").note(
                    "loop over range, T.serial, T.Pipelined or T.Parallel"
                )
            _unrolled(ex, node, items)


def _constant(space: LoopSpace) -> range:
    values = space.constant
    if values is None or len(values) > UNROLLED:
        raise error(
            f"a loop inside T.Parallel of more than {UNROLLED} or of unknown iterations "
            "is not supported yet"
        ).note("put the T.Parallel inside the loop")
    return values


def _unrolled(ex: Executor, node: ast.For, values: Sequence[object]) -> None:
    for value in values:
        ex.assign(node, node.target, value)
        ex.run(node.body)


def _loop(ex: Executor, node: ast.For, space: LoopSpace) -> None:
    if ex.kernel.launch is None:
        raise error("a loop outside T.Kernel").note("put it inside the grid")
    (name,) = _names(ex.kernel, node.target, 1, "the loop")

    def body(variable: Index) -> None:
        with ex.names.frame("the loop", {name: variable}):
            ex.run(node.body)

    _counted(ex, node, name, space, body)


def _nest(ex: Executor, node: ast.For, space: NestSpace, outer: Sequence[object]) -> None:
    """Lowers `for i, j in T.grid(m, n)`: a loop in each other."""
    names = _names(ex.kernel, node.target, len(space.extents), "T.grid")
    depth = len(outer)
    name, extent = names[depth], space.extents[depth]

    def body(variable: object) -> None:
        variables = [*outer, variable]
        if depth + 1 < len(names):
            _nest(ex, node, space, variables)
            return
        with ex.names.frame("the loop", dict(zip(names, variables, strict=True))):
            ex.run(node.body)

    _counted(ex, node, name, LoopSpace(0, extent, 1, None, space.span), body)


def _persistent(ex: Executor, node: ast.For, space: PersistentSpace) -> None:
    """Lowers `for bx, by in T.Persistent(...)`: every wave-th tile of the domain, from one on."""
    k = ex.kernel
    names = _names(k, node.target, len(space.domain), "T.Persistent")

    def body(tile: IndexLike) -> None:
        places: list[IndexLike] = []
        for extent in reversed(space.domain):
            places.insert(0, indices.remainder(k.builder, tile, extent))
            tile = indices.quotient(k.builder, tile, extent)
        with ex.names.frame("the loop", dict(zip(names, places, strict=True))):
            ex.run(node.body)

    loop = LoopSpace(space.first, prod(space.domain), space.wave, None, space.span)
    _counted(ex, node, "tile", loop, body)


def _counted(
    ex: Executor, node: ast.For, name: str, space: LoopSpace, body: Callable[[Index], None]
) -> None:
    """Opens a loop and lets `body` fill it, given its variable."""
    kernel = ex.kernel
    b = kernel.builder
    kernel.require_launch("a loop")
    bounds = (space.start, space.stop, space.step)
    start, stop, step = (indices.value_of(b, bound) for bound in bounds)
    block = Block(arg_types=[IndexType()])
    op = scf.ForOp(start, stop, step, [], Region(block))
    if space.stages is not None:
        op.attributes["num_stages"] = IntegerAttr(space.stages, i64)
    b.insert(op)
    name_value(block.args[0], name)
    with b.inside(block):
        body(b.variable(block.args[0], *space.bounds))
        kernel.at(node.iter)
        b.insert(scf.YieldOp())


def _parallel(ex: Executor, node: ast.For, space: ParallelSpace) -> None:
    kernel = ex.kernel
    kernel.require_launch("T.Parallel")
    names = _names(kernel, node.target, len(space.extents), "T.Parallel")
    region = grid.new_body(len(space.extents))
    op = kernel.builder.insert(grid.ParallelOp(space.extents, region))
    args = region.block.args
    ranges = [(0, extent - 1) for extent in space.extents]
    bound = _variables(kernel, node.target, names, args, ranges)
    body = ParallelBody(op, dict(zip(args, zip(names, space.extents, strict=True), strict=True)))
    kernel.parallel = body
    with kernel.builder.inside(region.block), ex.names.frame("T.Parallel", bound):
        ex.run(node.body)
    kernel.parallel = None
    check_races(body)
    kernel.at(node)
    reduce_contributions(kernel, body)


def _widen(ex: Executor, node: ast.For, space: ParallelSpace, outer: ParallelBody) -> None:
    """Makes one space of a T.Parallel and the one inside it: both are order-free."""
    kernel = ex.kernel
    if outer.depth < outer.joined or len(outer.variables) + len(space.extents) > 3:
        raise error("this T.Parallel cannot be joined with the one around it").note(
            "write one T.Parallel over all variables; it has at most three"
        )
    names = _names(kernel, node.target, len(space.extents), "T.Parallel")
    block = outer.op.body.block
    args = [block.insert_arg(IndexType(), len(block.args)) for _ in names]
    outer.op.extents = SizesAttr((*outer.op.dims, *space.extents))
    outer.variables.update(zip(args, zip(names, space.extents, strict=True), strict=True))
    outer.joined += 1
    outer.depth += 1
    ranges = [(0, extent - 1) for extent in space.extents]
    bound = _variables(kernel, node.target, names, args, ranges)
    with ex.names.frame("T.Parallel", bound):
        ex.run(node.body)
    outer.depth -= 1


def open_grid(ex: Executor, node: ast.With) -> None:
    """Lowers `with T.Kernel(...) as ...:`."""
    kernel = ex.kernel
    item = node.items[0]
    space = ex.evaluate(item.context_expr)
    kernel.at(item.context_expr)
    if not isinstance(space, GridSpace):
        raise error(f"`with` opens T.Kernel, not {described(space)}")
    if len(node.items) > 1:
        kernel.at(node.items[1].context_expr)
        raise error("`with` opens T.Kernel and nothing beside it")
    if kernel.launch is not None:
        raise error("T.Kernel inside T.Kernel").note("open one after the other")
    count = len(space.extents)
    target = item.optional_vars
    as_one = isinstance(target, ast.Name) and count > 1
    names = [f"b{axis}" for axis in "xyz"[:count]]
    if target is not None and not as_one:
        names = _names(kernel, target, count, "T.Kernel")
    region = grid.new_body(count)
    kernel.launch = kernel.builder.insert(grid.LaunchOp(space.extents, region))
    ranges = [(0, extent - 1) for extent in space.extents]
    bound = _variables(kernel, item.context_expr, names, region.block.args, ranges)
    if isinstance(target, ast.Name) and as_one:
        bound = {target.id: tuple(bound.values())}
    with (
        kernel.builder.inside(region.block),
        ex.names.frame("T.Kernel", {} if target is None else bound),
    ):
        ex.run(node.body)
    kernel.launch = None


def _names(kernel: KernelLowering, target: ast.expr, count: int, what: str) -> list[str]:
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    around = kernel.builder.node
    kernel.at(target)
    if len(parts) != count:
        has = f"{what} has {counted(count, 'variable')}"
        raise error(f"{has}, {counted(len(parts), 'name')} given").note("one for each extent")
    names: list[str] = []
    for part in parts:
        if not isinstance(part, ast.Name):
            kernel.at(part)
            raise error(f"a variable of {what} is a plain name")
        names.append(part.id)
    kernel.at(around)
    return names


def _variables(
    kernel: KernelLowering,
    place: ast.AST,
    names: Sequence[str],
    args: Sequence[SSAValue],
    ranges: Sequence[tuple[int, int]],
) -> dict[str, object]:
    """Names the arguments of a body and gives each its range; `_` may stand more than once."""
    kernel.at(place)
    bound: dict[str, object] = {}
    for name, arg, (low, high) in zip(names, args, ranges, strict=True):
        name_value(arg, name)
        bound[name] = kernel.builder.variable(arg, low, high)
    return bound
