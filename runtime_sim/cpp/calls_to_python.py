"""Calls and assignments of a kernel -> Python code."""

from __future__ import annotations

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.expressions_to_python import IGNORED, MEMBERS, ExpressionTranslator
from ttc.runtime_sim.cpp.scopes import python_name
from ttc.runtime_sim.cpp.types import (
    ANY,
    F32,
    OBJECT,
    TYPE_OF_NAME,
    VOID,
    Value,
    convert,
    element,
    is_array,
    is_pointer,
    name_of_type,
    pointer_to,
)

STANDARD = {"min": 2, "max": 2, "abs": 1}
"""Functions of the standard library that Python calls the same, with their argument counts."""


class CallTranslator(ExpressionTranslator):
    """Translates calls: of the SDK, of functions of the file, of lambdas and of members."""

    def call(self, node: n.Call) -> Value:
        if isinstance(node.function, n.Member):
            return self.member(node, node.function)
        if not isinstance(node.function, n.Name):
            self.fail(node, "only functions with a name can be called here")
        name = node.function.text
        variable = self.scopes.find(name)
        if variable is not None:
            return self.lambda_call(node, variable.name, name, variable.function)
        short = name.rpartition("::")[2]
        if short in self.unit.by_name and not name.startswith("std::"):
            return self.own(node, self.unit.by_name[short])
        if name in self.defines and isinstance(given := self.defines[name], n.Name):
            return self.call(n.Call(node.place, given, node.template_args, node.args))
        joined = name.removeprefix("ckernel::").replace("::", "_")  # ReluConfig::zero
        if "::" in name and joined in self.calls:
            return self.sdk(node, joined)
        if short in self.calls and not name.startswith("std::"):
            return self.sdk(node, short)
        if short in IGNORED:
            return Value("None", VOID)
        if short in ("bit_cast", "__builtin_bit_cast"):
            return self.bit_cast(node)
        if short in STANDARD and (name.startswith("std::") or name == short):
            return self.standard(node, short)
        if name in TYPE_OF_NAME and len(node.args) == 1:
            return convert(self.value(node.args[0]), TYPE_OF_NAME[name])
        self.unknown(node.function, short)

    def bit_cast(self, node: n.Call) -> Value:
        if len(node.template_args) != 1 or not isinstance(node.template_args[0], n.CType):
            self.fail(node, "bit_cast wants one type")
        type = self.type_of(node.template_args[0])
        return Value(f"_bit_cast({node.template_args[0].name!r}, {self.code(node.args[0])})", type)

    def standard(self, node: n.Call, name: str) -> Value:
        """`std::min` and the like; without a template argument all arguments have one type."""
        wanted = STANDARD[name]
        if len(node.args) != wanted:
            noun = "argument" if wanted == 1 else "arguments"
            self.fail(node, f"std::{name} takes {wanted} {noun}, {len(node.args)} given")
        values = [self.value(arg) for arg in node.args]
        if node.template_args:
            (named, *_) = node.template_args
            if not isinstance(named, n.CType):
                self.fail(node, f"the template argument of std::{name} is a type")
            values = [convert(value, self.type_of(named)) for value in values]
        types = list(dict.fromkeys(value.type for value in values if value.type != ANY))
        if len(types) > 1:
            first, second = map(name_of_type, types)
            self.fail(
                node,
                f"std::{name} takes two values of one type, not {first} and {second}; "
                f"write std::{name}<{first}>",
            )
        code = ", ".join(value.settled for value in values)
        return Value(f"{name}({code})", types[0] if types else ANY)

    def template_value(self, node: n.Expr | n.CType) -> str:
        if not isinstance(node, n.CType):
            return self.code(node)
        variable = self.scopes.find(node.name)
        if variable is not None:
            return variable.name
        if node.name in self.defines or node.name in self.constants:
            return self.code(n.Name(node.place, node.name))
        return repr(node.name)

    def sdk(self, node: n.Call, name: str) -> Value:
        call = self.calls[name]
        self.used.add(name)
        given = len(node.args)
        if not call.fewest <= given <= call.most:
            wanted = str(call.fewest)
            if call.most != call.fewest:
                wanted += f" to {call.most}"
            noun = "argument" if wanted == "1" else "arguments"
            self.fail(node, f"{name} takes {wanted} {noun}, {given} given")
        args = [self.code(arg) for arg in node.args]
        type = call.result
        if node.template_args:
            if not call.templates:
                self.fail(node, f"{name} takes no template arguments")
            values = [self.template_value(arg) for arg in node.template_args]
            if values != ["'uint32_t'"]:
                args.append(f"template=({', '.join(values)},)")
        if type == "T":
            first = node.template_args[0] if node.template_args else None
            type = self.type_of(first) if isinstance(first, n.CType) else "u32"
        if type not in ("u32", "u64", "u8", "bool", VOID, F32):
            type = OBJECT
        return Value(f"{name}({', '.join(args)})", type)

    def own(self, node: n.Call, function: n.Function) -> Value:
        """A call of a function of the file; one that may wait is gone through here."""
        parameters = function.parameters
        if len(node.args) > len(parameters):
            self.fail(node, f"{function.name} takes {len(parameters)} arguments")
        args = list[str]()
        for parameter, arg in zip(parameters, node.args, strict=False):
            type = ANY if parameter.type.name in function.template_parameters else None
            wanted = type or self.type_of(parameter.type)
            args.append(convert(self.value(arg), wanted).settled)
        missing = [p.name for p in parameters[len(node.args) :] if p.default is None]
        if missing:
            self.fail(node, f"{function.name} wants a value for {missing[0]}")
        for name, given in zip(function.template_parameters, node.template_args, strict=False):
            args.append(f"{name}={self.template_value(given)}")
        code = f"{python_name(function.name)}({', '.join(args)})"
        if function.name in self.waiting:
            code = f"(yield from {code})"
        if function.result.name in function.template_parameters:
            return Value(code, ANY)
        return Value(code, self.type_of(function.result))

    def lambda_call(self, node: n.Call, python: str, name: str, of: n.Lambda | None) -> Value:
        args = [self.value(arg) for arg in node.args]
        if of is None:  # a parameter, which may be any function
            code = f"{python}({', '.join(arg.settled for arg in args)})"
            return Value(f"(yield from _invoke({code}))", ANY)
        if len(args) != len(of.parameters):
            self.fail(node, f"{name} takes {len(of.parameters)} arguments, {len(args)} given")
        pairs = zip(args, of.parameters, strict=True)
        codes = [convert(arg, self.type_of(parameter.type)).settled for arg, parameter in pairs]
        code = f"{python}({', '.join(codes)})"
        return Value(f"(yield from {code})" if name in self.waiting else code, ANY)

    def member(self, node: n.Call, function: n.Member) -> Value:
        target = self.code(function.object)
        args = [self.code(arg) for arg in node.args]
        return Value(
            f"{target}.{function.name}({', '.join(args)})", MEMBERS.get(function.name, OBJECT)
        )

    def blocks(self, node: n.Expr) -> bool:
        """Is `node` a call of the SDK that returns True while it must wait?"""
        if not isinstance(node, n.Call):
            return False
        if isinstance(node.function, n.Member):
            return node.function.name in ("reserve_back", "wait_front")
        if not isinstance(node.function, n.Name):
            return False
        name = node.function.text.rpartition("::")[2]
        return (
            name in self.calls
            and self.calls[name].blocking
            and name not in self.unit.by_name
            and self.scopes.find(name) is None
        )

    # Assignments

    def new_value(self, node: n.Assign | n.Update) -> tuple[n.Expr, n.Expr]:
        """Target and value of an assignment, compound ones and `++` spelled out."""
        if isinstance(node, n.Update):
            one = n.Int(node.place, 1)
            return node.operand, n.Binary(node.place, node.op[0], node.operand, one)
        if node.op == "=":
            return node.target, node.value
        op = node.op[:-1]
        return node.target, n.Binary(node.place, op, node.target, node.value)

    def assignment(self, node: n.Assign | n.Update) -> str:
        """The Python statement of an assignment whose value nobody uses."""
        target, value = self.new_value(node)
        variable = self.variable(target)
        if variable is not None:
            self.scopes.assign(variable)
            return f"{variable.name} = {convert(self.value(value), variable.type).settled}"
        return self.memory_store(target, value)

    def memory_store(self, target: n.Expr, value: n.Expr) -> str:
        match target:
            case n.Unary(op="*", operand=operand):
                base, index = self.value(operand), "0"
            case n.Index(object=inner, index=position):
                base, index = self.value(inner), self.code(position)
            case _:
                self.fail(target, "this cannot be assigned to")
        if is_pointer(base.type):
            code = convert(self.value(value), TYPE_OF_NAME[element(base.type)]).settled
            return f"{base.code}.store({code}, {index})"
        kind = element(base.type) if is_array(base.type) else ANY
        return f"_store({base.code}, {index}, {convert(self.value(value), kind).settled})"

    def assign_inside(self, node: n.Assign | n.Update) -> Value:
        """An assignment within an expression."""
        target, value = self.new_value(node)
        variable = self.variable(target)
        if variable is None:
            if isinstance(node, n.Assign):
                return Value(self.memory_store(target, value), ANY)
            self.fail(node, "write the increment as a statement of its own")
        self.scopes.assign(variable)
        code = convert(self.value(value), variable.type).settled
        if isinstance(node, n.Update) and not node.prefix:
            back = "-" if node.op == "++" else "+"
            return Value(f"(({variable.name} := {code}) {back} 1)", variable.type, exact=False)
        return Value(f"({variable.name} := {code})", variable.type)


__all__ = ["CallTranslator", "pointer_to"]
