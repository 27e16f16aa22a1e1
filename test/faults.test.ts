import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, dataOf, eventually } from './support/graphql.ts'
import { processRunning, processesOf } from './support/processes.ts'
import { Stack } from './support/stack.ts'

const RECORD = `mutation ($input: RecordInteractionsInput!) {
  recordInteractions(input: $input) { recorded replayed userErrors { code message } }
}`
const START = `mutation ($input: StartTrainingInput!) {
  startTraining(input: $input) { trainingRun { id state } userErrors { code message } }
}`
const RUN = `query ($id: ID!) { node(id: $id) { ... on TrainingRun { state error progress epochs { epoch } } } }`

interface Run {
  node: { state: string; error: string | null; progress: number; epochs: { epoch: number }[] }
}

let stack: Stack
let recorded = 0

beforeAll(async () => {
  stack = await Stack.start()
})
afterAll(() => stack.dispose())

/** Records a batch; the keys tell afterwards whether it is still there (a replay changes nothing). */
async function record(name: string): Promise<{ recorded: number; replayed: number }> {
  const { items } = await dataOf<{ items: { edges: { node: { externalId: string } }[] } }>(
    stack.apiUrl,
    '{ items(first: 20) { edges { node { externalId } } } }',
  )
  const interactions = items.edges.map(({ node }, at) => ({
    userId: 'shopper-of-the-fault-test',
    itemId: node.externalId,
    type: 'CART',
    idempotencyKey: `${name}-${at}`,
  }))
  const { recordInteractions } = await dataOf<{
    recordInteractions: { recorded: number; replayed: number; userErrors: unknown[] }
  }>(stack.apiUrl, RECORD, { input: { interactions } })
  expect(recordInteractions.userErrors).toEqual([])
  return recordInteractions
}

const recordNew = async (): Promise<string> => {
  const name = `batch-${(recorded += 1)}`
  expect((await record(name)).recorded).toBe(20)
  return name
}

const expectKept = async (name: string): Promise<void> => {
  const answer = await eventually(() => record(name))
  expect(answer.replayed).toBe(20)
}

const startTraining = async (input: Record<string, unknown>): Promise<string> => {
  const { startTraining: payload } = await dataOf<{
    startTraining: { trainingRun: { id: string }; userErrors: unknown[] }
  }>(stack.apiUrl, START, { input }, stack.adminKey)
  expect(payload.userErrors).toEqual([])
  return payload.trainingRun.id
}

describe('kill -9', () => {
  it('of the API: it comes back and nothing acknowledged is lost', async () => {
    const batch = await recordNew()
    process.kill(processRunning(stack.dataDir, 'apps/api/src/main.ts').pid, 'SIGKILL')
    await stack.says(/The API stopped/)
    await expectKept(batch)
  })

  it('of PostgreSQL: it comes back and nothing acknowledged is lost', async () => {
    const batch = await recordNew()
    const postmaster = processesOf(stack.dataDir).find(({ command }) => /\/postgres .*-D/.test(command))
    expect(postmaster).toBeDefined()
    process.kill(postmaster!.pid, 'SIGKILL')
    await stack.says(/PostgreSQL stopped/)
    await expectKept(batch)
  })

  it('of the worker in training: the run is taken up again and succeeds', async () => {
    const id = await startTraining({ epochs: 60, seed: 7 })
    await eventually(async () => {
      const { node } = await dataOf<Run>(stack.apiUrl, RUN, { id }, stack.adminKey)
      return node.state === 'RUNNING' && node.epochs.length > 0 ? true : null
    })
    process.kill(processRunning(stack.dataDir, 'apps/worker/src/main.ts').pid, 'SIGKILL')
    const finished = await eventually(async () => {
      const { node } = await dataOf<Run>(stack.apiUrl, RUN, { id }, stack.adminKey)
      return ['SUCCEEDED', 'FAILED'].includes(node.state) ? node : null
    }, 150_000)
    expect(finished).toMatchObject({ state: 'SUCCEEDED', error: null, progress: 1 })
  })

  it('of the launcher: its services leave, and the next start just works', async () => {
    const { adminKey } = stack
    const batch = await recordNew()
    await stack.end('SIGKILL')
    await eventually(
      async () => (processesOf(stack.dataDir).every(({ command }) => command.includes('postgres')) ? true : null),
      15_000,
    )

    stack = await Stack.start(stack.dataDir)
    await expectKept(batch)
    const { errors } = await ask(stack.apiUrl, START, { input: { base: 'vbpr', epochs: 1 } }, adminKey)
    expect(errors).toBeUndefined()
  })

  it('of everything at once: the next start just works', async () => {
    const batch = await recordNew()
    for (const { pid } of processesOf(stack.dataDir)) process.kill(pid, 'SIGKILL')
    stack = await Stack.start(stack.dataDir)
    await expectKept(batch)
  })
})
