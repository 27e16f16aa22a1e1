import { ask } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { CheckAdminKeyDocument } from '../gql/graphql.ts'

/** Asks the API whether a key opens the admin fields: a mutation of nothing. Null when it does. */
export async function whyNotAdmin(key: string): Promise<Problem | null> {
  // A key goes into a header: what cannot stand there is no key.
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    return { kind: 'unauthorized', code: null, sentence: 'This is not an admin key.' }
  return (await ask(CheckAdminKeyDocument, {}, key)).problem
}
