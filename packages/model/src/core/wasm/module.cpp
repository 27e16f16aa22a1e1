// The WebAssembly build: the kernels, a heap, a loop for threads, and no library at all.
#define CORE_ISA wasm
#include "../kernels/call.inc"

extern "C" {

void core_parallel(long tasks, void (*task)(void*, long), void* context) {
  for (long i = 0; i < tasks; i++) task(context, i);
}

__attribute__((export_name("call"))) int call_kernel(int kernel, const double* scalars, void* const* arrays) {
  return wasm::call(kernel, scalars, arrays);
}

// The compiler may turn a loop into one of these; each is one instruction here.
void* memcpy(void* to, const void* from, size_t bytes) { return __builtin_memcpy(to, from, bytes); }
void* memset(void* to, int value, size_t bytes) { return __builtin_memset(to, value, bytes); }
}
