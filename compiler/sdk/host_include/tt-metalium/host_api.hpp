// The C++ host API (libtt_metal 0.81.1) as far as an emitted host.cpp calls it: declarations only.
//
// The SDK's wheel has the library and no host headers. Parameters follow the names that the library
// exports, which a test compares; results, fields and defaults are not in the names.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <tt-metalium/core_coord.hpp>

enum class MathFidelity : std::uint8_t { LoFi = 0, HiFi2 = 2, HiFi3 = 3, HiFi4 = 4, Invalid = 0xFF };

namespace tt {
enum class DataFormat : std::uint8_t {
    Float32 = 0, Float16 = 1, Float16_b = 5, Bfp8_b = 6, Bfp4_b = 7, Int32 = 8, UInt16 = 9,
    Int8 = 14, UInt32 = 24, UInt8 = 30, Invalid = 0xFF
};
}  // namespace tt

namespace tt::tt_metal {

class Buffer;
class Program;
class Tile;

using KernelHandle = std::uint32_t;
using CBHandle = std::uintptr_t;
using CoreSpec = std::variant<CoreCoord, CoreRange, CoreRangeSet>;

enum class DataMovementProcessor { RISCV_0 = 0, RISCV_1 = 1 };
enum NOC : std::uint8_t { RISCV_0_default = 0, RISCV_1_default = 1, NOC_0 = 0, NOC_1 = 1 };
enum NOC_MODE : std::uint8_t { DM_DEDICATED_NOC = 0, DM_DYNAMIC_NOC = 1 };
enum class KernelBuildOptLevel : std::uint8_t { O1, O2, O3, O0, Os, Ofast, Oz };
enum class UnpackToDestMode : std::uint8_t { UnpackToDestFp32, Default };

struct DataMovementConfig {
    DataMovementProcessor processor = DataMovementProcessor::RISCV_0;
    NOC noc = NOC::RISCV_0_default;
    NOC_MODE noc_mode = NOC_MODE::DM_DEDICATED_NOC;
    std::vector<std::uint32_t> compile_args;
    std::map<std::string, std::string> defines;
    std::map<std::string, std::uint32_t> named_compile_args;
    KernelBuildOptLevel opt_level = KernelBuildOptLevel::O2;
};

struct ComputeConfig {
    MathFidelity math_fidelity = MathFidelity::HiFi4;
    bool fp32_dest_acc_en = false;
    bool dst_full_sync_en = false;
    std::vector<UnpackToDestMode> unpack_to_dest_mode;
    bool bfp8_pack_precise = false;
    bool math_approx_mode = false;
    std::vector<std::uint32_t> compile_args;
    std::map<std::string, std::string> defines;
    std::map<std::string, std::uint32_t> named_compile_args;
    KernelBuildOptLevel opt_level = KernelBuildOptLevel::O3;
};

class CircularBufferConfig {
public:
    CircularBufferConfig(
        std::uint32_t total_size, const std::map<std::uint8_t, tt::DataFormat>& data_formats);
    CircularBufferConfig& set_page_size(std::uint8_t index, std::uint32_t page_size);
    CircularBufferConfig& set_tile_dims(std::uint8_t index, const Tile& tile);
    CircularBufferConfig& set_globally_allocated_address(const Buffer& buffer);

private:
    std::uint32_t total_size_ = 0;
};

class Program {
public:
    Program();
    Program(const Program&) = delete;
    Program(Program&& other) noexcept;
    Program& operator=(const Program&) = delete;
    Program& operator=(Program&& other) noexcept;
    ~Program() noexcept;

private:
    void* impl_ = nullptr;
};

Program CreateProgram();
KernelHandle CreateKernel(
    Program& program,
    const std::string& file_name,
    const CoreSpec& cores,
    const std::variant<DataMovementConfig, ComputeConfig>& config);
CBHandle CreateCircularBuffer(
    Program& program, const CoreSpec& cores, const CircularBufferConfig& config);
std::uint32_t CreateSemaphore(
    Program& program,
    const std::variant<CoreRange, CoreRangeSet>& cores,
    std::uint32_t initial_value);
void SetRuntimeArgs(
    const Program& program,
    KernelHandle kernel,
    const CoreSpec& cores,
    std::span<const std::uint32_t> args);
void SetRuntimeArgs(
    const Program& program,
    KernelHandle kernel,
    const CoreSpec& cores,
    std::initializer_list<std::uint32_t> args);

}  // namespace tt::tt_metal
