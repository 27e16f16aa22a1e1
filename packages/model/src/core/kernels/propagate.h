// Sparse times dense by compressed rows, alone and as the mean over layers of a graph of two sides.
// A row's sum stays in registers, PANEL columns at a time; x's rows come from memory, so the ones that come soon are asked
// for early, whichever row they are of. A task takes rows with about equal numbers of entries.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

/** A sparse matrix in compressed rows. */
struct Csr {
  long rows;
  const int32_t *offsets, *indices;
  const float* values;
};

template <int VECTORS>
static inline void propagate_row(
    const Csr& graph, long begin, long end, long d, const float* x, const float* start, float scale, float* out) {
  constexpr long SOON = 6;  // entries: some 24 cache lines under way
  const long last = graph.offsets[graph.rows] - 1;
  Vec acc[VECTORS] = {};
  if (start)
    for (int v = 0; v < VECTORS; v++) acc[v] = load(start + v * LANES);
  for (long e = begin; e < end; e++) {
    const float* soon = x + graph.indices[smaller(e + SOON, last)] * d;
    for (int v = 0; v < VECTORS; v += 16 / LANES) __builtin_prefetch(soon + v * LANES);
    const float* from = x + graph.indices[e] * d;
    for (int v = 0; v < VECTORS; v++) acc[v] += graph.values[e] * load(from + v * LANES);
  }
  for (int v = 0; v < VECTORS; v++) store(out + v * LANES, acc[v] * scale);
}

/** out[r] = scale * (start[r] + sum over the row's entries of value * x[column]); without a start it is 0. */
static inline void propagate(const Csr& graph, long d, const float* x, const float* start, float scale, float* out) {
  constexpr int WIDE = 64 / LANES > 8 ? 8 : 64 / LANES;  // vectors of a panel, at most half of the registers
  constexpr long TASK = 4096;                            // entries of a task
  const int32_t* offsets = graph.offsets;
  const long tasks = ceil_div(offsets[graph.rows] + graph.rows, TASK);
  parallel(tasks, [=](long task) {
    // rows whose entries and own count start within this task's share, found by bisection
    const auto first_row = [=](long share) {
      long low = 0, high = graph.rows;
      while (low < high) {
        const long middle = (low + high) / 2;
        if (offsets[middle] + middle < share) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const long last = task + 1 == tasks ? graph.rows : first_row((task + 1) * TASK);
    for (long row = first_row(task * TASK); row < last; row++) {
      const long begin = offsets[row], end = offsets[row + 1];
      const float* from = start ? start + row * d : nullptr;
      float* to = out + row * d;
      long j = 0;
      for (; j + WIDE * LANES <= d; j += WIDE * LANES)
        propagate_row<WIDE>(graph, begin, end, d, x + j, from ? from + j : nullptr, scale, to + j);
      for (; j + LANES <= d; j += LANES)
        propagate_row<1>(graph, begin, end, d, x + j, from ? from + j : nullptr, scale, to + j);
      for (; j < d; j++) {
        float total = from ? from[j] : 0.0f;
        for (long e = begin; e < end; e++) total += graph.values[e] * x[graph.indices[e] * d + j];
        to[j] = total * scale;
      }
    }
  });
}

/**
 * mean(E, A E, ..., A^L E) for E = [a; b] and A = [[0, to_a], [to_b, 0]], by Horner's rule: E + A (E + A (E + ...)), so that
 * a layer is one pass that adds E as it goes, and nothing is added up afterwards.
 */
static inline void propagate_mean(
    const Csr& to_a, const Csr& to_b, long d, long layers, const float* a, const float* b, float* out_a, float* out_b) {
  const long size_a = to_a.rows * d, size = size_a + to_b.rows * d;
  const float *last_a = a, *last_b = b;
  Scratch sums(size * smaller(layers - 1, 2));
  for (long layer = 1; layer <= layers; layer++) {
    float* own = sums.data + (layer - 1) % 2 * size;
    float *next_a = layer == layers ? out_a : own, *next_b = layer == layers ? out_b : own + size_a;
    const float scale = layer == layers ? 1.0f / (layers + 1) : 1.0f;
    propagate(to_a, d, last_b, a, scale, next_a);
    propagate(to_b, d, last_a, b, scale, next_b);
    last_a = next_a;
    last_b = next_b;
  }
}

}  // namespace CORE_ISA
