import { afterEach, describe, expect, it } from 'vitest'
import { type ApiRequest, json, startTestApi } from '../testing/index.ts'
import { record } from './actions.ts'

let close: (() => Promise<void>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

async function startApi(answer: unknown): Promise<ApiRequest[]> {
  const requests: ApiRequest[] = []
  const api = await startTestApi((one) => {
    requests.push(one)
    return json(answer)
  })
  close = api.close
  return requests
}

function form(changes: Record<string, string> = {}): FormData {
  const data = new FormData()
  const fields = {
    kind: 'CART',
    shopper: 's1',
    name: 'Ada',
    item: 'tripod',
    title: 'Tripod',
    origin: 'list-1',
    ...changes,
  }
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

describe('record', () => {
  it('repeats the idempotency key for a second click', async () => {
    const requests = await startApi({ data: { recordInteractions: { recorded: 1, replayed: 0, userErrors: [] } } })
    expect(await record(form())).toEqual({ tone: 'success', message: 'Tripod is in Ada’s basket.' })
    await record(form())
    const sent = { userId: 's1', itemId: 'tripod', type: 'CART', idempotencyKey: 'web:list-1:tripod:CART' }
    expect(requests.map(({ variables }) => variables)).toEqual(Array(2).fill({ input: { interactions: [sent] } }))
  })

  it('uses another key for another list, item or kind', async () => {
    const requests = await startApi({ data: { recordInteractions: { recorded: 1, replayed: 0, userErrors: [] } } })
    const differences: Record<string, string>[] = [{}, { origin: 'list-2' }, { item: 'tent' }, { kind: 'LIKE' }]
    for (const changes of differences) await record(form(changes))
    expect(new Set(requests.map(({ variables }) => JSON.stringify(variables))).size).toBe(4)
  })

  it('returns the message of a rejection', async () => {
    await startApi({
      data: {
        recordInteractions: { recorded: 0, replayed: 0, userErrors: [{ message: 'No item has the id "tripod".' }] },
      },
    })
    expect(await record(form())).toEqual({ tone: 'error', message: 'Not recorded: No item has the id "tripod".' })
  })

  it.each<Record<string, string>>([{ kind: 'PURCHASE' }, { kind: '' }, { shopper: '' }, { item: '' }, { origin: '' }])(
    'sends nothing for %j',
    async (changes) => {
      const requests = await startApi({})
      expect((await record(form(changes))).tone).toBe('error')
      expect(requests).toEqual([])
    },
  )
})
