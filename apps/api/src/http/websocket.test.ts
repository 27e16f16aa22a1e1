import { queueTraining } from '@trifold/catalog'
import { type Client, createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { encodeId } from '../input/index.ts'
import { type TestApi, testApi } from '../testing/index.ts'

const FOLLOW =
  'subscription ($id: ID!) { trainingRunUpdated(id: $id) { id state progress epochs { epoch loss validNdcg20 } modelVersion { number } } }'

let test: TestApi
const clients: Client[] = []

beforeAll(async () => void (test = await testApi()))
afterAll(async () => {
  await Promise.all(clients.map((client) => client.dispose()))
  await test.close()
})

function connect(authorization?: string): Client {
  const client = createClient({
    url: `${test.api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: authorization ? { authorization } : {},
    retryAttempts: 0,
  })
  clients.push(client)
  return client
}

/** All that a subscription brings, until it ends. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function all(client: Client, query: string, variables: Record<string, unknown> = {}): Promise<any[]> {
  const results = []
  for await (const result of client.iterate({ query, variables })) results.push(result)
  return results
}

const errorsOf = async (client: Client, query: string, variables: Record<string, unknown> = {}) => {
  const failure = await all(client, query, variables).catch((error: unknown) => error)
  if (Array.isArray(failure) && failure.every((one) => one.message))
    return failure.map((error) => [error.extensions?.code, error.message])
  return Array.isArray(failure)
    ? failure.flatMap((result) =>
        result.errors?.map((error: { extensions: { code: string }; message: string }) => [
          error.extensions.code,
          error.message,
        ]),
      )
    : failure
}

describe('trainingRunUpdated', () => {
  it('follows a run from the queue to its end, and ends with it', async () => {
    const run = await queueTraining(test.pool, { epochs: 2 })
    const id = encodeId('TrainingRun', run.id)
    const seen: { state: string; epochs: unknown[] }[] = []
    const step = async (sql: string) => {
      await test.pool.query(`update training_runs set ${sql} where id = $1`, [run.id])
      await test.pool.query("select pg_notify('trifold_training', $1)", [run.id])
    }
    for await (const { data } of connect(`Bearer ${test.adminKey}`).iterate<{
      trainingRunUpdated: { state: string; epochs: unknown[] }
    }>({ query: FOLLOW, variables: { id } })) {
      seen.push(data!.trainingRunUpdated)
      const { state, epochs } = data!.trainingRunUpdated
      if (state === 'QUEUED') await step("state = 'RUNNING'")
      else if (state === 'RUNNING' && epochs.length === 0)
        await step(`progress = 0.5, epochs = '[{"epoch": 1, "loss": 0.7, "seconds": 1, "validNdcg20": 0.1}]'`)
      else if (state === 'RUNNING') await step("state = 'SUCCEEDED', progress = 1")
    }
    expect(seen.map((one) => one.state)).toEqual(['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED'])
    expect(seen[2]).toMatchObject({
      id,
      progress: 0.5,
      epochs: [{ epoch: 1, loss: 0.7, validNdcg20: 0.1 }],
      modelVersion: null,
    })
  })

  it('is for admins', async () => {
    const id = encodeId('TrainingRun', (await queueTraining(test.pool, {})).id)
    const needs = 'This field needs an admin key'
    expect(await errorsOf(connect(), FOLLOW, { id })).toEqual([['UNAUTHENTICATED', expect.stringContaining(needs)]])
    expect(await errorsOf(connect(`Bearer ${test.appKey}`), FOLLOW, { id })).toEqual([
      ['FORBIDDEN', expect.stringContaining(needs)],
    ])
    expect(await errorsOf(connect('Bearer wrong'), FOLLOW, { id })).toMatchObject({ code: 4403, reason: 'Forbidden' })
  })

  it('of no run, or by a wrong id, is refused', async () => {
    const admin = connect(`Bearer ${test.adminKey}`)
    expect(await errorsOf(admin, FOLLOW, { id: encodeId('Item', 1) })).toEqual([
      ['INVALID_ID', 'This is the id of an Item, where the id of a TrainingRun is needed.'],
    ])
    expect(
      await errorsOf(admin, FOLLOW, { id: encodeId('TrainingRun', '00000000-0000-4000-8000-000000000000') }),
    ).toEqual([['BAD_USER_INPUT', 'No training run has this id.']])
  })
})

describe('the socket', () => {
  it('serves subscriptions only, within the limits of documents', async () => {
    const admin = connect(`Bearer ${test.adminKey}`)
    const only = ['BAD_USER_INPUT', 'Only subscriptions are served over WebSocket: send queries and mutations by POST.']
    expect(await errorsOf(admin, '{ categories }')).toEqual([only])
    expect(await errorsOf(admin, 'mutation { upsertItems(input: { items: [] }) { created } }')).toEqual([only])
    expect(await errorsOf(admin, `subscription { ${'a: __typename '.repeat(20)} }`)).toEqual(
      expect.arrayContaining([['BAD_USER_INPUT', 'Syntax Error: Aliases limit of 15 exceeded, found 20.']]),
    )
    expect(await errorsOf(admin, 'subscription { nonsense')).toEqual([
      ['GRAPHQL_PARSE_FAILED', 'Syntax Error: Expected Name, found <EOF>.'],
    ])
  })
})
