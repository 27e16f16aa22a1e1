import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { json, startTestApi } from '../testing/index.ts'
import { METRIC_COLUMNS, metricOf, type ModelVersion, readModelVersions } from './model-versions.ts'

let close: (() => Promise<void>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

/** An API with `total` versions, newest first, of which `production` serves. Returns the page sizes it was asked for. */
async function startApi(total: number, production: number | null): Promise<number[]> {
  const sizes: number[] = []
  const api = await startTestApi(({ variables }) => {
    const newest = variables.after ? Number(variables.after) - 1 : total
    const first = Number(variables.first)
    sizes.push(first)
    const numbers = Array.from({ length: Math.min(first, newest) }, (_, index) => newest - index)
    const edges = numbers.map((number) => ({
      node: { number, status: number === production ? 'PRODUCTION' : 'CANDIDATE' },
    }))
    const last = numbers.at(-1) ?? 0
    return json({ data: { modelVersions: { edges, pageInfo: { hasNextPage: last > 1, endCursor: String(last) } } } })
  })
  close = api.close
  return sizes
}

const numbersOf = (versions: ModelVersion[] | null) => versions?.map(({ number }) => number)

describe('readModelVersions', () => {
  it('finds a production version that is older than the latest 20, and puts it first', async () => {
    const sizes = await startApi(150, 3)
    const { versions } = await readModelVersions('tf_admin_x')
    expect(numbersOf(versions)).toEqual([3, ...Array.from({ length: 20 }, (_, index) => 150 - index)])
    expect(sizes).toEqual([20, 100, 100])
  })

  it('reads one page when the production version is among the latest', async () => {
    const sizes = await startApi(150, 148)
    const { versions } = await readModelVersions('tf_admin_x')
    expect(numbersOf(versions)?.slice(0, 4)).toEqual([148, 150, 149, 147])
    expect(versions).toHaveLength(20)
    expect(sizes).toEqual([20])
  })

  it('reads to the end when no version serves', async () => {
    const sizes = await startApi(30, null)
    expect((await readModelVersions('tf_admin_x')).versions).toHaveLength(20)
    expect(sizes).toEqual([20, 100])
  })

  it('returns the error of the API', async () => {
    const api = await startTestApi(() => json({ errors: [{ message: 'No.' }] }))
    close = api.close
    expect(await readModelVersions('x')).toMatchObject({ versions: null, error: { message: 'No.' } })
  })
})

describe('metricOf', () => {
  const metrics = { valid: { recall: { '20': 0.41 } }, test: { ndcg: { '5': Number.NaN } } }

  it('reads a value', () => {
    expect(metricOf(metrics, 'valid', 'recall', 20)).toBe(0.41)
  })

  it('is null for a value that is missing or not a number', () => {
    expect(metricOf(metrics, 'valid', 'recall', 50)).toBeNull()
    expect(metricOf(metrics, 'test', 'recall', 20)).toBeNull()
    expect(metricOf(metrics, 'test', 'ndcg', 5)).toBeNull()
  })

  it('accepts any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...METRIC_COLUMNS), (value, { part, metric, cutoff }) => {
        const result = metricOf(value, part, metric, cutoff)
        expect(result === null || Number.isFinite(result)).toBe(true)
      }),
    )
  })
})
