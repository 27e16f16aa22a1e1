#pragma once

/** Threads that share the work, the caller's included. Not to be called while a kernel runs. */
void set_threads(int threads);
int thread_count();
