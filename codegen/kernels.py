"""
Prints a `metal.kernel` as C++: a table from op to text that decides nothing.

    scf.for %k = %c0 to %c32 step %c1 {            for (uint32_t k = 0; k < 32; ++k) {
      metal.cb_wait_front %A 4 : ...         ->        cb_wait_front(cb_A, 4);

Numbers of index type are uint32_t. A pure result with a name becomes a constant of that name, one
without is written where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType, i32, i64
from xdsl.ir import Block, BlockArgument, Operation, SSAValue

from ttc.codegen import api
from ttc.codegen.calls import HELPERS, Argument, call_of
from ttc.codegen.expressions import Binds, Expr, expression, is_flag, is_number, signed
from ttc.codegen.names import Scope, cpp_reserved
from ttc.codegen.source_lines import WIDTH, SourceLines
from ttc.diagnostics import CompileError
from ttc.dialects import metal
from ttc.dialects.tile import TensorType

INDENT = "    "
COUNTERS = ("i", "j", "k", "l")
LONGEST_BOUND = 24
"""Characters of a loop's bound that are not given a name."""


@dataclass(frozen=True)
class KernelText:
    """The statements of one kernel, and what its file needs around them."""

    body: str
    headers: tuple[str, ...]
    helpers: tuple[str, ...]


def print_kernel(kernel: metal.KernelOp, tensors: Sequence[str] = ()) -> KernelText:
    """
    Prints a kernel; raises `CompileError` at an op that has no C++.

    `tensors` are the author's names of its tensors, which hints of IR cannot always say.
    """
    printer = _Printer(_role(kernel))
    printer.prologue(kernel, tensors)
    printer.block(kernel.entry)
    return printer.text()


def _role(kernel: metal.KernelOp) -> api.Role:
    match kernel.role.data:
        case "reader":
            return "reader"
        case "writer":
            return "writer"
        case _:
            return "compute"


