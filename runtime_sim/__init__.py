"""The simulator: runs an emitted directory on a model of the chip, and checks every rule."""

from ttc.runtime_sim.counters import Counters, Traffic
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.run import execute

__all__ = ["Counters", "SimulationError", "Traffic", "execute"]
