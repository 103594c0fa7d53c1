# .ttinsn N: a Tensix instruction; the core takes words whose low two bits are not both set, so it
# stands in memory rotated left by two bits.
.macro .ttinsn instruction
    .word (((\instruction) << 2) & 0xfffffffc) | (((\instruction) >> 30) & 3)
.endm