class _Printer:
    def __init__(self, role: api.Role) -> None:
        self.role: api.Role = role
        self.names: dict[SSAValue, Expr] = {}
        self.scope = Scope(cpp_reserved())
        self.lines: list[str] = []
        self.depth = 1
        self.source = SourceLines()
        self.headers: set[str] = set()
        self.helpers: set[str] = set()

    def text(self) -> KernelText:
        body = "\n".join(self.lines)
        # The role's own header comes first: most of the others count on it.
        main = api.COMPUTE_HEADER if self.role == "compute" else api.DATAFLOW_HEADER
        self.helpers |= {helper for helper in ("floor_div", "float_bits") if f"{helper}(" in body}
        if "write_numbers" in self.helpers:
            self.helpers.add("float_bits")
        headers = [f'"{path}"' for path in (main, *sorted(self.headers - {main}))]
        standard = ("<bit>", "<cstdint>") if "float_bits" in self.helpers else ("<cstdint>",)
        return KernelText(body, (*standard, *headers), tuple(sorted(self.helpers)))

    def prologue(self, kernel: metal.KernelOp, authors: Sequence[str]) -> None:
        """
        Fetches the arguments; those that nothing uses keep their index and are left out.

        A scalar is its 32 bits, also of a float32.
        """
        args = kernel.args
        buffers = [arg for arg in args if isinstance(arg.type, metal.CBType)]
        tensors = [arg for arg in args if isinstance(arg.type, TensorType)]
        work = [arg for arg in args if isinstance(arg.type, IndexType)]
        scalars = [arg for arg in args if arg not in (*buffers, *tensors, *work)]
        if tensors and self.role == "compute":
            raise CompileError.at(kernel, "a compute kernel takes no tensors")
        hints = authors or [arg.name_hint or "tensor" for arg in tensors]
        names = [self.declare(arg, hint) for arg, hint in zip(tensors, hints, strict=True)]
        addresses = [self.scope.declare(f"{name}_addr") for name in names]
        for index, (arg, address) in enumerate(zip(tensors, addresses, strict=True)):
            if arg.uses:
                self.line(f"const uint32_t {address} = get_arg_val<uint32_t>({index});")
        for index, arg in enumerate((*scalars, *work), len(tensors)):
            if arg.uses:
                name = self.declare(arg, arg.name_hint or "n")
                self.names[arg] = Expr(name, negative=arg.type == i32)
                self.line(f"const uint32_t {name} = get_arg_val<uint32_t>({index});")
        for index, arg in enumerate(buffers):
            if arg.uses:
                hint = (arg.name_hint or str(index)).removeprefix("cb_")
                name = self.declare(arg, f"cb_{hint}")
                self.line(f"constexpr uint32_t {name} = get_compile_time_arg_val({index});")
        self.accessors(tensors, addresses, len(buffers))

    def accessors(self, tensors: list[BlockArgument], addresses: list[str], start: int) -> None:
        """Makes the tensors' accessors; each one's words follow those of the one before."""
        used = [bool(arg.uses) for arg in tensors]
        names = [self.names[arg].text for arg in tensors]
        layouts = [self.scope.declare(f"{name}_args") for name in names]
        offset = str(start)
        for index, layout in enumerate(layouts):
            if any(used[index:]):
                self.line(f"constexpr auto {layout} = TensorAccessorArgs<{offset}>();")
            offset = f"{layout}.next_compile_time_args_offset()"
        for index, (name, layout) in enumerate(zip(names, layouts, strict=True)):
            if used[index]:
                self.line(f"const auto {name} = TensorAccessor({layout}, {addresses[index]});")

    def block(self, block: Block) -> None:
        for op in block.ops:
            self.statement(op)

    def statement(self, op: Operation) -> None:
        match op:
            case scf.ForOp():
                self.loop(op)
            case scf.IfOp():
                self.branch(op)
            case scf.YieldOp():
                pass  # `nested` sets what it hands on
            case _:
                if not (self.call(op) or self.pure(op)):
                    raise CompileError.at(op, f"'{op.name}' has no C++ in a {self.role}")

    def call(self, op: Operation) -> bool:
        call = call_of(op, self.role)
        if call is None:
            return False
        self.headers.add(call.header)
        if call.spelling in HELPERS:
            self.helpers.add(call.spelling)
        # The arguments come first: the result's own name is not visible in them.
        arguments = [self.argument(value) for value in call.arguments]
        templates = [self.argument(value) for value in call.templates]
        if templates:
            self.listing(f"{call.spelling}<", templates, f">({', '.join(arguments)});", op)
            return True
        head = f"{call.spelling}("
        if call.owner is not None:
            head = f"{self.names[call.owner].text}.{head}"
        for result in op.results:
            name = self.declare(result, result.name_hint or "l1")
            # Index values are 32 bits, a NoC address has 64.
            type_ = "uint64_t" if result.type == i64 else "uint32_t"
            head = f"const {type_} {name} = {head}"
        self.listing(head, arguments, ");", op)
        return True

    def pure(self, op: Operation) -> bool:
        operands = [self.names[operand] for operand in op.operands]
        if isinstance(op, metal.FloatBitsOp):
            value: Expr | None = Expr(f"float_bits({operands[0].text})")
        else:
            value = expression(op, operands)
        if value is None:
            return False
        (result,) = op.results
        if result.name_hint is None or isinstance(op, arith.ConstantOp):
            self.names[result] = value
        elif result.uses:
            type_ = "bool" if is_flag(result.type) else "uint32_t"
            name = self.declare(result, result.name_hint)
            self.names[result] = Expr(name, negative=value.negative)
            self.line(f"const {type_} {name} = {value.text};", op)
        return True

    def loop(self, op: scf.ForOp) -> None:
        lower, upper, step = (self.names[bound] for bound in (op.lb, op.ub, op.step))
        counter, *carried = op.body.block.args
        variables = [
            self.variable(result, self.names[init], op, arg.name_hint)
            for result, init, arg in zip(op.res, op.iter_args, carried, strict=True)
        ]
        for arg, variable in zip(carried, variables, strict=True):
            self.names[arg] = variable
        inner = self.scope.nested()
        name = inner.declare(*((counter.name_hint,) if counter.name_hint else COUNTERS))
        advance = f"++{name}" if step.text == "1" else f"{name} += {step.text}"
        negative = lower.negative or upper.negative
        if len(upper.text) > LONGEST_BOUND:
            bound = self.scope.declare(f"{name}_end")
            self.line(f"const uint32_t {bound} = {upper.text};", op)
            upper = Expr(bound, negative=upper.negative)
        type_, start, bound = "uint32_t", lower.text, upper.within(Binds.SUM)
        if negative:
            # A loop to a bound below zero does not run; compared as uint32_t it would not end.
            type_, start, bound = "int32_t", signed(lower), signed(upper)
        self.names[counter] = Expr(name, negative=negative)
        self.line(f"for ({type_} {name} = {start}; {name} < {bound}; {advance}) {{", op)
        self.nested(op.body.block, inner, variables)
        self.line("}")

    def branch(self, op: scf.IfOp) -> None:
        variables = [self.variable(result, None, op, None) for result in op.results]
        self.line(f"if ({self.names[op.cond].text}) {{", op)
        self.nested(op.true_region.block, self.scope.nested(), variables)
        otherwise = op.false_region.blocks
        if otherwise and (variables or not isinstance(otherwise[0].first_op, scf.YieldOp | None)):
            self.line("} else {")
            self.nested(otherwise[0], self.scope.nested(), variables)
        self.line("}")

    def variable(
        self, result: SSAValue, value: Expr | None, op: Operation, hint: str | None
    ) -> Expr:
        """Declares what a loop carries or the ways of a branch set, as `value` if it has one."""
        if isinstance(result.type, metal.CBType) or not is_number(result.type):
            raise CompileError.at(op, f"'{op.name}' with a result of {result.type} has no C++")
        name = self.declare(result, result.name_hint or hint or "value")
        # What it becomes is not known here: it may be below zero.
        self.names[result] = Expr(name, negative=not is_flag(result.type))
        type_ = "bool" if is_flag(result.type) else "uint32_t"
        self.line(f"{type_} {name};" if value is None else f"{type_} {name} = {value.text};", op)
        return self.names[result]

    def assign(self, end: scf.YieldOp, variables: Sequence[Expr]) -> None:
        """Sets variables to what a block yields, as if all at once."""
        values = [self.names[value] for value in end.arguments]
        changes = [
            (variable.text, value.text)
            for variable, value in zip(variables, values, strict=True)
            if variable.text != value.text
        ]
        later = [set(re.findall(r"\w+", text)) for _, text in changes]
        for n, (name, text) in enumerate(changes):
            if any(name in words for words in later[n + 1 :]):
                kept = self.scope.declare(f"next_{name}")
                self.line(f"const uint32_t {kept} = {text};")
                changes[n] = (name, kept)
        moved = [change for change in changes if change[1].startswith("next_")]
        for name, text in [change for change in changes if change not in moved] + moved:
            self.line(f"{name} = {text};")

    def nested(self, block: Block, scope: Scope, variables: Sequence[Expr] = ()) -> None:
        outer, self.scope = self.scope, scope
        self.depth += 1
        self.source.enter()
        self.block(block)
        end = block.last_op
        if isinstance(end, scf.YieldOp) and variables:
            self.assign(end, variables)
        self.source.leave()
        self.depth -= 1
        self.scope = outer

    def declare(self, value: SSAValue, *hints: str) -> str:
        """Gives a value a name that is free here."""
        name = self.scope.declare(*hints)
        self.names[value] = Expr(name)
        return name

    def argument(self, value: Argument) -> str:
        return self.names[value].text if isinstance(value, SSAValue) else str(value)

    def line(self, text: str, op: Operation | None = None) -> None:
        indented = INDENT * self.depth + text
        self.lines += [indented] if op is None else self.source.commented(op, indented)

    def listing(self, head: str, items: Sequence[str], tail: str, op: Operation) -> None:
        """Writes a call; one that is too long goes on in further lines, broken at its commas."""
        if len(INDENT) * self.depth + len(head + ", ".join(items) + tail) <= WIDTH:
            self.line(head + ", ".join(items) + tail, op)
            return
        self.line(head, op)
        self.depth += 1
        row = ""
        for n, item in enumerate(items, 1):
            piece = item + ("," if n < len(items) else tail)
            if row and len(INDENT) * self.depth + len(f"{row} {piece}") > WIDTH:
                self.line(row)
                row = ""
            row += f" {piece}" if row else piece
        self.line(row if items else tail)
        self.depth -= 1
