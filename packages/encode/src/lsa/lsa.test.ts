import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encoderContract } from '../testing/contract.ts'
import { texts } from '../testing/samples.ts'
import { createLsaEncoder, fitLsa, loadLsa, saveLsa } from './index.ts'

const TOPICS = [
  ['laptop', 'processor', 'screen', 'keyboard', 'tablet', 'computer', 'memory', 'pencil'],
  ['shoe', 'sole', 'leather', 'running', 'hiking', 'boot', 'lace', 'light'],
  ['plant', 'pot', 'clay', 'green', 'leaf', 'soil', 'water', 'flower'],
]

/** Texts of five words of one topic each, in an order that is always the same. */
function catalog(count: number): string[] {
  let state = 7
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647
  return Array.from({ length: count }, (_, i) => {
    const topic = TOPICS[i % TOPICS.length]!
    return Array.from({ length: 5 }, () => topic[Math.floor(random() * topic.length)]).join(' ')
  })
}

const settings = { provider: 'lsa', dimension: 8 } as const
const create = async () => createLsaEncoder(await fitLsa([...catalog(1500), ...(await texts())], settings))

encoderContract('lsa', { modality: 'text', create })

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'lsa-'))))
afterAll(() => rm(folder, { recursive: true }))

const similarity = async (a: string, b: string) => {
  const encoder = createLsaEncoder(await fitLsa(catalog(1500), { ...settings, dimension: 3 }))
  const [first, second] = await encoder.encode([a, b])
  if (!first!.ok || !second!.ok) throw new Error('no vector')
  return first!.vector.reduce((sum, value, k) => sum + value * second!.vector[k]!, 0)
}

describe('lsa', () => {
  it('places words of one topic together, also where texts share none', async () => {
    expect(await similarity('laptop screen', 'processor keyboard')).toBeGreaterThan(0.9)
    expect(await similarity('laptop screen', 'leaf soil')).toBeLessThan(0.2)
  })

  it('depends on the texts, not on their order', async () => {
    const items = catalog(1200)
    const [state, same, other] = await Promise.all([
      fitLsa(items, settings),
      fitLsa([...items, ' ', '<br>'].reverse(), settings),
      fitLsa(catalog(1203), settings),
    ])
    expect(same).toEqual(state)
    expect(createLsaEncoder(same).id).toBe(createLsaEncoder(state).id)
    expect(createLsaEncoder(other).id).not.toBe(createLsaEncoder(state).id)
  })

  it('is the same after it was saved and loaded', async () => {
    const path = join(folder, 'deep', 'lsa.safetensors')
    const state = await fitLsa(catalog(1200), settings)
    await saveLsa(state, path)
    const loaded = await loadLsa(path)
    expect(loaded).toEqual(state)
    const [a, b] = [createLsaEncoder(state), createLsaEncoder(loaded)]
    expect(b.id).toBe(a.id)
    expect(await b.encode(['green shoe'])).toEqual(await a.encode(['green shoe']))
  })

  it('refuses a small catalog unless the settings allow it', async () => {
    await expect(fitLsa(catalog(999), settings)).rejects.toThrow(
      'the encoder lsa needs 1000 items with a text and the catalog has 999: choose another provider, ' +
        'or set "minimumItems" lower and expect vectors that group little',
    )
    expect((await fitLsa(catalog(60), { ...settings, minimumItems: 50 })).items).toBe(60)
  })

  it('refuses more dimensions than the texts have', async () => {
    await expect(fitLsa(catalog(1000), { provider: 'lsa', dimension: 200 })).rejects.toThrow(
      'the catalog\'s texts give the encoder lsa no more than 24 dimensions: set "dimension" to at most that',
    )
  })

  it('fails a text of unknown words, alone', async () => {
    const outcomes = await (await create()).encode(['laptop', 'Zebrastreifen'])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false])
  })

  it('says that nothing is fitted yet, or that the file is another', async () => {
    await expect(loadLsa(join(folder, 'none'))).rejects.toThrow(/is not fitted to the catalog yet: there is no .*none$/)
    await writeFile(join(folder, 'text'), 'something else')
    await expect(loadLsa(join(folder, 'text'))).rejects.toMatchObject({ code: 'MODEL' })
  })

  it('stops fitting when the signal aborts', async () => {
    await expect(fitLsa(catalog(1000), settings, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })
})
