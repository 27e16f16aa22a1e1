import type { ApiKey, KeyScope } from '@trifold/catalog'
import { UserFacingError } from '@trifold/model/errors'
import { Command, InvalidArgumentError, Option } from 'commander'
import { DATABASE_HELP, withCatalog } from '../catalog/index.ts'

export function keysCommand(): Command {
  return new Command('keys')
    .description('Create, list and revoke API keys.')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

function createCommand(): Command {
  return new Command('create')
    .description('Create a key. It is shown only now: the database keeps its hash alone.')
    .addOption(new Option('--scope <scope>', 'what the key permits').choices(['admin', 'app']).makeOptionMandatory())
    .option('--name <name>', 'name of its holder, shown in the list', 'unnamed')
    .addHelpText('after', DATABASE_HELP)
    .action(async ({ scope, name }: { scope: 'admin' | 'app'; name: string }) => {
      const { createApiKey } = await import('@trifold/catalog')
      const key = await withCatalog(({ prisma }) =>
        createApiKey(prisma, { name, scope: scope.toUpperCase() as KeyScope }),
      )
      console.log(key)
    })
}

function listCommand(): Command {
  return new Command('list')
    .description('List all keys, without their secrets.')
    .addHelpText('after', DATABASE_HELP)
    .action(async () => {
      const { listApiKeys } = await import('@trifold/catalog')
      const keys = await withCatalog(({ prisma }) => listApiKeys(prisma))
      console.log(keys.length > 0 ? keys.map(describeKey).join('\n') : 'There is no key.')
    })
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('Revoke a key: it permits nothing from now on.')
    .argument('<number>', 'its number in the list', parseNumber)
    .addHelpText('after', DATABASE_HELP)
    .action(async (id: number) => {
      const { revokeApiKey } = await import('@trifold/catalog')
      const isRevoked = await withCatalog(({ prisma }) => revokeApiKey(prisma, id))
      if (!isRevoked) throw new UserFacingError(`There is no key ${id} that can be revoked.`)
      console.log(`Key ${id} is revoked.`)
    })
}

function describeKey({ id, scope, name, createdAt, revokedAt }: ApiKey): string {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const dates = revokedAt ? `made ${day(createdAt)}, revoked ${day(revokedAt)}` : `made ${day(createdAt)}`
  return `${String(id).padStart(3)}  ${scope.toLowerCase().padEnd(5)}  ${name} (${dates})`
}

function parseNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
