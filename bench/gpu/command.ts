import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { listBackends, type BackendChoice } from '@trifold/model/internals'
import { compare } from '../compare.ts'
import { hasPeers, ours, peer, PYTHON, type Engine } from '../engines.ts'
import { fitRun, fitTable } from '../fit/fit-run.ts'
import { writeInputs } from '../inputs.ts'
import { machine } from '../machine.ts'
import { publish } from '../publish.ts'
import { table } from '../report.ts'
import { wholeNumber } from '../whole-number.ts'

/** The backends that compute on a card, and the settings of each training. */
const CARDS: ReadonlySet<string> = new Set(['tensorflow', 'webgpu'])
const FITS = [
  { title: 'VBPR', config: {} },
  { title: 'VBPR with MRdIB', config: { mrdib: true } },
]

interface Options {
  readonly fit?: string
  readonly epochs: string
  readonly rounds: string
  readonly out?: string
}

const HELP = `
A backend that cannot be used here is skipped aloud; with none nothing is measured. WebGPU needs a driver of Vulkan, Metal or
Direct3D 12; TensorFlow needs CUDA 11.2, or the addon that \`npm run bench -- tensorflow --wheel 'tensorflow[and-cuda]==2.21.0'\`
builds, named by TRIFOLD_TENSORFLOW. PyTorch takes part from bench/.venv where it sees a card.`

export function gpuCommand(): Command {
  return new Command('gpu')
    .description(
      'The training step on a card, beside the core and beside PyTorch on the same card, and trainings with --fit.',
    )
    .option('--fit <folder>', 'also train VBPR on this data set, with and without MRdIB')
    .option('--epochs <n>', 'passes that --fit makes', '3')
    .option('--rounds <n>', 'turns that each engine gets at the step', '5')
    .option('--out <file>', 'also write the report there')
    .addHelpText('after', HELP)
    .action(gpuBench)
}

async function gpuBench(options: Options): Promise<void> {
  const [epochs, rounds] = [wholeNumber('epochs', options.epochs), wholeNumber('rounds', options.rounds)]
  const cards = (await listBackends()).filter(({ name }) => CARDS.has(name))
  for (const { name, why } of cards) if (why !== undefined) console.warn(`SKIPPED: ${name}: ${why}.`)
  const usable = cards.filter(({ detail }) => detail !== undefined)
  if (usable.length === 0) {
    console.warn('SKIPPED: gpu: no backend finds a card here; nothing was measured.')
    return
  }
  const { cores, model, instructions, memoryGiB, node, load, peers } = machine()
  const text = [
    '# Training on a card',
    '',
    `Command: \`npm run bench -- gpu\`. ${usable.map(({ name, detail }) => `${name}: ${detail}`).join('; ')}. ${cores} cores ` +
      `(${model}, ${instructions}), ${memoryGiB} GiB, Node ${node.slice(1)}, load ${load.toFixed(1)} at the start; peers: ${peers}.`,
    '',
    ...(await steps(usable, rounds)),
    '',
    ...(options.fit === undefined ? [] : await fits(resolve(options.fit), usable, epochs)),
  ].join('\n')
  await publish(text, options.out)
}

async function steps(usable: readonly BackendChoice[], rounds: number): Promise<string[]> {
  const engines: Engine[] = [
    ...usable.map(({ name }) => ours(name, name, 1)),
    ours('native, 2 threads', 'core-native', 2),
  ]
  if (torchSeesCard()) engines.push(peer('PyTorch, CUDA', 2, { BENCH_DEVICE: 'cuda' }, (task) => task === 'train'))
  else console.warn('SKIPPED: PyTorch: it is not in bench/.venv, or sees no card.')
  const inputs = await mkdtemp(join(tmpdir(), 'trifold-bench-'))
  try {
    await writeInputs(inputs)
    const onProgress = (line: string) => process.stderr.write(`${line}\n`)
    return table('train', await compare('train', engines, inputs, { rounds, runsPerRound: 4, onProgress }))
  } finally {
    await rm(inputs, { recursive: true })
  }
}

async function fits(data: string, usable: readonly BackendChoice[], epochs: number): Promise<string[]> {
  const lines: string[] = []
  for (const { title, config } of FITS) {
    const runs = []
    for (const { name: backend } of [...usable, { name: 'core-native' }])
      runs.push(await fitRun({ backend, data, epochs, config }))
    lines.push(`## ${epochs} epochs of ${title}`, '', ...fitTable(runs), '')
  }
  return lines
}

function torchSeesCard(): boolean {
  return (
    hasPeers() && spawnSync(PYTHON, ['-c', 'import sys, torch; sys.exit(not torch.cuda.is_available())']).status === 0
  )
}
