// What passes over rows in blocks share: a block's numbers stay in level 2 between the steps that make and use them, and
// products summed over rows are summed per task, then in the order of the tasks: the same bits with any number of
// threads.
#pragma once
#include "gemm.h"

namespace CORE_ISA {

constexpr long BLOCK_ROWS = 128;
constexpr long TASK_ROWS = 4 * BLOCK_ROWS;  // rows of a task, which share one sum

static inline Vec take(const float* p, int width) { return width == LANES ? load(p) : load_part(p, width); }
static inline void give(float* p, Vec v, int width) {
  if (width == LANES) store(p, v);
  else store_part(p, v, width);
}

/** Calls body(at, width) for every vector of [from, to), the last one perhaps partial. */
template <class Body>
static inline __attribute__((always_inline)) void by_vectors(long from, long to, Body body) {
  long j = from;
  for (; j + LANES <= to; j += LANES) body(j, LANES);
  if (j < to) body(j, (int)(to - j));
}

/**
 * to [dx, dy] (+)= x^T y over `count` rows, at most KC; `packed` is scratch of packed_size(count, dy). A y that is as wide as
 * a panel is packed as it lies.
 */
static inline void add_products(
    long count, const float* x, long dx, const float* y, long dy, float* packed, float* to, bool add) {
  if (dy != NR) pack(y, dy, 1, count, dy, packed);
  multiply_rows(Rows{x, 1, dx, nullptr}, 0, dx, dy == NR ? y : packed, count, dy, to, dy, nullptr, add);
}

/** out [size] = the sum of `count` arrays, `stride` apart, in their order. */
static inline void add_in_order(long count, long stride, long size, const float* parts, float* out) {
  for (long j = 0; j < size; j++) out[j] = 0.0f;
  for (long part = 0; part < count; part++)
    for (long j = 0; j < size; j++) out[j] += parts[part * stride + j];
}

}  // namespace CORE_ISA
