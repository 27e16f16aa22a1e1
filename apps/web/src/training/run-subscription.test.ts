import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { watchRun } from './run-subscription.ts'
import type { TrainingRun } from './training-run.ts'

const KEY = 'tf_admin_right'
const run = {
  id: 'r',
  progress: 0,
  error: null,
  autoPromote: false,
  createdAt: '2026-11-23T10:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  config: {},
  epochs: [],
  modelVersion: null,
}
const states = ['QUEUED', 'RUNNING', 'SUCCEEDED'] as const

let server: Server
let isEndless = false
let open = 0
const before = process.env.API_URL

beforeEach(async () => {
  isEndless = false
  const schema = buildSchema(await readFile(join(import.meta.dirname, '../../../api/schema.graphql'), 'utf8'))
  async function* updates() {
    open++
    try {
      for (const state of states) yield { trainingRunUpdated: { ...run, state } }
      if (isEndless) await new Promise(() => undefined)
    } finally {
      open--
    }
  }
  server = createServer()
  const sockets = new WebSocketServer({ server, path: '/graphql' })
  const onConnect = ({ connectionParams }: { connectionParams?: Record<string, unknown> }): boolean =>
    connectionParams?.authorization === `Bearer ${KEY}`
  useServer({ schema, roots: { subscription: { trainingRunUpdated: updates } }, onConnect }, sockets)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  if (before === undefined) delete process.env.API_URL
  else process.env.API_URL = before
  server.closeAllConnections()
  server.close()
})

async function statesOf(
  key: string,
  signal = new AbortController().signal,
  onRun: (run: TrainingRun) => void = () => undefined,
): Promise<string[]> {
  const seen: string[] = []
  for await (const update of watchRun('r', key, signal)) {
    seen.push(update.state)
    onRun(update)
  }
  return seen
}

describe('watchRun', () => {
  it('yields every state and ends with the run', async () => {
    expect(await statesOf(KEY)).toEqual([...states])
    expect(open).toBe(0)
  })

  it('throws for a rejected key, and without a server', async () => {
    await expect(statesOf('tf_admin_wrong')).rejects.toBeDefined()
    process.env.API_URL = 'http://127.0.0.1:9'
    await expect(statesOf(KEY)).rejects.toBeDefined()
  })

  it('stops when the caller aborts', async () => {
    isEndless = true
    const gone = new AbortController()
    const seen: string[] = []
    const follow = statesOf(KEY, gone.signal, ({ state }) => {
      seen.push(state)
      if (state === 'SUCCEEDED') gone.abort()
    })
    await follow.catch(() => undefined) // an end or an error: both stop the loop
    expect(seen).toEqual([...states])
  })
})
