import { Command, InvalidArgumentError, Option } from 'commander'
import { userPath } from '@trifold/environment'
import { DATABASE_HELP, withCatalog } from '../catalog/index.ts'
import type { Published } from '../publish/index.ts'

interface Flags {
  readonly force?: string
  readonly candidate: boolean
  readonly allowOtherData: boolean
  readonly json: boolean
}

const HELP = `
The catalog must hold the data that the model was trained on: the same users, items, interactions and features. Train on
the folder that was imported. If the shop has recorded interactions since, give --allow-other-data.

A published model passes the same gate as a training: it replaces the version in production unless its NDCG@20 is worse.
If the gate refuses, the model stays a candidate and the exit status is 2. Publishing the same model again makes no
second version, so a refused model can be promoted with --force.

A blend is served and explained like any model. It cannot take in new users before the next training: they see popular
items until then.

Example:
  npm run trifold -- import --from ./my-shop
  npm run trifold -- fit --data ./my-shop --mrdib --out ./my-model
  npm run trifold -- publish ./my-model
`

/** Exit status of a command whose model was published, and refused by the gate. */
const REFUSED = 2

export function publishCommand(): Command {
  return new Command('publish')
    .description('Publish a trained folder as a model version of the catalog, and serve it if it is good enough.')
    .argument('<dir>', 'folder that `fit --out` or `blend --out` wrote')
    .option('--force <reason>', 'promote it even if it is worse; the reason is stored with the version', reasonOf)
    .addOption(new Option('--candidate', 'publish it without promoting it').default(false).conflicts('force'))
    .option('--allow-other-data', 'publish it although the catalog has other data than it was trained on', false)
    .option('--json', 'print the result as one JSON object', false)
    .addHelpText('after', HELP + DATABASE_HELP)
    .action(run)
}

async function run(dir: string, { force, candidate, allowOtherData, json }: Flags): Promise<void> {
  const { publishFolder } = await import('../publish/index.ts')
  const promotion =
    force !== undefined ? ({ kind: 'force', reason: force } as const) : ({ kind: candidate ? 'none' : 'gate' } as const)
  const published = await withCatalog((session, { dataDir }) =>
    publishFolder(session, { dir: userPath(dir), dataDir, allowOtherData, promotion }),
  )
  if (published.warning) process.stderr.write(`${published.warning}\n`)
  console.log(json ? JSON.stringify(summary(published)) : sentence(published))
  if (published.refusal) process.exitCode = REFUSED
}

function summary({ version, existed, refusal }: Published) {
  const { id, status, base, mrdib, checksum, promotionReason } = version
  return { version: id, status, base, mrdib, checksum, existed, promotionReason, refusal }
}

function sentence({ version, existed, refusal }: Published): string {
  const what = `Model version ${version.id} (${version.base}${version.mrdib ? ' with MRdIB' : ''})`
  const entered = existed ? 'had been published before' : 'is published'
  if (refusal) return `${what} ${entered}, and stays a candidate: ${refusal} --force REASON promotes it all the same.`
  if (version.status === 'PRODUCTION')
    return `${what} ${entered}, and is in production. ${version.promotionReason ?? ''}`.trim()
  return `${what} ${entered} as a candidate.`
}

function reasonOf(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('A forced promotion needs a reason.')
  return text.trim()
}
