// Threads and memory of the native build: a fixed pool that waits, first awake for some microseconds (a training step
// calls kernels back to back), then asleep. The calling thread works too.
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "../kernels/platform.h"
#include "pool.h"

namespace {

/** One parallel call. Workers take task numbers from a counter; what a task computes does not depend on who takes it. */
struct Call {
  void (*task)(void*, long) = nullptr;
  void* context = nullptr;
  long tasks = 0;
};

thread_local bool inside = false;  // a task's own parallel calls run on its thread

class Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 1; i < threads; i++) workers_.emplace_back([this] { serve(); });
  }

  ~Pool() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
      generation_.fetch_add(1);
    }
    wake_.notify_all();
    for (auto& worker : workers_) worker.join();
  }

  int threads() const { return (int)workers_.size() + 1; }

  void run(long tasks, void (*task)(void*, long), void* context) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      call_ = Call{task, context, tasks};
      open_ = true;
      next_.store(0);
      generation_.fetch_add(1);
    }
    wake_.notify_all();
    work(call_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      open_ = false;  // who has not come by now is not waited for
    }
    for (int spins = 0; working_.load(std::memory_order_acquire) > 0; spins++) {
      if (spins > 2000) std::this_thread::yield();
    }
  }

 private:
  void work(const Call& call) {
    inside = true;
    for (long i; (i = next_.fetch_add(1)) < call.tasks;) call.task(call.context, i);
    inside = false;
  }

  void serve() {
    unsigned long seen = 0;
    for (;;) {
      for (int spins = 0; spins < SPINS && generation_.load(std::memory_order_acquire) == seen; spins++) {
        if (spins % 64 == 63) std::this_thread::yield();
      }
      Call call;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return generation_.load() != seen; });
        if (stopping_) return;
        seen = generation_.load();
        if (!open_) continue;
        working_.fetch_add(1);
        call = call_;
      }
      work(call);
      working_.fetch_sub(1, std::memory_order_release);
    }
  }

  static constexpr int SPINS = 4000;
  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<unsigned long> generation_{0};
  std::atomic<long> next_{0};
  std::atomic<int> working_{0};
  Call call_;
  bool open_ = false;
  bool stopping_ = false;
};

Pool* pool = nullptr;

}  // namespace

void set_threads(int threads) {
  if (pool && pool->threads() == threads) return;
  delete pool;
  pool = threads > 1 ? new Pool(threads) : nullptr;
}

int thread_count() { return pool ? pool->threads() : 1; }

extern "C" {

void core_parallel(long tasks, void (*task)(void*, long), void* context) {
  if (!pool || inside || tasks <= 1) {
    for (long i = 0; i < tasks; i++) task(context, i);
  } else {
    pool->run(tasks, task, context);
  }
}

// Not aligned_alloc: what glibc cuts off in front of such a block is seldom found again, and a step's scratch grew the
// heap from step to step.
float* core_allocate(size_t floats) {
  constexpr size_t LINE = 64;
  char* whole = static_cast<char*>(std::malloc(floats * sizeof(float) + 2 * LINE));
  if (!whole) std::abort();
  char* aligned = whole + LINE - reinterpret_cast<uintptr_t>(whole) % LINE;  // at least 16 bytes on: malloc's alignment
  reinterpret_cast<char**>(aligned)[-1] = whole;
  return reinterpret_cast<float*>(aligned);
}

void core_release(float* memory) { std::free(reinterpret_cast<char**>(memory)[-1]); }
}
