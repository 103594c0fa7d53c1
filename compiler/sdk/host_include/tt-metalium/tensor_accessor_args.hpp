// The compile-time words of a tensor accessor; see host_api.hpp.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include <tt-metalium/distributed.hpp>

namespace tensor_accessor {
enum class ArgConfig : std::uint8_t { None = 0 };
}  // namespace tensor_accessor

template <class E>
struct Flags {
    constexpr Flags(E bits) : bits(bits) {}
    E bits;
};

namespace tt::tt_metal {

class TensorAccessorArgs {
public:
    TensorAccessorArgs(
        const std::shared_ptr<distributed::MeshBuffer>& buffer,
        Flags<tensor_accessor::ArgConfig> config = {tensor_accessor::ArgConfig::None});
    void append_to(std::vector<std::uint32_t>& compile_time_args) const;
    std::vector<std::uint32_t> get_compile_time_args() const;

private:
    std::vector<std::uint32_t> words_;
};

}  // namespace tt::tt_metal
