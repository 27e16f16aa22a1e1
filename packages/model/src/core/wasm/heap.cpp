// A first-fit heap over WebAssembly's linear memory, shared by the kernels (scratch) and by JavaScript (arrays). Blocks
// lie in address order with a header of one cache line each; a freed block joins its free neighbours. Blocks are few
// and large, so walking the list costs nothing beside what is done in them.
#include <stddef.h>
#include <stdint.h>

extern "C" unsigned char __heap_base;

namespace {

constexpr size_t LINE = 64, PAGE = 65536;

struct Block {
  size_t bytes;  // payload, a multiple of LINE
  Block* next;   // the block right behind, null for the last
  bool used;
};

Block* first = nullptr;

unsigned char* payload(Block* block) { return reinterpret_cast<unsigned char*>(block) + LINE; }

/** Adds memory behind the last block and returns it as a free block of at least `bytes`. */
Block* grow(Block* last, size_t bytes) {
  size_t start;
  if (first) {
    start = reinterpret_cast<size_t>(payload(last)) + last->bytes;
  } else {
    start = (reinterpret_cast<size_t>(&__heap_base) + LINE - 1) / LINE * LINE;
  }
  const size_t end = start + LINE + bytes;
  if (end < start || end > 0xffff0000u) __builtin_trap();  // beyond 4 GiB
  const size_t have = __builtin_wasm_memory_size(0) * PAGE;
  // grows by at least a quarter: each growth detaches JavaScript's views and may move the memory
  size_t want = end > have ? end + end / 4 : have;
  if (want < end || want > 0xffff0000u) want = end;
  if (want > have && __builtin_wasm_memory_grow(0, (want - have + PAGE - 1) / PAGE) == SIZE_MAX) {
    if (__builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == SIZE_MAX) __builtin_trap();
  }
  Block* block = reinterpret_cast<Block*>(start);
  block->bytes = (__builtin_wasm_memory_size(0) * PAGE - start - LINE) / LINE * LINE;
  block->next = nullptr;
  block->used = false;
  if (first) last->next = block;
  else first = block;
  return block;
}

}  // namespace

extern "C" {

__attribute__((export_name("allocate"))) float* core_allocate(size_t floats) {
  const size_t bytes = (floats * sizeof(float) + LINE - 1) / LINE * LINE;
  Block* last = nullptr;
  Block* block = first;
  while (block && (block->used || block->bytes < bytes)) {
    last = block;
    block = block->next;
  }
  if (!block) block = grow(last, bytes);
  if (block->bytes >= bytes + 2 * LINE) {  // give the rest back
    Block* rest = reinterpret_cast<Block*>(payload(block) + bytes);
    rest->bytes = block->bytes - bytes - LINE;
    rest->next = block->next;
    rest->used = false;
    block->bytes = bytes;
    block->next = rest;
  }
  block->used = true;
  return reinterpret_cast<float*>(payload(block));
}

__attribute__((export_name("release"))) void core_release(float* memory) {
  reinterpret_cast<Block*>(reinterpret_cast<unsigned char*>(memory) - LINE)->used = false;
  for (Block* block = first; block; block = block->next) {
    while (!block->used && block->next && !block->next->used) {
      block->bytes += LINE + block->next->bytes;
      block->next = block->next->next;
    }
  }
}
}
