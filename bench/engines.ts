import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { TRAINING_FLAGS } from '@trifold/model/node-flags'
import { GRAPH, RATINGS, STEP } from './inputs.ts'

/** Something that can run a task: ours on a backend, or a peer. */
export interface Engine {
  readonly name: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Tasks it takes part in. */
  readonly tasks: (task: string) => boolean
}

/** What a round of runs gave. */
export interface Round {
  readonly milliseconds: number[]
  readonly cpuMilliseconds: number[]
  readonly peakMiB: number
  readonly check: number | null
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
/** Where the README of the benchmark says to install the peers; git ignores it. */
export const PYTHON = here('.venv/bin/python')

export const ours = (name: string, backend: string, threads: number): Engine => ({
  name,
  command: [process.execPath, ...TRAINING_FLAGS, '--import', 'tsx', here('worker.ts')],
  environment: { TRIFOLD_BACKEND: backend, TRIFOLD_THREADS: String(threads) },
  tasks: () => true,
})

export const peer = (
  name: string,
  threads: number,
  more: Record<string, string>,
  tasks: Engine['tasks'],
  program = 'peer.py',
): Engine => ({
  name,
  command: [PYTHON, here(program)],
  environment: {
    OMP_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
    BENCH_SHAPES: JSON.stringify({ step: STEP, graph: GRAPH, ratings: RATINGS }),
    ...more,
  },
  tasks,
})

export const OURS: readonly Engine[] = [
  ours('native, 1 thread', 'core-native', 1),
  ours('native, 2 threads', 'core-native', 2),
  ours('WebAssembly, 1 thread', 'core-wasm', 1),
]

const serves = (task: string) => task.startsWith('serve')
const isGraph = (task: string) => task === 'propagate' || task === 'lightgcn'
const OWN_TASKS: ReadonlySet<string> = new Set([
  'gemm',
  'copy',
  'bpr',
  'vbpr',
  'mrdib',
  'recommend-7k',
  'explain-7k',
  'fold-in-new',
  'fold-in-known',
])
const measured = (task: string) => !OWN_TASKS.has(task)

/** PyTorch's best setting differs by task and machine: the table shows all, its best is what counts. */
export const PEERS: readonly Engine[] = [
  peer('PyTorch, 1 thread', 1, {}, measured),
  peer('PyTorch, 2 threads', 2, {}, measured),
  peer('PyTorch, 2 threads, MKL told AVX-512', 2, { MKL_ENABLE_INSTRUCTIONS: 'AVX512' }, (task) => task === 'train'),
  peer('PyTorch, 2 threads, COO', 2, { BENCH_SPARSE: 'coo' }, isGraph),
  peer('implicit, 2 threads', 2, { BENCH_LIBRARY: 'implicit' }, serves),
  peer('usearch, 1 thread', 1, {}, (task) => task === 'serve-100k-1', 'peer_usearch.py'),
  peer('LightFM, 1 thread', 1, {}, (task) => task === 'bpr', 'peer_lightfm.py'),
  peer('LightFM, 2 threads', 2, {}, (task) => task === 'bpr', 'peer_lightfm.py'),
]

/** Whether the peers are installed. */
export const hasPeers = () => existsSync(PYTHON)

/** A running worker. */
export class Worker {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(
    readonly engine: Engine,
    task: string,
    inputs: string,
  ) {
    const [program, ...parameters] = engine.command
    if (program === undefined) throw new Error(`The engine ${engine.name} has no command.`)
    this.#child = spawn(program, [...parameters, task, inputs], {
      env: { ...process.env, ...engine.environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    if (!this.#child.stdout) throw new Error('A worker has no output.')
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Waits until the task is built. */
  async ready(): Promise<void> {
    const line = await this.#lines.next()
    if (line.value !== 'ready') throw new Error(`${this.engine.name} did not start`)
  }

  async run(times: number): Promise<Round> {
    this.#child.stdin?.write(`${times}\n`)
    const line = await this.#lines.next()
    if (line.done) throw new Error(`${this.engine.name} ended early`)
    return JSON.parse(line.value) as Round
  }

  stop(): void {
    this.#child.stdin?.end()
  }
}
