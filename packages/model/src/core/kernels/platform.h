// What the kernels ask of the platform: threads and memory. The native build brings a pool and malloc, the WebAssembly
// build a plain loop and a small heap of its own. The kernels themselves include nothing of the C++ library.
#pragma once
#include <stddef.h>

extern "C" {
/**
 * Runs task(context, i) for every i below `tasks`, on any thread, in any order. Kernels cut their work by its size
 * alone and let no two tasks write the same number: so results are the same bits with any number of threads.
 */
void core_parallel(long tasks, void (*task)(void* context, long i), void* context);

/** Memory on a cache line's boundary; never null (the platform stops instead). */
float* core_allocate(size_t floats);
void core_release(float* memory);
}

namespace CORE_ISA {

template <class Task>
static inline void parallel(long tasks, Task task) {
  if (tasks == 1) return task(0);
  core_parallel(tasks, [](void* context, long i) { (*static_cast<Task*>(context))(i); }, &task);
}

/** Scratch memory for one scope. */
struct Scratch {
  float* data;
  explicit Scratch(size_t floats) : data(core_allocate(floats)) {}
  ~Scratch() { core_release(data); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

}  // namespace CORE_ISA
