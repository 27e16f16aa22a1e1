// Sparse times dense by compressed rows: out[r] = sum over the row's entries of value * x[column].
// The row's sum stays in registers, PANEL columns at a time; x's rows come from memory, so the next one is asked for
// early. A task takes rows with about equal numbers of entries.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

template <int VECTORS>
static inline void propagate_row(
    long begin, long end, long d, const int32_t* indices, const float* values, const float* x, float* out) {
  Vec acc[VECTORS] = {};
  for (long e = begin; e < end; e++) {
    if (e + 2 < end) {
      const float* soon = x + indices[e + 2] * d;
      for (int v = 0; v < VECTORS; v += 16 / LANES) __builtin_prefetch(soon + v * LANES);
    }
    const float* from = x + indices[e] * d;
    for (int v = 0; v < VECTORS; v++) acc[v] += values[e] * load(from + v * LANES);
  }
  for (int v = 0; v < VECTORS; v++) store(out + v * LANES, acc[v]);
}

static inline void propagate(
    long rows, long d, const int32_t* offsets, const int32_t* indices, const float* values, const float* x,
    float* out) {
  constexpr int WIDE = 64 / LANES > 8 ? 8 : 64 / LANES;  // vectors of a panel, at most half of the registers
  constexpr long TASK = 4096;                            // entries of a task
  const long tasks = ceil_div(offsets[rows] + rows, TASK);
  parallel(tasks, [=](long task) {
    // rows whose entries and own count start within this task's share, found by bisection
    const auto first_row = [=](long share) {
      long low = 0, high = rows;
      while (low < high) {
        const long middle = (low + high) / 2;
        if (offsets[middle] + middle < share) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const long last = task + 1 == tasks ? rows : first_row((task + 1) * TASK);
    for (long row = first_row(task * TASK); row < last; row++) {
      const long begin = offsets[row], end = offsets[row + 1];
      float* to = out + row * d;
      long j = 0;
      for (; j + WIDE * LANES <= d; j += WIDE * LANES)
        propagate_row<WIDE>(begin, end, d, indices, values, x + j, to + j);
      for (; j + LANES <= d; j += LANES) propagate_row<1>(begin, end, d, indices, values, x + j, to + j);
      for (; j < d; j++) {
        float total = 0.0f;
        for (long e = begin; e < end; e++) total += values[e] * x[indices[e] * d + j];
        to[j] = total;
      }
    }
  });
}

}  // namespace CORE_ISA
