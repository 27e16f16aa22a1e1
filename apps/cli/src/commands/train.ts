import { Command, Option } from 'commander'
import type { ModelVersion, TrainingRun } from '@trifold/catalog'
import { BASE_NAMES } from '@trifold/model/bases'
import { BASELINE_NAMES } from '@trifold/model/baselines'
import { UserFacingError } from '@trifold/model/errors'
import { DATABASE_HELP, followRun, type Session, withCatalog } from '../catalog/index.ts'
import { collect, type FitFlags, nameOf, type Settings, settingsOf } from '../fit/index.ts'
import { terminalProgress } from '../terminal/index.ts'

interface Flags extends FitFlags {
  readonly candidate: boolean
  readonly json: boolean
}

const HELP = `
The command puts a training into the queue of the running worker (\`npm start\` runs one) and follows it to its end. It
stops after 10 s if no worker answers. The training then stays in the queue, as it does after Ctrl-C.

Settings that are not given are those of the version in production, if it has the same base, with or without MRdIB alike.
Otherwise they are the defaults of the base. Without a version in production the base is vbpr with MRdIB.

The model passes the same gate as every training: it replaces the version in production unless its NDCG@20 is worse. If the
gate refuses, it stays a candidate and the exit status is 2.

Examples:
  npm run trifold -- train
  npm run trifold -- train --base freedom --set learningRate=0.001 --candidate`

/** Exit status of a command whose model was trained, and refused by the gate. */
const REFUSED = 2

const NO_WORKER_AFTER_SECONDS = 10

export function trainCommand(): Command {
  return new Command('train')
    .description('Train a model on the catalog with the running worker, and serve it if it is good enough.')
    .addOption(
      new Option('--base <name>', 'base recommender or baseline (default: see below)').choices([
        ...BASE_NAMES,
        ...BASELINE_NAMES,
      ]),
    )
    .option('--mrdib', 'attach MRdIB to it: bottleneck, unique, redundant and synergy terms')
    .option('--no-mrdib', 'leave MRdIB out')
    .option('--seed <number>', 'seed of every random draw')
    .option('--epochs <number>', 'largest number of passes over the training data')
    .option('--set <name=value>', 'any other setting, e.g. learningRate=0.0005; may be repeated', collect, [])
    .option('--candidate', 'do not promote the model', false)
    .option('--json', 'print the result as one JSON object, the last line of standard output', false)
    .addHelpText('after', HELP + DATABASE_HELP)
    .action(run)
}

async function run(flags: Flags): Promise<void> {
  const { productionModel, queueTraining } = await import('@trifold/catalog')
  const { fitConfigSchema, fitSettings } = await import('@trifold/model')
  await withCatalog(async (session, _environment, signal) => {
    const { pool, prisma } = session
    const served = await productionModel(prisma)
    const shop = served && known(served.config, Object.keys(fitSettings.shape))
    const config = fitConfigSchema.parse(await settingsOf(flags, (given) => startFrom(given, shop)))
    const { id } = await queueTraining(pool, config, { autoPromote: !flags.candidate })
    process.stderr.write(`Training run ${id} is queued: ${nameOf(config)}, seed ${config.seed}.\n`)
    report(await follow(session, id, signal), flags)
  })
}

type FinishedRun = TrainingRun & { readonly modelVersion: ModelVersion | null }

async function follow(session: Session, id: string, signal: AbortSignal): Promise<FinishedRun> {
  const bar = terminalProgress.start('Training', 1)
  try {
    const onProgress = (share: number, note: string) => bar.update(share, note)
    await followRun(session, id, { onProgress, signal, noWorkerAfterSeconds: NO_WORKER_AFTER_SECONDS })
  } catch (error) {
    if (signal.aborted) process.stderr.write(`Training run ${id} goes on without this command.\n`)
    throw error
  } finally {
    bar.stop()
  }
  return session.prisma.trainingRun.findUniqueOrThrow({ where: { id }, include: { modelVersion: true } })
}

function report({ id, state, error, modelVersion: version }: FinishedRun, { candidate, json }: Flags): void {
  if (state !== 'SUCCEEDED' || !version) {
    throw new UserFacingError(`Training run ${id} ended as ${state}: ${error ?? 'no reason was recorded.'}`)
  }
  if (error !== null) process.stderr.write(`${error}\n`)
  const { status, base, mrdib, metrics, promotionReason } = version
  const result = { run: id, version: version.id, status, base, mrdib, metrics, promotionReason, warning: error }
  const isServed = status === 'PRODUCTION'
  const outcome = isServed
    ? `is in production. ${promotionReason ?? ''}`.trimEnd()
    : candidate
      ? 'is a candidate.'
      : 'stays a candidate, because its NDCG@20 is worse than that of the version in production.'
  console.log(json ? JSON.stringify(result) : `Model version ${version.id} (${nameOf(version)}) ${outcome}`)
  if (!isServed && !candidate) process.exitCode = REFUSED
}

/** The settings of a version that still exist. */
function known(config: unknown, names: readonly string[]): Settings {
  return Object.fromEntries(Object.entries(config ?? {}).filter(([name]) => names.includes(name)))
}

/** The shop's own settings for the shop's own model, else the defaults of the base that is asked for. */
function startFrom(given: Settings, shop: Settings | null): Settings {
  if (!shop) return {}
  const isSameModel = ['base', 'mrdib'].every((name) => given[name] === undefined || given[name] === shop[name])
  return isSameModel ? shop : { base: shop.base }
}
