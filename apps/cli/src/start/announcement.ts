import { createApiKey, hasAdminKey } from '@trifold/catalog'
import type { Session } from '../catalog/index.ts'

export interface Addresses {
  readonly apiUrl: string
  readonly storefront: string
}

/**
 * Prints what a user needs next: the addresses, the first admin key, a query with its answer. The key is created only
 * here: a key from a start that was interrupted earlier would never have been shown.
 */
export async function announce(
  { prisma }: Pick<Session, 'prisma'>,
  { apiUrl, storefront }: Addresses,
  print: (line: string) => void,
): Promise<void> {
  print('')
  print(`Storefront   ${storefront}`)
  print(`Admin        ${storefront}/admin`)
  print(`GraphQL API  ${apiUrl}`)
  if (!(await hasAdminKey(prisma))) {
    const adminKey = await createApiKey(prisma, { name: 'first admin', scope: 'ADMIN' })
    print(`Admin key    ${adminKey}  (shown only now; "npm run trifold -- keys create --scope admin" makes another)`)
  }
  const shopper = await prisma.user.findFirst({ orderBy: { id: 'asc' } })
  if (shopper) {
    const query = exampleQuery(shopper.externalId)
    const answer = JSON.stringify(await send(apiUrl, query), null, 2)
    print(`\nTry it:\n\n${curlCommand(apiUrl, query)}\n\n${query}\n\n${answer}`)
  }
  print('\nCtrl-C stops everything.')
}

/** Recommendations with their explanations, for a shopper of this catalog. */
export function exampleQuery(externalUserId: string): string {
  return `{
  recommendations(externalUserId: ${JSON.stringify(externalUserId)}, first: 2) {
    source
    edges { rank score node { title } explanation { baseline sentence components { kind modality value } } }
  }
}`
}

/** The same query as a command to paste into a shell. */
export function curlCommand(apiUrl: string, query: string): string {
  const body = JSON.stringify({ query: query.replace(/\s+/g, ' ') }).replaceAll("'", "'\\''")
  return `curl -s ${apiUrl} -H 'content-type: application/json' -d '${body}'`
}

/** Sends a query as any client would. Returns the response body unchanged. */
async function send(apiUrl: string, query: string): Promise<unknown> {
  const response = await fetch(apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return response.json()
}
