import { afterEach, describe, expect, it } from 'vitest'
import { type Asked, json, standIn } from '../testing/api.ts'
import { record } from './actions.ts'

let close: (() => Promise<void>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

async function answering(answer: unknown): Promise<Asked[]> {
  const asked: Asked[] = []
  const api = await standIn((one) => {
    asked.push(one)
    return json(answer)
  })
  close = api.close
  return asked
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
  it('records under a key that a second press repeats', async () => {
    const asked = await answering({ data: { recordInteractions: { recorded: 1, replayed: 0, userErrors: [] } } })
    expect(await record(form())).toEqual({ tone: 'done', sentence: 'Tripod is in Ada’s basket.' })
    await record(form())
    const sent = { userId: 's1', itemId: 'tripod', type: 'CART', idempotencyKey: 'web:list-1:tripod:CART' }
    expect(asked.map(({ variables }) => variables)).toEqual(Array(2).fill({ input: { interactions: [sent] } }))
  })

  it('tells lists, items and kinds apart', async () => {
    const asked = await answering({ data: { recordInteractions: { recorded: 1, replayed: 0, userErrors: [] } } })
    const differences: Record<string, string>[] = [{}, { origin: 'list-2' }, { item: 'tent' }, { kind: 'LIKE' }]
    for (const changes of differences) await record(form(changes))
    expect(new Set(asked.map(({ variables }) => JSON.stringify(variables))).size).toBe(4)
  })

  it('passes a refusal on in words', async () => {
    await answering({
      data: {
        recordInteractions: { recorded: 0, replayed: 0, userErrors: [{ message: 'No item has the id "tripod".' }] },
      },
    })
    expect(await record(form())).toEqual({ tone: 'refused', sentence: 'Not recorded: No item has the id "tripod".' })
  })

  it.each<Record<string, string>>([{ kind: 'PURCHASE' }, { kind: '' }, { shopper: '' }, { item: '' }, { origin: '' }])(
    'sends nothing for %j',
    async (changes) => {
      const asked = await answering({})
      expect((await record(form(changes))).tone).toBe('refused')
      expect(asked).toEqual([])
    },
  )
})
