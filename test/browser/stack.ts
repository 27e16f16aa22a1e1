import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stack } from '../support/stack.ts'

/** What the browser tests need to know of a running Trifold. */
export interface Running {
  readonly baseUrl: string
  readonly adminKey: string
  stop(): Promise<void>
}

/** The stack that BASE_URL and ADMIN_KEY name, else a fresh one on free ports and a folder of its own. */
export async function runningStack(): Promise<Running> {
  const { BASE_URL, ADMIN_KEY } = process.env
  if (BASE_URL && !ADMIN_KEY) throw new Error('BASE_URL names a running stack: set ADMIN_KEY to its admin key too.')
  if (BASE_URL && ADMIN_KEY) return { baseUrl: BASE_URL, adminKey: ADMIN_KEY, stop: async () => undefined }
  const stack = await Stack.start(await mkdtemp(join(tmpdir(), 'trifold browser ')))
  return { baseUrl: stack.webUrl, adminKey: stack.adminKey, stop: () => stack.dispose() }
}
