import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Dataset } from './dataset.ts'
import { readFeatureRow } from './features.ts'
import { fingerprint } from './fingerprint.ts'
import { encodeNpy } from './npy.ts'
import { readDataset } from './read-dataset.ts'

let dir: string
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'trifold-dataset-'))))
afterEach(async () => rm(dir, { recursive: true }))

const write = (name: string, content: string | Buffer) => writeFile(join(dir, name), content)

describe('readDataset', () => {
  it('reads interactions and every modality, and marks missing features', async () => {
    await write('toy.inter', 'userID\titemID\trating\ttimestamp\tx_label\n2\t1\t4.5\t100\t0\n0\t0\t1\t99\t2\n')
    await write('text_feat.npy', encodeNpy([1, 0, 0, 0, 0, -2], [3, 2]))
    await write('image_feat.npy', encodeNpy([0, 1, 1], [3, 1], '<f2'))
    await write('text_notes.npy', 'not a feature file')
    expect(await readDataset(dir, { precision: 'single' })).toEqual({
      name: 'toy',
      userIds: ['0', '1', '2'],
      itemIds: ['0', '1', '2'], // item 2 occurs in no row, but has features
      interactions: {
        users: Uint32Array.of(2, 0),
        items: Uint32Array.of(1, 0),
        weights: Float32Array.of(4.5, 1),
        times: Float64Array.of(100, 99),
        split: Uint8Array.of(0, 2),
      },
      modalities: [
        { name: 'image', dimension: 1, values: Float32Array.of(0, 1, 1), present: Uint8Array.of(0, 1, 1) },
        { name: 'text', dimension: 2, values: Float32Array.of(1, 0, 0, 0, 0, -2), present: Uint8Array.of(1, 0, 1) },
      ],
    })
  })

  it('gives ratings below a threshold weight 0, and refuses a threshold where there are no ratings', async () => {
    await write('toy.inter', 'userID\titemID\trating\n2\t1\t4\n0\t0\t3.5\n1\t0\t5\n')
    const { interactions } = await readDataset(dir, { positiveRating: 4 })
    expect(interactions.weights).toEqual(Float32Array.of(4, 0, 5))
    await write('toy.inter', 'userID\titemID\n2\t1\n')
    await expect(readDataset(dir, { positiveRating: 4 })).rejects.toThrow('toy.inter: it has no rating column')
  })

  it('reads neighbour graphs, which say how many items there are', async () => {
    await write('toy.inter', 'userID\titemID\n0\t1\n')
    await write('text_knn2_idx.npy', encodeNpy([0, 2, 1, 0, 2, -1], [3, 2], '<i4'))
    await write('text_knn2_cos.npy', encodeNpy([1, 0.5, 1, 0.25, 1, 0], [3, 2]))
    const dataset = await readDataset(dir)
    expect(dataset.itemIds).toEqual(['0', '1', '2'])
    expect(dataset.modalities).toEqual([])
    expect(dataset.neighbours).toEqual([
      {
        name: 'text',
        count: 2,
        indices: Int32Array.of(0, 2, 1, 0, 2, -1),
        cosines: Float32Array.of(1, 0.5, 1, 0.25, 1, 0),
      },
    ])
    expect(fingerprint(dataset)).not.toBe(fingerprint({ ...dataset, neighbours: undefined }))
  })

  it.each<[string, number[], number[], RegExp]>([
    ['a neighbour that does not exist', [0, 3, 1, 0, 2, -1], [3, 2], /row 0 names item 3, but there are 3/],
    ['cosines of another shape', [0, 2, 1, 0, 2, -1], [2, 3], /its shape differs/],
  ])('refuses %s', async (_, indices, shape, reason) => {
    await write('toy.inter', 'userID\titemID\n0\t1\n')
    await write('text_knn2_idx.npy', encodeNpy(indices, [3, 2], '<i4'))
    await write('text_knn2_cos.npy', encodeNpy([1, 0, 1, 0, 1, 0], shape))
    await expect(readDataset(dir)).rejects.toThrow(reason)
  })

  it('refuses neighbours without their cosines', async () => {
    await write('toy.inter', 'userID\titemID\n0\t1\n')
    await write('text_knn2_idx.npy', encodeNpy([0], [1, 1], '<i4'))
    await expect(readDataset(dir)).rejects.toThrow(/text_knn2_cos.npy: there is no such file beside/)
  })

  it('holds features in half precision, with a factor a row', async () => {
    await write('toy.inter', 'userID\titemID\n0\t0\n')
    await write('text_feat.npy', encodeNpy([3e9, 1.5e9, 0, 0, 1, -0.3], [3, 2]))
    const [text] = (await readDataset(dir)).modalities
    expect(text!.values).toBeInstanceOf(Uint16Array)
    expect([...text!.present]).toEqual([1, 0, 1])
    const row = new Float32Array(2)
    const read = [0, 1, 2].map((item) => (readFeatureRow(text!, item, row), [...row]))
    expect(read.slice(0, 2)).toEqual([[3e9, 1.5e9].map((x) => expect.closeTo(x, -7)), [0, 0]])
    expect(read[2]).toEqual([1, expect.closeTo(-0.3, 3)])
  })

  it('takes interactions alone', async () => {
    await write('a.inter', 'userID\titemID\n0\t4\n')
    const dataset = await readDataset(dir)
    expect([dataset.userIds.length, dataset.itemIds.length, dataset.modalities.length]).toEqual([1, 5, 0])
    expect(dataset.interactions.split).toBeUndefined()
  })

  it.each<[string, Record<string, string | Buffer>, RegExp]>([
    ['no .inter', {}, /there is no \.inter file/],
    ['two .inter', { 'a.inter': '', 'b.inter': '' }, /several \.inter files \(a\.inter, b\.inter\)/],
    ['no row', { 'a.inter': 'userID\titemID\n' }, /a\.inter: there is not one interaction/],
    [
      'an item without a feature row',
      { 'a.inter': 'userID\titemID\n0\t1\n', 'x_feat.npy': encodeNpy([1], [1, 1]) },
      /a\.inter, line 2: itemID 1 is out of range: there are 1/,
    ],
    [
      'a user id out of all proportion',
      { 'a.inter': 'userID\titemID\n0\t1\n2000000000\t1\n' },
      /a\.inter, line 3: userID 2000000000 is out of range/,
    ],
    [
      'modalities of unequal length',
      {
        'a.inter': 'userID\titemID\n0\t0\n',
        'x_feat.npy': encodeNpy([1], [1, 1]),
        'y_feat.npy': encodeNpy([1, 2], [2, 1]),
      },
      /y_feat\.npy: it has 2 rows where x_feat\.npy has 1/,
    ],
    [
      'an empty feature file',
      { 'a.inter': 'userID\titemID\n0\t0\n', 'x_feat.npy': encodeNpy([], [0, 4]) },
      /x_feat\.npy: the array is empty/,
    ],
  ])('refuses %s', async (_, files, message) => {
    for (const [name, content] of Object.entries(files)) await write(name, content)
    await expect(readDataset(dir)).rejects.toThrow(message)
  })

  it('names a folder that is not there', async () => {
    await expect(readDataset(join(dir, 'none'))).rejects.toThrow(/none: there is no such file or folder/)
  })
})

