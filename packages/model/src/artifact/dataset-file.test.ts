import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Dataset, fingerprint } from '../data/index.ts'
import { createWorld } from '@trifold/experiments'
import { loadDataset, saveDataset } from './dataset-file.ts'
import { DamagedFile } from './sections.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold dataset '))
})
afterAll(() => rm(dir, { recursive: true }))

const { dataset: world } = createWorld({ kind: 'mixed', users: 12, items: 20 })
const full: Dataset = {
  ...world,
  userIds: ['line\nbreak', '"', 'ä\u2028', ...world.userIds.slice(3)],
  interactions: {
    ...world.interactions,
    weights: Float32Array.from(world.interactions.users, (user) => user / 3),
    times: Float64Array.from(world.interactions.users, (_, n) => 1.7e9 + n / 7),
  },
  neighbours: [{ name: 'text', count: 1, indices: new Int32Array(20).fill(-1), cosines: new Float32Array(20) }],
  newItems: Uint8Array.from({ length: 20 }, (_, item) => (item % 7 === 0 ? 1 : 0)),
}
const empty: Dataset = {
  name: 'empty',
  userIds: [],
  itemIds: [],
  interactions: { users: new Uint32Array(0), items: new Uint32Array(0) },
  modalities: [],
}
const halves: Dataset = {
  ...world,
  modalities: world.modalities.map(({ values, ...modality }) => ({
    ...modality,
    values: Uint16Array.from(values, (_, n) => n),
    scale: Float32Array.from(modality.present, (_, n) => n / 3),
  })),
}
const many = Array.from({ length: 25_001 }, (_, n) => `u${n}`)

it.each([
  ['of all there can be', full],
  ['of nothing', empty],
  ['of a world', world],
  ['of halves', halves],
  ['of many users', { ...empty, userIds: many }],
])('a data set %s comes back as it was', async (_, dataset) => {
  const path = join(dir, 'dataset')
  await saveDataset(dataset, path)
  const read = (await loadDataset(path))!
  expect(read).toEqual(dataset)
  expect(fingerprint(read)).toBe(fingerprint(dataset))
})

it('a data set that is not there is none, and a damaged one is refused', async () => {
  const path = join(dir, 'other')
  expect(await loadDataset(path)).toBeNull()
  await saveDataset(full, path)
  await writeFile(path, (await readFile(path)).subarray(0, -1))
  await expect(loadDataset(path)).rejects.toBeInstanceOf(DamagedFile)
})
