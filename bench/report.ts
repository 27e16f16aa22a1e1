import type { Result } from './compare.ts'
import { GRAPH, RATINGS, STEP } from './inputs.ts'
import type { Machine } from './machine.ts'
import { COPY_BYTES, GEMM_FLOP } from './tasks/floor.ts'

/** The tables of a run in markdown. */
export function markdown(results: readonly Result[], machine: Machine, command: string): string {
  const tasks = [...new Set(results.map(({ task }) => task))]
  return [
    '# Performance of the compute core',
    '',
    `Command: \`${command}\`. Machine: ${machine.cores} cores (${machine.model}, ${machine.instructions}), ` +
      `${machine.memoryGiB} GiB, Node ${machine.node.slice(1)}; peers: ${machine.peers} (bench/README.md says how they were installed).`,
    '',
    'Engines take turns in one run; medians, quartiles in brackets. Load at the start: ' +
      `${machine.load.toFixed(1)} on ${machine.cores} cores; where other work shares the machine, wall time is inflated ` +
      "for all alike, and **CPU time** (all threads of the process) is the figure to compare; on a quiet machine one thread's " +
      'wall time is its CPU time. `check` is the number that every engine must agree on after the first run (in serving, ' +
      'peers draw vectors of their own; in training, later steps differ: PyTorch moves the moments of all rows, our ' +
      'Adam those of the rows that a batch touches).',
    '',
    ...tasks.flatMap((task) => [...table(task, results), '']),
    ...floor(results),
    '',
    '![CPU time by engine](performance.svg)',
    '',
  ].join('\n')
}

const TITLES: Readonly<Record<string, string>> = {
  bpr: `bpr: an epoch of BPR-MF, ${RATINGS.users} x ${RATINGS.items} with 10^6 pairs (MovieLens-1M's shape), ${RATINGS.dimension}-d`,
  vbpr: 'vbpr: an epoch of VBPR, 29 steps of 2,048 pairs, two modalities of 128-d',
  mrdib: 'mrdib: the same with MRdIB',
  train: `train: the step of ${STEP.batch} pairs, features ${STEP.features.join(' + ')}-d, InfoNCE, Adam`,
  propagate: 'propagate: one layer over the graph of Amazon Baby, 64-d',
  'serve-7k-all': 'serve-7k-all: top-20 of all 19,445 users of Amazon Baby among its 7,050 items, 64-d',
  'serve-100k-1': 'serve-100k-1: top-20 of one user among 100,000 items (check of usearch: its recall)',
  'serve-1m-1': 'serve-1m-1: top-20 of one user among a million items',
  'recommend-7k': "recommend-7k: one user's list of 20 by VBPR with MRdIB, 7,000 items",
  'explain-7k': 'explain-7k: the same list with each entry explained',
  'fold-in-new': 'fold-in-new: the user side of a shopper of ten items whom that model was not trained on',
  'fold-in-known': 'fold-in-known: the same for one it was trained on, who took ten items since',
  lightgcn: `lightgcn: one training step on that graph; an epoch is ${Math.ceil(GRAPH.pairs / GRAPH.batch)} of them`,
}

/** One task's engines. */
export function table(task: string, results: readonly Result[]): string[] {
  const own = results.filter((result) => result.task === task)
  const best = Math.min(...own.filter(isPeer).map(({ cpuMilliseconds }) => cpuMilliseconds.median))
  const cell = ({ median, low, high }: Result['milliseconds']) => `${short(median)} (${short(low)}..${short(high)})`
  return [
    `## ${TITLES[task] ?? task}`,
    '',
    '| engine | CPU ms | wall ms | CPU of the best peer | peak MiB | check |',
    '|---|---|---|---|---|---|',
    ...own.map((result) => {
      const ratio = Number.isFinite(best) ? `${(result.cpuMilliseconds.median / best).toFixed(2)}x` : ''
      const check = result.check === null ? '' : result.check.toPrecision(6)
      const times = `${cell(result.cpuMilliseconds)} | ${cell(result.milliseconds)}`
      return `| ${result.engine} | ${times} | ${ratio} | ${result.peakMiB.toFixed(0)} | ${check} |`
    }),
  ]
}

/** What the machine could do at best, from its measured product and copy. */
function floor(results: readonly Result[]): string[] {
  const of = (task: string) =>
    results
      .filter((result) => result.task === task)
      .sort((a, b) => a.cpuMilliseconds.median - b.cpuMilliseconds.median)[0]
  const [gemm, copy, train] = [of('gemm'), of('copy'), of('train')]
  if (!gemm || !copy || !train) return []
  const flops = GEMM_FLOP / gemm.cpuMilliseconds.median / 1e6
  const bandwidth = COPY_BYTES / copy.cpuMilliseconds.median / 1e6
  const { items, batch, features, dimension } = STEP
  const rows = items * (1 - Math.exp((-2 * batch) / items)) // distinct items of a batch, expected
  const width = features.reduce((sum, each) => sum + each, 0)
  // projection and its weight's gradient; InfoNCE and both its gradients; per modality, the variance from the mean
  const flop =
    4 * rows * width * dimension + 6 * batch * batch * dimension + features.length * 6 * rows * dimension * dimension
  const bytes = 2 * 4 * rows * width
  return [
    '## Physical floor of the training step, one core',
    '',
    `${(flop / 1e9).toFixed(1)} GFLOP at ${flops.toFixed(0)} GF/s (measured product) are ${(flop / flops / 1e6).toFixed(0)} ms; ` +
      `${(bytes / 1e6).toFixed(0)} MB of features read twice at ${bandwidth.toFixed(1)} GB/s (measured copy) are ` +
      `${(bytes / bandwidth / 1e6).toFixed(0)} ms. The best engine takes ${train.cpuMilliseconds.median.toFixed(0)} ms of CPU.`,
  ]
}

const isPeer = ({ engine }: Result) => /PyTorch|implicit|LightFM/.test(engine)
const short = (milliseconds: number) => (milliseconds >= 10 ? milliseconds.toFixed(0) : milliseconds.toFixed(2))
