"""
The `host` dialect: the program of a launch, from which plan.json, host.py and host.cpp are printed.

    host.program @gemm attributes {target = "wormhole", ...} {
      %0 = host.cb "A_shared" "reader" to "compute" : !metal.cb<4x1xbf16, depth=2, id=0>
      %A = host.tensor "A" "in" : !tile.tensor<1024x1024xbf16, dram>
      %n = host.scalar "n" {default = 3 : i32} : i32
      host.kernel @gemm_reader "reader"(%0, %A, %n) work ["start", "count"] : ...
    }

Several launches of one kernel are programs @NAME_0, @NAME_1, ... with the same parameters.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    I64,
    ArrayAttr,
    Float32Type,
    FloatAttr,
    IntegerAttr,
    IntegerType,
    StringAttr,
    SymbolNameConstraint,
    UnitAttr,
    i32,
)
from xdsl.ir import Attribute, Block, Data, Dialect, Region, SSAValue
from xdsl.irdl import (
    EqAttrConstraint,
    IRDLOperation,
    ParsePropInAttrDict,
    base,
    irdl_attr_definition,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import HasParent, IsolatedFromAbove, NoTerminator, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.metal import ROLES, CBType
from ttc.dialects.shaped import KernelOpBase, SizesAttr
from ttc.dialects.tile import TensorType

Core = tuple[int, int]
TENSOR_ROLES = ("in", "out", "part", "inout")
"""`out` is written everywhere, `part` somewhere; both are never read, `inout` is."""

SCALAR = EqAttrConstraint(i32) | base(Float32Type)
"""The type of a scalar parameter: a kernel gets its 32 bits."""


@irdl_attr_definition
class CoreRangesAttr(Data[tuple[tuple[int, int, int, int], ...]]):
    """`#host.core_ranges<(0, 0) to (7, 6), (0, 7) to (3, 7)>`: inclusive logical rectangles."""

    name = "host.core_ranges"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> tuple[tuple[int, int, int, int], ...]:
        def rectangle() -> tuple[int, int, int, int]:
            x0, y0 = _parse_core(parser)
            parser.parse_keyword("to")
            x1, y1 = _parse_core(parser)
            return x0, y0, x1, y1

        return tuple(parser.parse_comma_separated_list(parser.Delimiter.ANGLE, rectangle))

    def print_parameter(self, printer: Printer) -> None:
        text = ", ".join(f"({x0}, {y0}) to ({x1}, {y1})" for x0, y0, x1, y1 in self.data)
        printer.print_string(f"<{text}>")

    @property
    def cores(self) -> list[Core]:
        """Every core, rectangle by rectangle, row-major."""
        return [
            (x, y)
            for x0, y0, x1, y1 in self.data
            for y in range(y0, y1 + 1)
            for x in range(x0, x1 + 1)
        ]


@irdl_attr_definition
class WorkAttr(Data[tuple[tuple[Core, int, int], ...]]):
    """`#host.work<(0, 0) 0 + 2, (1, 0) 2 + 1>`: each core's first work item and how many it has."""

    name = "host.work"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> tuple[tuple[Core, int, int], ...]:
        def row() -> tuple[Core, int, int]:
            core = _parse_core(parser)
            start = parser.parse_integer()
            parser.parse_punctuation("+")
            return core, start, parser.parse_integer()

        return tuple(parser.parse_comma_separated_list(parser.Delimiter.ANGLE, row))

    def print_parameter(self, printer: Printer) -> None:
        text = ", ".join(f"({x}, {y}) {start} + {n}" for (x, y), start, n in self.data)
        printer.print_string(f"<{text}>")


def _parse_core(parser: AttrParser) -> Core:
    x, y = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_integer)
    return x, y


@irdl_op_definition
class ProgramOp(KernelOpBase):
    """
    One launch: tensors, circular buffers, kernels, the cores and the share of each.

    `grid` is the author's grid; `dealing`, `order` and `panel` are its launch's schedule.
    `l1_available` are the bytes that circular buffers may take, `dram_read` and `dram_write` the
    bytes that one run moves, where that is known. `launch` is the place among several launches;
    the name ends with it.
    """

    name = "host.program"

    target = prop_def(StringAttr)
    grid = prop_def(SizesAttr)
    dealing = prop_def(StringAttr)
    order = prop_def(StringAttr)
    panel = prop_def(IntegerAttr[I64])
    core_ranges = prop_def(CoreRangesAttr)
    work = prop_def(WorkAttr)
    l1_available = prop_def(IntegerAttr[I64])
    dram_read = opt_prop_def(IntegerAttr[I64])
    dram_write = opt_prop_def(IntegerAttr[I64])
    fp32_dest = opt_prop_def(UnitAttr)
    launch = opt_prop_def(IntegerAttr[I64])
    notes = opt_prop_def(ArrayAttr)

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())

    def __init__(self, name: str, properties: dict[str, Attribute | None]):
        IRDLOperation.__init__(
            self,
            properties={"sym_name": StringAttr(name), **properties},
            regions=[Region(Block())],
        )

    @property
    def kernel_name(self) -> str:
        """The name of the author's kernel."""
        name = self.sym_name.data
        return name if self.launch is None else name.removesuffix(f"_{self.launch.value.data}")

    def verify_(self) -> None:
        if self.launch is not None and self.kernel_name == self.sym_name.data:
            raise VerifyException("the name of one of several launches ends with its number")
        cores = self.core_ranges.cores
        if sorted(core for core, _, _ in self.work.data) != sorted(cores):
            raise VerifyException("every core of the core ranges has one row of work")
        ids: set[int] = set()
        for op in self.body.block.ops:
            if isinstance(op, CBOp):
                assert isinstance(op.cb.type, CBType)
                index = op.cb.type.index.data
                if op.cb.type.is_allocated and index in ids:
                    raise VerifyException(f"two circular buffers have id {index}")
                ids.add(index)
            elif not isinstance(op, TensorOp | ScalarOp | KernelOp):
                raise VerifyException(f"'{op.name}' is no part of a program")


