"""
The C++ types a kernel computes with, and values of them as Python code.

Unsigned arithmetic wraps. Sums, products and the like are left unreduced while an expression
goes on (`exact` is false) and masked once, where someone needs the value.
"""

from __future__ import annotations

from dataclasses import dataclass

U32, I32, U64, I64 = "u32", "i32", "u64", "i64"
BOOL, F32, OBJECT, VOID, ANY = "bool", "f32", "object", "void", "any"

TYPE_OF_NAME: dict[str, str] = {
    "uint8_t": "u8",
    "int8_t": "i8",
    "uint16_t": "u16",
    "int16_t": "i16",
    "uint32_t": U32,
    "unsigned": U32,
    "unsigned int": U32,
    "size_t": U32,  # the processors have 32 bits
    "uintptr_t": U32,
    "unsigned long": U32,
    "int32_t": I32,
    "int": I32,
    "long": I32,
    "uint64_t": U64,
    "unsigned long long": U64,
    "int64_t": I64,
    "long long": I64,
    "bool": BOOL,
    "float": F32,
    "double": F32,
    "void": VOID,
}
BITS: dict[str, int] = {
    "u8": 8, "i8": 8, "u16": 16, "i16": 16, U32: 32, I32: 32, U64: 64, I64: 64, BOOL: 1, F32: 32
}  # fmt: skip
RANK = (I32, U32, I64, U64, F32)
"""The types arithmetic happens in, in the order of the usual conversions."""


def name_of_type(type: str) -> str:
    """The C++ name of a type, for messages."""
    return next((name for name, known in TYPE_OF_NAME.items() if known == type), type)


def pointer_to(element: str) -> str:
    return f"ptr {element}"


def array_of(element: str) -> str:
    return f"array {element}"


def is_pointer(type: str) -> bool:
    return type.startswith("ptr ")


def is_array(type: str) -> bool:
    return type.startswith("array ")


def element(type: str) -> str:
    """What a pointer points to or an array consists of."""
    return type.split(" ", 1)[1]


def is_integer(type: str) -> bool:
    return type in BITS and type not in (BOOL, F32)


@dataclass(frozen=True)
class Value:
    """
    Python code of a C++ value.

    `exact` is false if the code may give a number outside the type's range that is right
    modulo its size. `literal` is the number of an integer literal.
    """

    code: str
    type: str
    exact: bool = True
    literal: int | None = None

    @property
    def settled(self) -> str:
        """Code that gives the value itself."""
        return self.code if self.exact else reduce_to(self.code, self.type)


def reduce_to(code: str, type: str) -> str:
    """Brings an integer into the range of `type`."""
    bits = BITS[type]
    if type[0] == "u":
        return f"({code} & {(1 << bits) - 1})"
    half = 1 << (bits - 1)
    return f"((({code}) + {half} & {(1 << bits) - 1}) - {half})"


def promoted(type: str) -> str:
    """The type arithmetic on `type` happens in."""
    if type in RANK:
        return type
    return I32 if type in BITS else U32


def common(left: str, right: str) -> str:
    """The usual arithmetic conversions."""
    if left == ANY:
        return promoted(right) if right != ANY else U32
    if right == ANY:
        return promoted(left)
    first, second = promoted(left), promoted(right)
    return RANK[max(RANK.index(first), RANK.index(second))]


def convert(value: Value, type: str) -> Value:
    """`value` as `type`, by an implicit conversion or a cast between numbers."""
    source = value.type
    if type == source or type in (ANY, OBJECT, VOID) or is_pointer(type):
        return Value(value.settled, type if type != ANY else source, literal=value.literal)
    if value.literal is not None and is_integer(type):
        literal = value.literal
        if type[0] == "u" and 0 <= literal < 1 << BITS[type]:
            return Value(value.code, type, literal=literal)
    if type == BOOL:
        return Value(truth(value), BOOL)
    if type == F32:
        return Value(f"_f32({value.settled})", F32)
    if source == F32:
        return Value(reduce_to(f"int({value.settled})", type), type)
    if source == BOOL:
        return Value(f"int({value.code})", type)
    if source == ANY:
        return Value(f"_cast({type!r}, {value.code})", type)
    room = BITS[type] - (type[0] == "i")  # bits that a number without sign may have
    if value.exact and source[0] == "u" and BITS.get(source, 64) <= room:
        return Value(value.code, type)
    settled = value.code if BITS.get(source, 0) >= BITS[type] else value.settled
    return Value(settled, type, exact=False)


def truth(value: Value) -> str:
    """Code of Python's True or False for a C++ condition."""
    if value.type == BOOL or not (is_integer(value.type) or value.type in (F32, ANY)):
        return value.settled
    return f"({value.settled} != 0)"
