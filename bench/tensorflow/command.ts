import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { UserFacingError } from '@trifold/model/errors'
import { fitRun, fitTable } from '../fit/fit-run.ts'
import { machine } from '../machine.ts'
import { buildAddon } from './addon.ts'
import { installLibrary, pythonVersion } from './library.ts'
import { installPackage } from './package.ts'
import { publish } from '../publish.ts'
import { wholeNumber } from '../whole-number.ts'
import { runSuite } from './suite.ts'

/** Two levels below the root, so that what lies in it finds the repository's own TensorFlow.js; git ignores it. */
const WORK = fileURLToPath(new URL('../.tensorflow', import.meta.url))

interface Options {
  readonly python: string
  readonly wheel: string
  readonly suite: boolean
  readonly fit?: string
  readonly epochs: string
  readonly out?: string
}

const HELP = `
What was made is kept in bench/.tensorflow and taken up again. Afterwards every command of Trifold can use it:
  TRIFOLD_TENSORFLOW=bench/.tensorflow/node_modules/@tensorflow/tfjs-node-gpu TRIFOLD_BACKEND=tensorflow npm run trifold -- fit ...

On a machine with a CUDA card: --wheel 'tensorflow[and-cuda]==2.21.0', which brings the CUDA libraries with it.`

export function tensorflowCommand(): Command {
  return new Command('tensorflow')
    .description(
      'Build the addon of tfjs-node-gpu on the library inside a TensorFlow wheel, and run the compute suite on it.',
    )
    .option('--python <program>', 'a Python that has wheels of TensorFlow', 'python3')
    .option('--wheel <name>', 'the wheel, as pip names it', 'tensorflow-cpu==2.21.0')
    .option('--no-suite', 'only build')
    .option('--fit <folder>', 'also train on this data set, on TensorFlow and on the core')
    .option('--epochs <n>', 'passes that --fit makes', '5')
    .option('--out <file>', 'also write the report there')
    .addHelpText('after', HELP)
    .action(tensorflowBench)
}

async function tensorflowBench(options: Options): Promise<void> {
  if (process.platform !== 'linux') throw new UserFacingError('TensorFlow wheels hold a C library for Linux only.')
  const epochs = wholeNumber('epochs', options.epochs)
  const python = await pythonVersion(options.python)
  if (!python) {
    console.warn(`SKIPPED: tensorflow: there is no "${options.python}"; nothing was built and nothing was tested.`)
    return
  }
  const library = await installLibrary(join(WORK, 'python'), options.python, options.wheel)
  const folder = await installPackage(WORK)
  await buildAddon(folder, library)
  const environment = { TRIFOLD_TENSORFLOW: folder }
  const { cores, model, instructions, memoryGiB, node, load } = machine()
  const report = [
    `# TensorFlow ${library.version} as a backend`,
    '',
    `Wheel ${options.wheel}, ${python}, Node ${node.slice(1)}; ${cores} cores (${model}, ${instructions}), ${memoryGiB} GiB, ` +
      `load ${load.toFixed(1)} at the start.`,
    '',
  ]
  if (options.suite) report.push(...(await runSuite(environment)), '')
  if (options.fit !== undefined) report.push(...(await compareFits(resolve(options.fit), epochs, environment)), '')
  const text = report.join('\n')
  await publish(text, options.out)
}

async function compareFits(data: string, epochs: number, environment: Readonly<Record<string, string>>) {
  const runs = []
  for (const backend of ['tensorflow', 'core-native', 'core-wasm']) {
    runs.push(await fitRun({ backend, data, epochs, config: { mrdib: true }, environment }))
  }
  return [`## ${epochs} epochs of VBPR with MRdIB`, '', ...fitTable(runs)]
}
