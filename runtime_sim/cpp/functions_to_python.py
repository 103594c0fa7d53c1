"""Functions and lambdas of a kernel -> Python functions; those that may wait are generators."""

from __future__ import annotations

from ttc.runtime_sim.calls import KernelCall
from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.analysis import (
    assigned_elsewhere,
    assigned_names,
    polls,
    waiting_functions,
    walk,
)
from ttc.runtime_sim.cpp.scopes import Frame, Scopes, python_name
from ttc.runtime_sim.cpp.statements_to_python import Line, Output, StatementTranslator
from ttc.runtime_sim.cpp.syntax import Unit
from ttc.runtime_sim.cpp.types import ANY

BLOCKING_MEMBERS = {"reserve_back", "wait_front"}


class FileTranslator(StatementTranslator):
    """Translates a whole file: `functions()` writes its globals and functions."""

    def __init__(
        self,
        unit: Unit,
        calls: dict[str, KernelCall],
        constants: set[str],
        defines: dict[str, n.Expr | None],
    ) -> None:
        self.unit = unit
        self.calls = calls
        self.constants = constants
        self.defines = defines
        self.used: set[str] = set()
        blocking = {call.name for call in calls.values() if call.blocking} | BLOCKING_MEMBERS
        self.waiting = waiting_functions(unit, blocking) | {"kernel_main"}
        self.shaky = assigned_elsewhere(unit)
        taken = set(calls) | constants | {python_name(name) for name in unit.by_name}
        self.scopes = Scopes(Frame(None), [{}], taken)
        self.out = Output()

    def functions(self) -> None:
        for declaration in self.unit.globals:
            self.declaration(declaration)
        for function in self.unit.functions:
            self.function(function)

    def function(self, node: n.Function) -> None:
        parameters = [p.name or f"_{i}" for i, p in enumerate(node.parameters)]
        assigned = assigned_names(node.body)
        for parameter in node.parameters:
            kind = parameter.type
            if kind.reference and not kind.constant and parameter.name in assigned:
                self.unit.source.fail(parameter.place, "the simulator has no reference parameters")
        frame, outer = Frame(self.scopes.frame), self.scopes.frame
        self.scopes.frame = frame
        self.scopes.blocks.append({})
        for name in node.template_parameters:
            self.scopes.declare(name)
        names = list[str]()
        for parameter, name in zip(node.parameters, parameters, strict=True):
            template = parameter.type.name in node.template_parameters
            variable = self.scopes.declare(name, ANY if template else self.type_of(parameter.type))
            default = f"={self.code(parameter.default)}" if parameter.default is not None else ""
            names.append(variable.name + default)
        if node.template_parameters:
            names += ["*", *(f"{name}=None" for name in node.template_parameters)]
        self.out.write(node.place, f"def {python_name(node.name)}({', '.join(names)}):")
        self.body(node, frame, node.name in self.waiting, node.result)
        self.scopes.blocks.pop()
        self.scopes.frame = outer

    def body(
        self, node: n.Function | n.Lambda, frame: Frame, waits: bool, result: n.CType | None
    ) -> None:
        """The inside of a function; `nonlocal` goes on top once all assignments are known."""
        self.out.indent += 1
        top = len(self.out.lines)
        loops, self.out.loops = self.out.loops, []
        self.out.results.append(result)
        if waits:
            self.out.write(node.place, "if 0: yield")
        self.block(node.body)
        self.out.write(node.place, "return")
        if frame.outer:
            code = f"nonlocal {', '.join(sorted(frame.outer))}"
            self.out.lines.insert(top, Line(self.out.indent, code, node.place))
        self.out.results.pop()
        self.out.loops = loops
        self.out.indent -= 1

    def lambda_function(self, node: n.Lambda, name: str) -> None:
        frame, outer = Frame(self.scopes.frame), self.scopes.frame
        captured = list[str]()
        if not node.by_reference:
            seen = {part.text for part in walk(node.body) if isinstance(part, n.Name)}
            found = (self.scopes.find(text) for text in sorted(seen))
            captured = [v.name for v in found if v is not None and v.name != name]
        self.scopes.frame = frame
        self.scopes.blocks.append({})
        names = list[str]()
        for index, parameter in enumerate(node.parameters):
            type = self.type_of(parameter.type)
            names.append(self.scopes.declare(parameter.name or f"_{index}", type).name)
        names += [f"{text}={text}" for text in captured]
        self.out.write(node.place, f"def {name}({', '.join(names)}):")
        waits = any(
            isinstance(part, n.Call) and self.may_wait(part) for part in walk(node.body)
        ) or any(isinstance(p, n.While) and polls(p.condition) for p in walk(node.body))
        self.body(node, frame, waits, None)
        self.scopes.blocks.pop()
        self.scopes.frame = outer

    def may_wait(self, node: n.Call) -> bool:
        name = node.function.text if isinstance(node.function, n.Name) else ""
        return self.blocks(node) or name in self.waiting
