"""Rows of the SFPU's functions: `f_tile_init()` once, then `f_tile` on tiles that are in DST."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ttc.codegen.api_rows import Function, init, math, sfpu

_FAST = "<bool fast=false>"
_FASTER = "<bool fast=true>"
_FORMAT = "<DataFormat format>"
_PAIR = "(dst in0, dst in1, dst out)"
_BITS = "(dst idst, bits x)"
_TWO_BITS = "(dst idst, bits x, bits y)"

pair = partial(sfpu, rest=_PAIR)
"""Functions of two DST tiles into a third."""


def _after(init_name: str, *declarations: str) -> tuple[Function, ...]:
    return tuple(math(declaration, init_name) for declaration in declarations)


def _one(name: str, *declarations: str) -> tuple[Function, ...]:
    """An init that several functions share."""
    return (init(f"{name}()", "S"), *_after(name, *declarations))


def _unary(name: str) -> str:
    return f"api/compute/eltwise_unary/{name}.h"


def _binary(name: str) -> str:
    return f"api/compute/{name}.h"


_EXP = (
    init(
        "exp_tile_init<bool approx=false, u32 scale=0x3F800000,"
        " InputClamping clamping=ClampToNegative>()",
        "S",
    ),
    math(
        "exp_tile<bool approx=false, bool scale_en=false,"
        " InputClamping clamping=ClampToNegative, i32 iterations=8>"
        "(dst idst, VectorMode mode=RC, u32 bf16_scale=0x3F80)",
        "exp_tile_init",
    ),
)

_KERNEL_API = (
    sfpu("exp2 silu square abs sign signbit tiled_prod"),
    sfpu("expm1", templates="<bool approx=false>", init_templates="<bool approx=false>"),
    sfpu("log tanh", templates=_FAST, init_templates=_FAST),
    sfpu(
        "log_with_base",
        "(dst idst, bits base_scale)",
        "<bool fast=false, bool base_is_two=false>",
        _FAST,
    ),
    sfpu("sigmoid", templates="<VectorMode mode=RC, bool fast=false>", init_templates=_FAST),
    sfpu("power heaviside unary_max unary_min", _BITS),
    sfpu("power_iterative", "(dst idst, u32 exponent)"),
    _after("abs_tile_init", "abs_tile_int32(dst idst)"),
    _one("signbit_tile_int32_init", "signbit_tile_int32(dst idst)"),
    *(
        _one(f"unary_{m}_{t}_tile_init", f"unary_{m}_{t}_tile(dst idst, u32 x)")
        for m in ("max", "min")
        for t in ("int32", "uint32")
    ),
)

_GELU = (
    sfpu("gelu", templates=_FASTER, init_templates=_FASTER),
    sfpu("gelu_tanh", init_templates=_FAST),
    sfpu("gelu_derivative", templates=_FAST, init_templates=_FAST),
)

_RELU = (
    sfpu("relu"),
    sfpu("relu_max relu_min", _BITS),
    sfpu("leaky_relu", "(dst idst, bits slope=0)"),
    _after("relu_tile_init", "relu_tile_int32(dst idst)"),
    *(
        _after(f"relu_{m}_tile_init", f"relu_{m}_tile_{t}(dst idst, u32 x)")
        for m in ("max", "min")
        for t in ("int32", "uint32", "uint16")
    ),
)

_COMP = (
    sfpu("eqz nez gtz gez ltz lez"),
    *(
        _after(f"{f}_tile_init", f"{f}_tile_int32(dst idst)")
        for f in ("eqz", "nez", "gtz", "gez", "ltz", "lez")
    ),
    *(
        _after(f"{f}_tile_init", f"{f}_tile_uint16(dst idst)", f"{f}_tile_uint32(dst idst)")
        for f in ("eqz", "nez")
    ),
    *(
        (
            *sfpu(f"unary_{f}", _BITS),
            *_after(f"unary_{f}_tile_init", f"unary_{f}_tile_int32(dst idst, u32 x)"),
        )
        for f in ("eq", "ne", "gt", "ge", "lt", "le")
    ),
)

_SCALAR = (
    init("binop_with_scalar_tile_init()", "S"),
    *(
        _after("binop_with_scalar_tile_init", f"{f}_unary_tile{_BITS}")
        for f in ("add", "sub", "mul", "div", "rsub")
    ),
    _after(
        "binop_with_scalar_tile_init",
        "add_unary_tile_int32(dst idst, u32 x)",
        "sub_unary_tile_int32(dst idst, u32 x)",
    ),
)

_ROUNDING = _one(
    "rounding_op_tile_init",
    *(f"{f}_tile(dst idst)" for f in ("floor", "ceil", "trunc", "frac", "stochastic_round")),
    "round_tile(dst idst, i32 decimals)",
)

_DIVISOR = "(bits divisor, bits reciprocal)"
_TYPES = "<u32 from, u32 to>"
_ROUND = "<DstRoundingMode rounding=Default>"
_RELATIONS = ("eq", "ne", "lt", "gt", "le", "ge")

_FILL = _one(
    "fill_tile_init",
    "fill_tile(dst idst, float x)",
    "fill_tile_int<DataFormat format>(dst idst, u32 x)",
    f"fill_tile_bitcast{_BITS}",
)

_RECIP = "<ReciprocalDestAcc acc=DST_ACCUM_MODE, ReciprocalApproxMode mode=Default>"

_Rows = Iterable[Function | Iterable[Function]]


def _flat(rows: _Rows) -> tuple[Function, ...]:
    return tuple(
        function for row in rows for function in ((row,) if isinstance(row, Function) else row)
    )


_UNARY: tuple[tuple[str, _Rows], ...] = (
    ("exp", _EXP),
    ("log1p", sfpu("log1p", templates=_FAST, init_templates=_FAST)),
    ("sqrt", sfpu("sqrt", templates=_FAST)),
    ("rsqrt", sfpu("rsqrt", templates="<RsqrtMode mode=Default>")),
    ("cbrt", sfpu("cbrt")),
    ("recip", sfpu("recip", "(dst idst, VectorMode vectors=RC)", _RECIP, _RECIP)),
    ("gelu", _GELU),
    ("erf_erfc", (*sfpu("erf", templates=_FASTER, init_templates=_FASTER), *sfpu("erfc"))),
    ("erfinv", sfpu("erfinv")),
    ("relu", _RELU),
    ("elu", sfpu("elu", _BITS)),
    ("selu", sfpu("selu", "(dst idst, bits scale, bits alpha)")),
    (
        "activations",
        (
            *sfpu("celu", _TWO_BITS),
            *sfpu("hardsigmoid softsign"),
            *sfpu("softshrink hardshrink", _BITS),
        ),
    ),
    ("prelu", sfpu("prelu", _BITS)),
    ("hardtanh", sfpu("hardtanh", "(dst idst, bits low, bits high)")),
    ("hardmish", sfpu("hardmish")),
    ("mish", sfpu("mish", templates="<bool approx>", init_templates="<bool approx>")),
    ("xielu", sfpu("xielu", _TWO_BITS)),
    ("softplus", sfpu("softplus", "(dst idst, bits beta, bits reciprocal, bits threshold)")),
    ("softcap", sfpu("softcap", "(dst idst, bits beta, bits reciprocal)")),
    ("threshold", sfpu("threshold", _TWO_BITS)),
    ("tanhshrink", sfpu("tanhshrink")),
    ("tanh_derivative", sfpu("tanh_derivative", templates=_FAST, init_templates=_FAST)),
    ("trigonometry", sfpu("sin cos tan asin acos atan sinh cosh asinh acosh atanh")),
    ("rounding", _ROUNDING),
    (
        "negative",
        (*sfpu("negative"), *_after("negative_tile_init", "negative_tile_int32(dst idst)")),
    ),
    (
        "identity",
        (*sfpu("identity"), *_after("identity_tile_init", "identity_tile_uint32(dst idst)")),
    ),
    ("logical_not", sfpu("logical_not", templates=_FORMAT)),
    ("comp", _COMP),
    ("isinf_isnan", sfpu("isinf isposinf isneginf isnan isfinite")),
    ("binop_with_scalar", _SCALAR),
    ("rsub", sfpu("rsub", _BITS)),
    (
        "rdiv",
        sfpu("rdiv", "(dst idst, bits x, VectorMode mode=RC)", "<RoundingMode rounding=None>"),
    ),
    ("rpow", sfpu("rpow", "(dst idst, bits base, VectorMode mode=RC)")),
    (
        "fmod",
        (init(f"fmod_tile_init{_DIVISOR}", "S"), *_after("fmod_tile_init", "fmod_tile(dst idst)")),
    ),
    (
        "remainder",
        (
            init(f"remainder_tile_init{_DIVISOR}", "S"),
            *_after("remainder_tile_init", "remainder_tile(dst idst)"),
        ),
    ),
    (
        "clamp",
        (
            *sfpu("clamp", "(dst idst, bits low, bits high)"),
            *_after("clamp_tile_init", "clamp_tile_int32(dst idst, u32 low, u32 high)"),
        ),
    ),
    ("fill", _FILL),
    ("typecast", sfpu("typecast", templates=_TYPES, init_templates=_TYPES)),
    (
        "rand",
        (
            init("rand_tile_init(u32 seed=0, u32 stream=0)", "S"),
            *_after("rand_tile_init", "rand_tile(dst idst, bits from, bits scale)"),
        ),
    ),
    (
        "dropout",
        (
            init("dropout_kernel_init(u32 seed=0)", "S"),
            *_after("dropout_kernel_init", "dropout_tile(dst idst, u32 probability, bits scale)"),
        ),
    ),
    ("bitwise", sfpu("bitwise_and bitwise_or bitwise_xor", "(dst idst, u32 x)", _FORMAT)),
    ("bitwise_not", sfpu("bitwise_not")),
    ("shift", sfpu("left_shift right_shift", "(dst idst, u32 shift)", _FORMAT)),
    ("i0", sfpu("i0")),
    ("i1", sfpu("i1")),
    ("digamma", sfpu("digamma")),
    ("polygamma", sfpu("polygamma", "(dst idst, u32 n, u32 scale)")),
    (
        "lgamma",
        (
            *sfpu("lgamma_stirling"),
            *sfpu("lgamma_stirling_float", "(dst in0, dst in1, dst in2)"),
            *sfpu("lgamma_adjusted", "(dst in0, dst in1, dst in2, dst in3)"),
        ),
    ),
    ("where", sfpu("where", "(dst cond, dst x, dst y, dst out)", _FORMAT)),
    ("addcmul", sfpu("addcmul", "(dst in0, dst in1, dst in2, dst out, bits x)", _FORMAT)),
    ("addcdiv", sfpu("addcdiv", "(dst in0, dst in1, dst in2, dst out, bits x)", _FORMAT)),
    ("lerp", sfpu("lerp", "(dst in0, dst in1, dst in2, dst out)", _FORMAT)),
    ("mac", sfpu("mac", "(dst in0, dst in1, dst in2, dst out)", _FORMAT, _FORMAT)),
)

_SFPU_BCAST = (
    init("sfpu_bcast_init<BroadcastType dim>()", "S"),
    math(
        "sfpu_bcast<BroadcastType dim, EltwiseBinaryType op>(dst idst, dst vector)",
        "sfpu_bcast_init",
    ),
)

_BINARY: tuple[tuple[str, _Rows], ...] = (
    ("compute_kernel_api", _flat(_KERNEL_API)),
    (
        "eltwise_binary_sfpu",
        (
            *pair("add_binary sub_binary rsub_binary", templates=_ROUND),
            *pair("mul_binary div_binary power_binary"),
            *pair(" ".join(f"{f}_binary" for f in _RELATIONS)),
        ),
    ),
    (
        "binary_max_min",
        (
            *sfpu("binary_max binary_min", "(dst in0, dst in1, dst out, VectorMode mode=RC)"),
            *pair("binary_max_int32 binary_min_int32 binary_max_uint32 binary_min_uint32"),
        ),
    ),
    (
        "binary_comp",
        pair(" ".join(f"{f}_int" for f in _RELATIONS), templates=_FORMAT, init_templates=_FORMAT),
    ),
    ("add_int_sfpu", pair("add_int", templates=_FORMAT)),
    ("sub_int_sfpu", pair("sub_int rsub_int", templates=_FORMAT)),
    ("mul_int_sfpu", pair("mul_int", templates=_FORMAT, init_templates=_FORMAT)),
    ("div_int32_sfpu", pair("div_int32")),
    ("div_int32_floor", pair("div_int32_floor div_int32_trunc")),
    ("binary_remainder", pair("remainder_binary remainder_int32 remainder_uint32")),
    ("binary_fmod", pair("fmod_binary fmod_int32")),
    (
        "binary_bitwise_sfpu",
        _one(
            "binary_bitwise_tile_init",
            *(f"bitwise_{f}_binary_tile{_FORMAT}{_PAIR}" for f in ("and", "or", "xor")),
        ),
    ),
    (
        "binary_shift",
        _one(
            "binary_shift_tile_init",
            *(f"binary_{f}_shift_tile{_FORMAT}{_PAIR}" for f in ("left", "right", "logical_right")),
        ),
    ),
    ("atan2", pair("atan2_binary")),
    ("xlogy", pair("xlogy_binary")),
    ("logaddexp", pair("logaddexp_binary")),
    ("gcd", pair("gcd")),
    ("lcm", pair("lcm")),
    (
        "isclose",
        sfpu(
            "isclose_binary",
            "(dst in0, dst in1, dst out, bits rtol, bits atol)",
            "<bool equal_nan=false>",
        ),
    ),
    ("sfpu_binary_bcast", _SFPU_BCAST),
    ("cumsum", sfpu("cumsum", "(dst idst, bool first=true)")),
    (
        "mask",
        _one(
            "mask_tile_init",
            "mask_tile(dst idst, dst mask, DataFormat format=Float16_b)",
            "mask_posinf_tile(dst idst, dst mask)",
        ),
    ),
    (
        "copy_dest_values",
        _one("copy_dest_values_init", f"copy_dest_values{_FORMAT}(dst from, dst to)"),
    ),
)

SFPU_FUNCTIONS: tuple[tuple[str, tuple[Function, ...]], ...] = (
    *((_unary(name), _flat(rows)) for name, rows in _UNARY),
    *((_binary(name), _flat(rows)) for name, rows in _BINARY),
)
"""Header and its rows. Only Blackhole has `softcap.h`."""
