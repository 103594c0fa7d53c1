// The replay buffer of a Tensix core as SFPI's lltt.h names it. An instruction is opcode 0x04, then
// start (bit 14), length (bit 4), execute while recording (bit 1), record (bit 0).
#pragma once
#include <cstdint>

extern volatile std::uint32_t __instrn_buffer[];

namespace lltt {

enum ExecBool : bool { NoExec = false, Exec = true };

namespace standin {
template <class Word>
[[gnu::always_inline]] inline void issue(Word instruction) {
    if (__builtin_constant_p(instruction)) {
        asm volatile(".ttinsn %0" : : "i"(instruction));
    } else {
        ::__instrn_buffer[0] = instruction;
    }
}
}  // namespace standin

[[gnu::always_inline]] constexpr std::uint32_t replay_insn(unsigned start, unsigned length) {
    return 0x04000000u + (start << 14) + (length << 4);
}

[[gnu::always_inline]] inline void replay(unsigned start, unsigned length) {
    standin::issue(replay_insn(start, length));
}

template <ExecBool execute = NoExec>
[[gnu::always_inline]] inline void record(unsigned start, unsigned length) {
    standin::issue(replay_insn(start, length) + (execute == Exec ? 3u : 1u));
}

}  // namespace lltt
