// Devices, buffers and launches of the mesh API; see host_api.hpp.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include <tt-metalium/host_api.hpp>

namespace tt::tt_metal {

enum class BufferType : std::uint8_t { DRAM, L1, SYSTEM_MEMORY, L1_SMALL, TRACE };
class DispatchCoreConfig {};

namespace distributed {

class MeshCommandQueue;
class MeshCoordinate;
class MeshDevice;

class MeshShape {
public:
    MeshShape(std::uint32_t rows, std::uint32_t columns);

private:
    std::vector<std::uint32_t> sizes_;
};

class MeshCoordinateRange {
public:
    explicit MeshCoordinateRange(const MeshShape& shape);

private:
    std::vector<std::uint32_t> corners_;
};

struct ReplicatedBufferConfig {
    std::size_t size = 0;
};

struct ShardedBufferConfig {
    std::size_t global_size = 0;
};

struct DeviceLocalBufferConfig {
    std::size_t page_size = 0;
    BufferType buffer_type = BufferType::DRAM;
    std::optional<bool> bottom_up;
};

class MeshBuffer {
public:
    static std::shared_ptr<MeshBuffer> create(
        const std::variant<ReplicatedBufferConfig, ShardedBufferConfig>& size,
        const DeviceLocalBufferConfig& layout,
        MeshDevice* device,
        std::optional<std::uint64_t> address = std::nullopt);
    std::uint64_t size() const;
    // Inline in the SDK: the library exports no such name.
    std::uint64_t address() const { return address_; }

private:
    std::uint64_t address_ = 0;
};

class MeshDevice {
public:
    // The SDK gives all arguments but the first a default.
    static std::shared_ptr<MeshDevice> create_unit_mesh(
        int device_id,
        std::size_t l1_small_size = 0,
        std::size_t trace_region_size = 0,
        std::size_t command_queues = 1,
        const DispatchCoreConfig& dispatch = {},
        std::span<const std::uint32_t> l1_banks = {},
        std::size_t worker_l1_size = 0);
    MeshCommandQueue& mesh_command_queue(std::optional<std::uint8_t> queue = std::nullopt) const;
    const MeshShape& shape() const;
    bool close();
};

class MeshWorkload {
public:
    MeshWorkload();
    ~MeshWorkload();
    void add_program(const MeshCoordinateRange& range, Program&& program);

private:
    void* impl_ = nullptr;
};

void EnqueueMeshWorkload(MeshCommandQueue& queue, MeshWorkload& workload, bool blocking);

// Templates in the SDK: the library exports no such name.
template <class T>
void EnqueueWriteMeshBuffer(
    MeshCommandQueue&, std::shared_ptr<MeshBuffer>&, std::vector<T>&, bool = false) {}
template <class T>
void EnqueueReadMeshBuffer(
    MeshCommandQueue&, std::vector<T>&, std::shared_ptr<MeshBuffer>&, bool = true) {}

}  // namespace distributed
}  // namespace tt::tt_metal
