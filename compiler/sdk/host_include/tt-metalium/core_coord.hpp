// Cores and rectangles of cores; see host_api.hpp.
#pragma once
#include <cstddef>
#include <set>
#include <span>
#include <vector>

namespace tt {
struct xy_pair {
    constexpr xy_pair() = default;
    constexpr xy_pair(std::size_t x, std::size_t y) : x(x), y(y) {}
    std::size_t x = 0, y = 0;
};
}  // namespace tt

using CoreCoord = tt::xy_pair;

namespace tt::tt_metal {

using CoreCoord = tt::xy_pair;

struct CoreRange {
    CoreRange(const CoreCoord& point);
    CoreRange(const CoreCoord& start, const CoreCoord& end);
    CoreCoord start_coord, end_coord;
};

class CoreRangeSet {
public:
    CoreRangeSet(const CoreRange& range);
    explicit CoreRangeSet(std::span<const CoreRange> ranges);
    explicit CoreRangeSet(std::vector<CoreRange>&& ranges);
    CoreRangeSet(const CoreRangeSet& other);
    CoreRangeSet(CoreRangeSet&& other) noexcept;

private:
    std::vector<CoreRange> ranges_;
};

}  // namespace tt::tt_metal
