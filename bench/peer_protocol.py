"""worker.ts' protocol: each line `n` on standard input runs the task n times and answers one line of JSON."""

import json
import resource
import sys
import time


def answer(run):
    print("ready", flush=True)
    for line in sys.stdin:
        wall, cpu = [], []
        for _ in range(int(line)):
            start, cpu_start = time.perf_counter(), time.process_time()
            check = run()
            wall.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - cpu_start) * 1000)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"milliseconds": wall, "cpuMilliseconds": cpu, "peakMiB": peak, "check": check}), flush=True)
