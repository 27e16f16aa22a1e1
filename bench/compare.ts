import { Worker, type Engine } from './engines.ts'
import { spread, type Spread } from './statistics.ts'

/** What one engine did on one task. */
export interface Result {
  readonly task: string
  readonly engine: string
  readonly milliseconds: Spread
  readonly cpuMilliseconds: Spread
  readonly peakMiB: number
  /** The task's own number after the first run, for comparison between engines. */
  readonly check: number | null
}

export interface CompareOptions {
  readonly rounds: number
  readonly runsPerRound: number
  readonly onProgress: (text: string) => void
}

/**
 * Lets engines take turns on a task, so that whatever else the machine does falls on all of them alike. All processes
 * live at once; those not at turn wait for input.
 */
export async function compare(
  task: string,
  engines: readonly Engine[],
  inputs: string,
  { rounds, runsPerRound, onProgress }: CompareOptions,
): Promise<Result[]> {
  const workers = engines.filter(({ tasks }) => tasks(task)).map((engine) => new Worker(engine, task, inputs))
  try {
    const series = new Map(workers.map((worker) => [worker, { wall: [] as number[], cpu: [] as number[], peak: 0 }]))
    const checks = new Map<Worker, number | null>()
    for (const worker of workers) {
      await worker.ready()
      checks.set(worker, (await worker.run(1)).check)
      await worker.run(2) // caches, compilers, memory
    }
    for (let round = 1; round <= rounds; round++) {
      for (const worker of workers) {
        onProgress(`${task}: round ${round} of ${rounds}, ${worker.engine.name}`)
        const { milliseconds, cpuMilliseconds, peakMiB } = await worker.run(runsPerRound)
        const own = series.get(worker)
        own?.wall.push(...milliseconds)
        own?.cpu.push(...cpuMilliseconds)
        if (own) own.peak = peakMiB
      }
    }
    return [...series].map(([worker, { wall, cpu, peak }]) => ({
      task,
      engine: worker.engine.name,
      milliseconds: spread(wall),
      cpuMilliseconds: spread(cpu),
      peakMiB: peak,
      check: checks.get(worker) ?? null,
    }))
  } finally {
    for (const worker of workers) worker.stop()
  }
}
