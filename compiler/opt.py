"""
`ttc-opt`: xdsl-opt with ttc's dialects and passes, for running any part of the pipeline.

A mistake in the call or the input is one message and exit status 1; a traceback is a defect.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import fields
from difflib import get_close_matches
from typing import IO

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline
from xdsl.utils.arg_spec import ArgSpec, parse_pipeline
from xdsl.utils.exceptions import ArgSpecParseError, ParseError, VerifyException
from xdsl.xdsl_opt_main import xDSLOptMain

from ttc.diagnostics import BrokenPass, CompileError, SourceSpan
from ttc.pipeline_runner import explain


class TTCOptMain(xDSLOptMain):
    """xdsl-opt whose failures name the pass, and whose misspelt names get a suggestion."""

    version_format = "ttc-opt on xdsl {xdsl_version}"

    def setup_pipeline(self) -> None:
        """Checks the names of passes and options, then that every pass leaves valid IR."""
        try:
            for spec in parse_pipeline(self.args.passes):
                self._check_names(spec)
            super().setup_pipeline()
        except (ArgSpecParseError, ValueError) as error:
            # xDSL draws the place over several lines; its last one says what is wrong.
            reason = str(error).strip().splitlines()[-1].strip()
            raise CompileError(f"in -p '{self.args.passes}': {reason}") from error
        verify = self.pipeline.callback
        assert verify is not None

        def named(done: ModulePass | None, module: ModuleOp, coming: ModulePass | None) -> None:
            try:
                verify(done, module, coming)
            except VerifyException as error:
                if done is None:
                    raise explain(module, error) from error
                raise BrokenPass(done.name, f"left invalid IR: {error}") from error

        self.pipeline = PassPipeline(self.pipeline.passes, named)

    def prepare_input(self) -> tuple[list[tuple[IO[bytes], int]], str]:
        """Opens the input; a kind of file that nothing reads is the caller's mistake."""
        try:
            return super().prepare_input()
        except ValueError as error:
            known = ", ".join(f".{name}" for name in self.available_frontends)
            raise CompileError(f"{self.get_input_name()} is not one of {known}") from error

    def _check_names(self, spec: ArgSpec) -> None:
        if spec.name not in self.available_passes:
            raise _misspelt(f"there is no pass '{spec.name}'", spec.name, self.available_passes)
        options = [
            field.name.replace("_", "-") for field in fields(self.available_passes[spec.name]())
        ]
        for name in spec.normalize_parameter_names().parameters:
            option = name.replace("_", "-")
            if option not in options:
                sentence = f"pass '{spec.name}' has no option '{option}'"
                raise _misspelt(sentence, option, options)


def _misspelt(sentence: str, name: str, known: Iterable[str]) -> CompileError:
    nearest = get_close_matches(name, list(known), n=1)
    return CompileError(f"{sentence}; did you mean '{nearest[0]}'?" if nearest else sentence)


def main() -> None:
    """Runs the tool on the command line's arguments."""
    try:
        TTCOptMain(description="Runs ttc's and xDSL's passes on a file of IR.").run()
    except CompileError as error:
        sys.exit(str(error))
    except ParseError as error:
        place = error.span.get_location()
        sys.exit(str(CompileError(error.msg.strip(), SourceSpan(*place))))
    except VerifyException as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(f"error: {error.filename}: {error.strerror}")
