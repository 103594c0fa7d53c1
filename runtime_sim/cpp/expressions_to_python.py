"""C++ expressions -> Python code with the same value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from difflib import get_close_matches
from typing import NoReturn

from ttc.runtime_sim.calls import KernelCall
from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.scopes import Scopes, Variable, python_name
from ttc.runtime_sim.cpp.syntax import Unit
from ttc.runtime_sim.cpp.types import (
    ANY,
    BOOL,
    F32,
    I32,
    OBJECT,
    TYPE_OF_NAME,
    U32,
    U64,
    VOID,
    Value,
    common,
    convert,
    element,
    is_array,
    is_integer,
    is_pointer,
    pointer_to,
    promoted,
    truth,
)
from ttc.runtime_sim.formats import FORMAT_OF_CODE
from ttc.runtime_sim.pointer import ELEMENTS

COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
WRAPPING = {"+", "-", "*", "<<"}
BITWISE = {"&", "|", "^"}
MEMBERS: dict[str, str] = {
    "next_compile_time_args_offset": U32,
    "num_compile_time_args": U32,
    "get_noc_addr": U64,
    "get_aligned_page_size": U32,
    "get_bank_base_address": U32,
    "get_write_ptr": U32,
    "get_read_ptr": U32,
    "get_tile_size": U32,
}
DATA_FORMATS: dict[str, int] = {
    {"bfloat16": "Float16_b", "float32": "Float32", "bfloat8_b": "Bfp8_b", "int32": "Int32",
     "uint32": "UInt32", "uint16": "UInt16", "uint8": "UInt8", "int8": "Int8"}[format.name]: code
    for code, format in FORMAT_OF_CODE.items()
}  # fmt: skip
IGNORED = {"DPRINT", "DeviceZoneScopedN", "WAYPOINT", "ASSERT", "invalidate_l1_cache"}


class ExpressionTranslator(ABC):
    """
    Translates expressions; statements do the rest.

    `used` collects the names of the SDK that the kernel needs; `waiting` are functions of the
    file that may wait.
    """

    unit: Unit
    scopes: Scopes
    calls: dict[str, KernelCall]
    constants: set[str]
    defines: dict[str, n.Expr | None]
    waiting: set[str]
    used: set[str]

    @abstractmethod
    def lambda_function(self, node: n.Lambda, name: str) -> None:
        """Writes a lambda as a Python function called `name`."""

    def fail(self, node: n.Expr | n.CType, message: str) -> NoReturn:
        self.unit.source.fail(node.place, message)

    def type_of(self, node: n.CType) -> str:
        """The type a `CType` names; `ANY` for a template parameter and for `auto`."""
        name = node.name.removeprefix("std::")
        known = TYPE_OF_NAME.get(name)
        if node.pointer:
            if name == "auto":
                return ANY
            if name not in ELEMENTS:
                self.fail(node, f"the simulator has no pointers to {name}")
            return pointer_to(name)
        if known is not None:
            return known
        if name == "auto" or self.scopes.find(name) is not None:
            return ANY
        if name.split("<")[0] in self.calls or name == "DataFormat":
            return OBJECT
        self.fail(node, f"the simulator does not know the type {name}")

    def code(self, node: n.Expr) -> str:
        """Python code of the settled value."""
        return self.value(node).settled

    def value(self, node: n.Expr) -> Value:
        match node:
            case n.Int(value=number, suffix=suffix):
                wide = number > 0xFFFFFFFF or "ll" in suffix
                unsigned = "u" in suffix or number > 0x7FFFFFFF
                type = (U64 if wide else U32) if unsigned or wide else I32
                return Value(str(number), type, literal=number)
            case n.Float(value=number):
                return Value(repr(number), F32)
            case n.Bool(value=flag):
                return Value(str(flag), BOOL)
            case n.Str(value=text):
                return Value(repr(text), OBJECT)
            case n.Name():
                return self.name(node)
            case n.Unary():
                return self.unary(node)
            case n.Binary():
                return self.binary(node)
            case n.Ternary():
                return self.ternary(node)
            case n.Cast():
                return self.cast(node)
            case n.SizeOf(type=named):
                size = ELEMENTS[named.name].itemsize if named.name in ELEMENTS else 4
                return Value(str(size), U32, literal=size)
            case n.Call():
                return self.call(node)
            case n.Index():
                return self.index(node)
            case n.Assign() | n.Update():
                return self.assign_inside(node)
            case n.InitList(items=items):
                named = (f"{name!r}: {self.code(item)}" for name, item in items)
                return Value("{" + ", ".join(named) + "}", OBJECT)
            case n.Lambda():
                name = self.scopes.declare("lambda_function", OBJECT, node).name
                self.lambda_function(node, name)
                return Value(name, OBJECT)
            case n.Member():
                self.fail(node, f"the simulator does not know the member {node.name}")

    def name(self, node: n.Name) -> Value:
        variable = self.scopes.find(node.text)
        if variable is not None:
            return Value(variable.name, variable.type)
        if node.text in self.defines:
            given = self.defines[node.text]
            if given is None:
                self.fail(node, f"{node.text} is defined as nothing")
            return self.value(given)
        text = node.text.removeprefix("tt::constants::").removeprefix("std::")
        if text in self.constants:
            self.used.add(text)
            return Value(text, U32)
        prefix, _, last = text.rpartition("::")
        if prefix.endswith("DataFormat"):
            if last not in DATA_FORMATS:
                self.fail(node, f"the simulator has no format {last}")
            return Value(str(DATA_FORMATS[last]), U32, literal=DATA_FORMATS[last])
        if prefix:
            return Value(repr(last), OBJECT)  # a member of an enumeration
        if any(function.name == text for function in self.unit.functions):
            return Value(python_name(text), OBJECT)
        self.unknown(node, text)

    def unknown(self, node: n.Expr, text: str) -> NoReturn:
        near = get_close_matches(text, [*self.calls, *self.constants, *self.unit.by_name], n=1)
        hint = f"; is it {near[0]}?" if near else ""
        self.fail(node, f"the simulator does not know {text}{hint}")

    def unary(self, node: n.Unary) -> Value:
        if node.op == "*":
            pointer = self.value(node.operand)
            return self.loaded(pointer, "0")
        if node.op == "&":
            if isinstance(node.operand, n.Index):
                base = self.value(node.operand.object)
                if is_pointer(base.type):
                    return Value(f"{base.code}.moved({self.code(node.operand.index)})", base.type)
            self.fail(node, "the simulator has no addresses of local variables")
        inner = self.value(node.operand)
        if node.op == "!":
            return Value(f"(not {truth(inner)})", BOOL)
        if inner.type == F32:
            return Value(f"({node.op}{inner.code})", F32)
        type = promoted(inner.type)
        if node.op == "+":
            return Value(inner.settled, type)
        literal = -inner.literal if node.op == "-" and inner.literal is not None else None
        exact = type == I32 and inner.exact
        return Value(f"({node.op}{inner.code})", type, exact, literal if exact else None)

    def binary(self, node: n.Binary) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        op = node.op
        if op in ("&&", "||"):
            word = "and" if op == "&&" else "or"
            return Value(f"({truth(left)} {word} {truth(right)})", BOOL)
        if op == ",":
            return Value(f"({left.code}, {right.settled})[1]", right.type)
        if is_pointer(left.type) or is_pointer(right.type):
            return self.pointer_arithmetic(node, left, right)
        if OBJECT in (left.type, right.type):
            if op in COMPARISONS:
                return Value(f"({left.settled} {op} {right.settled})", BOOL)
            self.fail(node, f"the simulator cannot compute {op} here")
        type = common(left.type, right.type)
        if op in ("<<", ">>"):
            type = promoted(left.type)
            right = convert(right, promoted(right.type))
        else:
            right = convert(right, type)
        left = convert(left, type)
        if op in COMPARISONS:
            return Value(f"({left.settled} {op} {right.settled})", BOOL)
        if type == F32:
            return Value(f"_f32({left.settled} {op} {right.settled})", F32)
        if op in WRAPPING:
            amount = right.settled if op == "<<" else right.code
            return Value(f"({left.code} {op} {amount})", type, exact=False)
        if op in BITWISE:
            return Value(f"({left.settled} {op} {right.settled})", type)
        if op == ">>":
            return Value(f"({left.settled} >> {right.settled})", type)
        if op in ("/", "%"):
            if type[0] == "u":
                python = "//" if op == "/" else "%"
                return Value(f"({left.settled} {python} {right.settled})", type)
            name = "_divide" if op == "/" else "_remainder"
            return Value(f"{name}({left.settled}, {right.settled})", type)
        self.fail(node, f"the simulator does not know the operator {op}")

    def pointer_arithmetic(self, node: n.Binary, left: Value, right: Value) -> Value:
        if node.op in COMPARISONS:
            sides = [
                f"{v.code}.address" if is_pointer(v.type) else v.settled for v in (left, right)
            ]
            return Value(f"({sides[0]} {node.op} {sides[1]})", BOOL)
        if node.op == "+" and is_pointer(right.type):
            left, right = right, left
        if node.op in ("+", "-") and not is_pointer(right.type):
            sign = "-" if node.op == "-" else ""
            return Value(f"{left.code}.moved({sign}{right.settled})", left.type)
        self.fail(node, f"the simulator has no {node.op} on pointers")

    def ternary(self, node: n.Ternary) -> Value:
        condition = truth(self.value(node.condition))
        then, other = self.value(node.then), self.value(node.other)
        if is_integer(then.type) or is_integer(other.type):
            type = common(then.type, other.type) if then.type != other.type else then.type
            then, other = convert(then, type), convert(other, type)
        code = f"({then.settled} if {condition} else {other.settled})"
        return Value(code, then.type)

    def cast(self, node: n.Cast) -> Value:
        inner = self.value(node.value)
        type = self.type_of(node.type)
        if is_pointer(type):
            return Value(f"_point(_t, {element(type)!r}, {inner.settled})", type)
        if is_pointer(inner.type):
            return Value(f"{inner.code}.address", U32)
        if type == ANY and node.type.name != "auto":
            variable = self.scopes.find(node.type.name)
            name = variable.name if variable is not None else repr(node.type.name)
            return Value(f"_cast({name}, {inner.settled})", ANY)
        if inner.type == OBJECT:
            return inner  # an enumerator
        return convert(inner, type)

    def index(self, node: n.Index) -> Value:
        base = self.value(node.object)
        return self.loaded(base, self.code(node.index))

    def loaded(self, base: Value, index: str) -> Value:
        if is_pointer(base.type):
            type = TYPE_OF_NAME[element(base.type)]
            return Value(f"{base.code}.load({index if index != '0' else ''})", type)
        type = element(base.type) if is_array(base.type) else ANY
        return Value(f"_load({base.code}, {index})", type)

    @abstractmethod
    def call(self, node: n.Call) -> Value: ...

    @abstractmethod
    def assign_inside(self, node: n.Assign | n.Update) -> Value: ...

    def variable(self, node: n.Expr) -> Variable | None:
        """The variable that `node` names, if it names one."""
        return self.scopes.find(node.text) if isinstance(node, n.Name) else None


__all__ = ["IGNORED", "MEMBERS", "VOID", "ExpressionTranslator"]