describe('fingerprint', () => {
  const base = (): Dataset => ({
    name: 'toy',
    userIds: ['a', 'b'],
    itemIds: ['x'],
    interactions: { users: Uint32Array.of(0, 1), items: Uint32Array.of(0, 0), weights: Float32Array.of(1, 2) },
    modalities: [{ name: 'text', dimension: 1, values: Float32Array.of(3), present: Uint8Array.of(1) }],
  })

  it('is decided by the content and not by the name', () => {
    expect(fingerprint(base())).toMatch(/^[0-9a-f]{64}$/)
    expect(fingerprint({ ...base(), name: 'other' })).toBe(fingerprint(base()))
  })

  it('moves with every part', () => {
    const { interactions, modalities } = base()
    const changed: Dataset[] = [
      { ...base(), userIds: ['a', 'c'] },
      { ...base(), userIds: ['a\n"b"'] },
      { ...base(), itemIds: ['x', 'y'] },
      { ...base(), interactions: { ...interactions, items: Uint32Array.of(0, 1) } },
      { ...base(), interactions: { ...interactions, weights: Float32Array.of(1, 3) } },
      { ...base(), interactions: { ...interactions, weights: undefined } },
      { ...base(), interactions: { ...interactions, split: Uint8Array.of(0, 0) } },
      { ...base(), interactions: { ...interactions, times: Float64Array.of(0, 0) } },
      { ...base(), modalities: [] },
      { ...base(), modalities: [{ ...modalities[0]!, name: 'image' }] },
      { ...base(), modalities: [{ ...modalities[0]!, values: Float32Array.of(4) }] },
      { ...base(), modalities: [{ ...modalities[0]!, scale: Float32Array.of(2) }] },
      { ...base(), modalities: [{ ...modalities[0]!, present: Uint8Array.of(0) }] },
    ]
    const prints = [base(), ...changed].map(fingerprint)
    expect(new Set(prints).size).toBe(prints.length)
  })
})
