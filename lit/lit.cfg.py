"""How lit finds and runs the tests: RUN lines in its own shell, tools from this environment."""

import os
import sys
from pathlib import Path

import lit.formats

HERE = Path(__file__).resolve().parent

config.name = "ttc"
config.suffixes = [".mlir", ".py"]
config.excludes = ["lit.cfg.py", "Inputs"]
config.test_format = lit.formats.ShTest(execute_external=False)
config.test_source_root = str(HERE)
config.test_exec_root = str(HERE.parent / "build" / "lit")
config.environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
# Plain text whatever the caller's terminal, and the same text at any width.
config.environment["COLUMNS"] = "100"
config.maxIndividualTestTime = 60
