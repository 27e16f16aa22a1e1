import type { ApiKey, KeyScope } from '@trifold/catalog'
import { UserFacingError } from '@trifold/model/errors'
import { Command, InvalidArgumentError, Option } from 'commander'
import { DATABASE_HELP, withCatalog } from '../catalog.ts'

export function keysCommand(): Command {
  return new Command('keys')
    .description('Make, list and revoke the keys that callers of the API identify themselves with.')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

function createCommand(): Command {
  return new Command('create')
    .description('Make a key. It is shown this once: only its hash is kept.')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(['admin', 'app']).makeOptionMandatory())
    .option('--name <name>', 'whose it is, to know it by later', 'unnamed')
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
    .description('List all keys, without what opens the door.')
    .addHelpText('after', DATABASE_HELP)
    .action(async () => {
      const { listApiKeys } = await import('@trifold/catalog')
      const keys = await withCatalog(({ prisma }) => listApiKeys(prisma))
      console.log(keys.length > 0 ? keys.map(describeKey).join('\n') : 'There is no key.')
    })
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('Make a key open nothing from now on.')
    .argument('<number>', 'its number in the list', parseNumber)
    .addHelpText('after', DATABASE_HELP)
    .action(async (id: number) => {
      const { revokeApiKey } = await import('@trifold/catalog')
      const isRevoked = await withCatalog(({ prisma }) => revokeApiKey(prisma, id))
      if (!isRevoked) throw new UserFacingError(`There is no key ${id} that could be revoked.`)
      console.log(`Key ${id} is revoked.`)
    })
}

function describeKey({ id, scope, name, createdAt, revokedAt }: ApiKey): string {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const life = revokedAt ? `made ${day(createdAt)}, revoked ${day(revokedAt)}` : `made ${day(createdAt)}`
  return `${String(id).padStart(3)}  ${scope.toLowerCase().padEnd(5)}  ${name} (${life})`
}

function parseNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}
