"""
The simulator: runs an emitted directory on a model of the chip, and checks every rule.

What is named here is imported when it is first used: the checker only needs the C++ front.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ttc.runtime_sim.counters import Counters, Traffic
    from ttc.runtime_sim.errors import SimulationError
    from ttc.runtime_sim.run import execute

__all__ = ["Counters", "SimulationError", "Traffic", "execute"]

_HOMES = {
    "Counters": "counters",
    "SimulationError": "errors",
    "Traffic": "counters",
    "execute": "run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ttc.runtime_sim' has no attribute '{name}'")
    return getattr(import_module(f"ttc.runtime_sim.{_HOMES[name]}"), name)
