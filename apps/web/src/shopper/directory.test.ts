import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { json, standIn } from '../testing/api.ts'
import type * as Directory from './directory.ts'

const TOTAL = 230
const user = (n: number) => ({ externalId: `s${n}`, displayName: `Shopper ${n}`, attributes: {} })

let close: () => Promise<void>
let isUp = true
let pages: number[] = []

/** The directory keeps its list in the module: every test gets a fresh one. */
async function directory(): Promise<typeof Directory> {
  vi.resetModules()
  return import('./directory.ts')
}

beforeEach(async () => {
  isUp = true
  pages = []
  const api = await standIn(({ query, variables }) => {
    if (!isUp) return json({ errors: [{ message: 'starting' }] })
    if (query.includes('query Shopper('))
      return json({ data: { user: variables.externalId === 's229' ? user(229) : null } })
    const start = variables.after ? Number(variables.after) + 1 : 0
    const end = Math.min(TOTAL, start + Number(variables.first))
    pages.push(start)
    const edges = Array.from({ length: end - start }, (_, at) => ({ node: user(start + at) }))
    return json({ data: { users: { edges, pageInfo: { hasNextPage: end < TOTAL, endCursor: String(end - 1) } } } })
  })
  close = api.close
})
afterEach(() => close())

describe('allShoppers', () => {
  it('reads page after page, and only once for many visitors', async () => {
    const { allShoppers } = await directory()
    const [one, two] = await Promise.all([allShoppers(), allShoppers()])
    expect(one).toBe(two)
    expect(one.map(({ externalId }) => externalId)).toEqual(Array.from({ length: TOTAL }, (_, n) => `s${n}`))
    expect(pages).toEqual([0, 100, 200])
  })

  it('does not keep the silence of an API that was down', async () => {
    const { allShoppers } = await directory()
    isUp = false
    expect(await allShoppers()).toEqual([])
    isUp = true
    expect(await allShoppers()).toHaveLength(TOTAL)
  })
})

describe('findShopper', () => {
  it('reaches anybody by id, and nobody by a wrong one', async () => {
    const { findShopper } = await directory()
    expect((await findShopper('s229'))?.name).toBe('Shopper 229')
    expect(await findShopper('x')).toBeNull()
  })
})
