import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { json, startTestApi } from '../testing/index.ts'
import type * as Directory from './directory.ts'

const TOTAL = 230
const user = (n: number) => ({ externalId: `s${n}`, displayName: `Shopper ${n}`, attributes: {} })

let close: () => Promise<void>
let isUp = true
let failsAfter = Infinity
/** The first index of every page that the API was asked for. */
let pages: number[] = []

/** The directory caches lists in the module: every test imports it anew. */
async function directory(): Promise<typeof Directory> {
  vi.resetModules()
  return import('./directory.ts')
}

beforeEach(async () => {
  isUp = true
  failsAfter = Infinity
  pages = []
  const api = await startTestApi(({ query, variables }) => {
    if (!isUp || pages.length >= failsAfter) return json({ errors: [{ message: 'starting' }] })
    if (query.includes('query Shopper('))
      return json({ data: { user: variables.externalId === 'hidden' ? user(999) : null } })
    const start = variables.after ? Number(variables.after) + 1 : 0
    const end = Math.min(TOTAL, start + Number(variables.first))
    pages.push(start)
    const edges = Array.from({ length: end - start }, (_, index) => ({ node: user(start + index) }))
    return json({ data: { users: { edges, pageInfo: { hasNextPage: end < TOTAL, endCursor: String(end - 1) } } } })
  })
  close = api.close
})
afterEach(async () => {
  vi.useRealTimers()
  await close()
})

describe('firstShoppers', () => {
  it('costs one bounded query for many visitors', async () => {
    const { firstShoppers } = await directory()
    const [one, two] = await Promise.all([firstShoppers(), firstShoppers()])
    expect(one).toHaveLength(100)
    expect(one).toEqual(two)
    await firstShoppers()
    expect(pages).toEqual([0])
  })

  it('returns the old list at once after a minute, while it reads a new one', async () => {
    const { firstShoppers } = await directory()
    const old = await firstShoppers()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    isUp = false
    expect(await firstShoppers()).toBe(old)
    isUp = true
    await vi.waitFor(async () => {
      await firstShoppers()
      expect(pages).toEqual([0, 0])
    })
  })

  it('does not keep the empty list of an API that was down', async () => {
    const { firstShoppers } = await directory()
    isUp = false
    expect(await firstShoppers()).toEqual([])
    isUp = true
    expect(await firstShoppers()).toHaveLength(100)
  })
})

describe('searchShoppers', () => {
  it('needs one page for an empty query', async () => {
    const { searchShoppers } = await directory()
    expect((await searchShoppers(' ', 12)).map(({ externalId }) => externalId)).toHaveLength(12)
    expect(pages).toEqual([0])
  })

  it('reads all pages once for a name', async () => {
    const { searchShoppers } = await directory()
    expect((await searchShoppers('shopper 229', 12)).map(({ externalId }) => externalId)).toEqual(['s229'])
    await searchShoppers('shopper 1', 12)
    expect(pages).toEqual([0, 100, 200])
  })

  it('finds a shopper beyond the list by the whole id', async () => {
    const { searchShoppers } = await directory()
    expect(await searchShoppers(' hidden ', 12)).toMatchObject([{ name: 'Shopper 999' }])
    expect(await searchShoppers('hid', 12)).toEqual([])
  })

  it('does not keep a list that a failure cut short', async () => {
    const { searchShoppers } = await directory()
    failsAfter = 2
    expect(await searchShoppers('shopper 1', 500)).toEqual([])
    failsAfter = Infinity
    expect(await searchShoppers('shopper 229', 12)).toHaveLength(1)
  })
})

describe('findShopper and checkShoppers', () => {
  it('find one shopper by id, and say whether there are any', async () => {
    const { checkShoppers, findShopper } = await directory()
    expect((await findShopper('hidden'))?.name).toBe('Shopper 999')
    expect(await findShopper('x')).toBeNull()
    expect(await checkShoppers()).toEqual({ hasShoppers: true, error: null })
    isUp = false
    expect(await checkShoppers()).toMatchObject({ hasShoppers: null, error: { message: 'starting' } })
  })
})
