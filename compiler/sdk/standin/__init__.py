"""
A stand-in for the SFPI compiler: the distribution's RISC-V GCC, its flags and headers adapted.

It accepts and translates what the runtime's JIT passes to `riscv-tt-elf-g++`. SFPU code is
checked as far as the calls of the Compute API go and generates no instructions.
"""