@irdl_op_definition
class TensorOp(IRDLOperation):
    """
    A parameter of the kernel, in the author's order; its role is what this launch does with it.

    `scratch` is a tensor that the host allocates. `why` gives the reason of its layout, `written`
    the author's shape, where the kernel uses the tensor under another. One that is a copy `of` a
    tensor is made by the host of the same array.
    """

    name = "host.tensor"

    tensor_name = prop_def(StringAttr)
    role = prop_def(StringAttr)
    scratch = opt_prop_def(UnitAttr)
    why = opt_prop_def(StringAttr)
    written = opt_prop_def(SizesAttr)
    of = opt_prop_def(StringAttr)
    tensor = result_def(TensorType)

    traits = traits_def(HasParent(ProgramOp))
    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$tensor_name $role attr-dict `:` type($tensor)"

    def __init__(
        self,
        name: str,
        role: str,
        tensor_type: TensorType,
        *,
        scratch: bool = False,
        why: StringAttr | None = None,
        written: SizesAttr | None = None,
        of: StringAttr | None = None,
    ):
        super().__init__(
            properties={
                "tensor_name": StringAttr(name),
                "role": StringAttr(role),
                "scratch": UnitAttr() if scratch else None,
                "why": why,
                "written": written,
                "of": of,
            },
            result_types=[tensor_type],
        )

    def verify_(self) -> None:
        if self.role.data not in TENSOR_ROLES:
            raise VerifyException(f"role is one of {', '.join(TENSOR_ROLES)}")
        if self.of is not None and self.role.data != "in":
            raise VerifyException("a copy is only read")


@irdl_op_definition
class ScalarOp(IRDLOperation):
    """A number among the kernel's parameters; `default` is for calls that do not give it."""

    name = "host.scalar"

    scalar_name = prop_def(StringAttr)
    default = opt_prop_def(IntegerAttr[IntegerType] | FloatAttr)
    scalar = result_def(SCALAR)

    traits = traits_def(HasParent(ProgramOp))
    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$scalar_name attr-dict `:` type($scalar)"

    def __init__(self, name: str, type_: Attribute, default: Attribute | None = None):
        super().__init__(
            properties={"scalar_name": StringAttr(name), "default": default},
            result_types=[type_],
        )

    def verify_(self) -> None:
        if self.default is not None and self.default.type != self.scalar.type:
            raise VerifyException("a default has the type of its scalar")


@irdl_op_definition
class CBOp(IRDLOperation):
    """A circular buffer on every core, with its one producer and its one consumer."""

    name = "host.cb"

    cb_name = prop_def(StringAttr)
    producer = prop_def(StringAttr)
    consumer = prop_def(StringAttr)
    cb = result_def(CBType)

    traits = traits_def(HasParent(ProgramOp))
    assembly_format = "$cb_name $producer `to` $consumer attr-dict `:` type($cb)"

    def __init__(self, name: str, producer: str, consumer: str, cb_type: CBType):
        super().__init__(
            properties={
                "cb_name": StringAttr(name),
                "producer": StringAttr(producer),
                "consumer": StringAttr(consumer),
            },
            result_types=[cb_type],
        )

    def verify_(self) -> None:
        if self.producer.data not in ("reader", "compute"):
            raise VerifyException("a producer is the reader or compute")
        if self.consumer.data not in ("compute", "writer"):
            raise VerifyException("a consumer is compute or the writer")


@irdl_op_definition
class KernelOp(IRDLOperation):
    """
    Binds the arguments of a `metal.kernel`: circular buffers, tensors and scalars by value, then
    the fields of the core's row of work (`start`, `count`) by name.
    """

    name = "host.kernel"

    kernel = prop_def(SymbolNameConstraint())
    role = prop_def(StringAttr)
    work = prop_def(ArrayAttr)
    bound = var_operand_def(base(CBType) | base(TensorType) | SCALAR)

    traits = traits_def(HasParent(ProgramOp))
    assembly_format = "$kernel $role `(` $bound `)` `work` $work attr-dict `:` type($bound)"

    def __init__(self, kernel: str, role: str, bound: Sequence[SSAValue], work: Sequence[str]):
        super().__init__(
            operands=[list(bound)],
            properties={
                "kernel": StringAttr(kernel),
                "role": StringAttr(role),
                "work": ArrayAttr([StringAttr(field) for field in work]),
            },
        )

    def verify_(self) -> None:
        if self.role.data not in ROLES:
            raise VerifyException(f"role is one of {', '.join(ROLES)}")

    @property
    def work_fields(self) -> tuple[str, ...]:
        fields: list[str] = []
        for field in self.work:
            assert isinstance(field, StringAttr)
            fields.append(field.data)
        return tuple(fields)


HOST = Dialect("host", [ProgramOp, TensorOp, ScalarOp, CBOp, KernelOp], [CoreRangesAttr, WorkAttr])
