import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { compare, type Result } from './compare.ts'
import { hasPeers, OURS, PEERS, PYTHON } from './engines.ts'
import { writeInputs } from './inputs.ts'
import { machine } from './machine.ts'
import { plot } from './plot.ts'
import { markdown } from './report.ts'
import { gpuCommand } from './gpu/command.ts'
import { importCommand } from './import/command.ts'
import { tensorflowCommand } from './tensorflow/command.ts'
import { wholeNumber } from './whole-number.ts'

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  train: ['train', 'bpr', 'vbpr', 'mrdib', 'gemm', 'copy'],
  propagate: ['propagate', 'lightgcn'],
  serve: [
    'serve-7k-1',
    'serve-7k-256',
    'serve-7k-all',
    'serve-100k-1',
    'serve-100k-256',
    'serve-1m-1',
    'serve-1m-256',
    'recommend-7k',
    'explain-7k',
    'fold-in-new',
    'fold-in-known',
  ],
}

const RUNS_PER_ROUND: Readonly<Record<string, number>> = {
  bpr: 1,
  vbpr: 1,
  mrdib: 1,
  'serve-1m-256': 1,
  'serve-7k-1': 50,
  'serve-7k-all': 1,
  'recommend-7k': 200,
  'explain-7k': 200,
  'fold-in-new': 200,
  'fold-in-known': 200,
}

interface Options {
  readonly peer?: boolean
  readonly json?: boolean
  readonly rounds: string
  readonly out?: string
}

async function bench(what: string, options: Options): Promise<void> {
  const every = Object.values(GROUPS).flat()
  const tasks = what === 'all' ? every : every.includes(what) && !GROUPS[what] ? [what] : GROUPS[what]
  if (!tasks) {
    throw new Error(
      `There is no benchmark "${what}": take train, propagate, serve, all, or one of ${every.join(', ')}.`,
    )
  }
  const rounds = wholeNumber('rounds', options.rounds)
  if (options.peer && !hasPeers()) {
    throw new Error('--peer needs a Python environment in bench/.venv (bench/README.md says how to make it).')
  }
  const described = machine()
  const inputs = await mkdtemp(join(tmpdir(), 'trifold-bench-'))
  try {
    await writeInputs(inputs)
    const results: Result[] = []
    for (const task of tasks) {
      const onProgress = (text: string) => process.stderr.write(`${text}\n`)
      const engines = [...OURS, ...(options.peer ? PEERS : [])]
      const runsPerRound = RUNS_PER_ROUND[task] ?? 4
      results.push(...(await compare(task, engines, inputs, { rounds, runsPerRound, onProgress })))
    }
    const command = `npm run bench -- ${what}${options.peer ? ' --peer' : ''} --rounds ${rounds}`
    const text = markdown(results, described, command)
    if (options.out) {
      await mkdir(options.out, { recursive: true })
      await writeFile(join(options.out, 'performance.md'), text)
      await writeFile(
        join(options.out, 'performance.svg'),
        plot(results, 'CPU time, median and quartiles; less is better'),
      )
    }
    console.log(options.json ? JSON.stringify({ machine: described, results }) : text)
  } finally {
    await rm(inputs, { recursive: true })
  }
}

const program = new Command('bench')
  .enablePositionalOptions() // --out after tensorflow or gpu is theirs
  .description('Benchmarks of the compute core, alone or beside its peers.')
  .argument('<what>', 'train, propagate, serve, all, or a single task of them such as bpr')
  .option(
    '--peer',
    `also run PyTorch, implicit, usearch and LightFM, from ${PYTHON.slice(PYTHON.lastIndexOf('bench'))}`,
  )
  .option('--json', 'print one JSON object instead of markdown')
  .option('--rounds <n>', 'turns that each engine gets', '5')
  .option('--out <folder>', 'also write performance.md and performance.svg there')
  .action(bench)
  .addCommand(gpuCommand())
  .addCommand(importCommand())
  .addCommand(tensorflowCommand())

program.parseAsync().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
