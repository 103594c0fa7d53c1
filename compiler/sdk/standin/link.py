"""
Linking with the SDK's own scripts.

The objects that the SDK links into every program (start-up code, noc, tdma) are bitcode of SFPI's
link-time optimisation. Their sources come with it, and are compiled here once for each chip.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ttc.sdk.standin.flags import GXX, MACHINE, PICOLIBC, library_includes

SUPPORT = re.compile(r"(?P<root>.*)/runtime/hw/lib/(?P<chip>[a-z]+)/(?P<name>\w+)\.o$")
LLK_NAMES = {"wormhole": "wormhole_b0", "blackhole": "blackhole"}
COMMON = (
    *("-Os", "-w", "-std=c++20", "-fno-exceptions", "-fno-rtti", "-ffreestanding", "-fno-builtin"),
    # memcpy and memset are themselves in there.
    *("-fno-tree-loop-distribute-patterns", "-ffunction-sections", "-fdata-sections"),
)


@dataclass(frozen=True)
class Support:
    """One object that the SDK links into a program, by its path below the SDK."""

    root: Path
    chip: str
    name: str

    def source(self) -> Path | None:
        """The source that came with the SDK; None if the object is one to do without."""
        hardware = self.root / "tt_metal" / "hw"
        firmware = hardware / "firmware" / "src" / "tt-1xx"
        places = (
            hardware / "toolchain" / f"{self.name}.cpp",
            hardware / "toolchain" / f"{self.name}.S",
            firmware / self.chip / f"{self.name}.c",
            firmware / f"{self.name}.c",
        )
        return next((place for place in places if place.is_file()), None)

    def flags(self) -> list[str]:
        """Defines and include paths, as the firmware's own build has them."""
        metal, llk = self.root / "tt_metal", LLK_NAMES.get(self.chip, self.chip)
        low = metal / "hw" / "inc" / "internal" / "tt-1xx"
        folders = (
            metal / "hw" / "inc",
            low,
            low / self.chip,
            low / self.chip / f"{llk}_defines",
            low / self.chip / "noc",
            metal / "hostdevcommon" / "api",
            metal / "tt-llk" / f"tt_llk_{llk}" / "common" / "inc",
            metal / "hw" / "ckernels" / llk / "metal" / "common",
        )
        defines = [f"ARCH_{self.chip.upper()}", "TENSIX_FIRMWARE", "LOCAL_MEM_EN=0"]
        defines += ["ROUTING_FW_ENABLED", *(["COMPILE_FOR_BRISC"] * (self.name != "substitutes"))]
        return [*(f"-I{folder}" for folder in folders), *(f"-D{define}" for define in defines)]

    def object(self) -> Path | None:
        """The compiled source, made when first wanted and kept beside the shadow of the SDK."""
        source = self.source()
        if source is None:
            return None
        kept = self.root / "runtime" / "support" / self.chip / f"{self.name}.o"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_suffix(f".{os.getpid()}.o")
            language = "assembler-with-cpp" if source.suffix == ".S" else "c++"
            command = [GXX, *MACHINE, *COMMON, *library_includes(), *self.flags()]
            subprocess.run(
                [*command, "-x", language, "-c", str(source), "-o", str(fresh)], check=True
            )
            fresh.replace(kept)
        return kept


def link_command(args: list[str], output: Path) -> int:
    """Links as `args` of SFPI's driver say; returns the exit status."""
    kept: list[str] = []
    objects: list[str] = []
    for arg in args:
        match = SUPPORT.match(arg)
        if match is None:
            if not arg.startswith(("-f", "-std", "-mcpu=", "-march=", "-O", "--param=")):
                kept.append(arg)
            continue
        # Kernels have their own copy of noc.c, inlined; the firmware links it.
        if match["name"] == "noc" and "/firmware/" not in str(output):
            continue
        made = Support(Path(match["root"]), match["chip"], match["name"]).object()
        objects += [] if made is None else [str(made)]
    command = [GXX, "-march=rv32im", "-mabi=ilp32", "-nostdlib"]
    if "/firmware/brisc/" in str(output):
        # Without link-time optimisation it is larger than its region.
        command.append("-Wl,--gc-sections")
    if "/firmware/active_erisc/" in str(output):
        # Ethernet cores run nothing of ours; their table of jumps is made by SFPI's tools.
        command.append("-Wl,--defsym=__erisc_jump_table=0")
    libraries = [f"-L{PICOLIBC}/lib/rv32im/ilp32", "-lc", "-lgcc"]
    return subprocess.run([*command, *kept, *objects, *libraries]).returncode
