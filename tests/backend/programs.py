"""Types of the fixtures, and what the programs of this folder share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import ml_dtypes
import numpy.typing as npt

from ttc.runtime_sim import Counters

Array: TypeAlias = npt.NDArray[Any]
Execute = Callable[..., Counters]
"""`execute(text, arrays, items=1, target="wormhole")`: fills what the program writes."""

BF16 = ml_dtypes.bfloat16
