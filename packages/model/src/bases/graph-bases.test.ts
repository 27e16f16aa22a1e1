import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { gradientError } from '../compute/testing/gradient-check.ts'
import { graphWeights, modalityNeighbours } from '../graph/index.ts'
import { Parameters, Random } from '../nn/index.ts'
import { WholeCatalog } from '../train/index.ts'
import { pairedOf, type Base, type BaseInput } from './base.ts'
import { createBase } from './registry.ts'
import { BASE_NAMES, type BaseName } from './names.ts'
import { testConfig } from './testing/config.ts'

const random = new Random(5)
const [USERS, ITEMS] = [3, 4]
const train = { indptr: Int32Array.of(0, 2, 4, 5), indices: Int32Array.of(0, 1, 1, 2, 3) }
const modalities = ['image', 'text'].map((name) => ({
  name,
  dimension: 3,
  values: random.normals(ITEMS * 3),
  present: Uint8Array.of(1, 1, 1, name === 'image' ? 0 : 1),
}))
const neighbours = await modalityNeighbours(modalities, [], 20)
const triples = {
  users: Int32Array.of(0, 1, 2, 1),
  positives: Int32Array.of(1, 1, 3, 2),
  negatives: Int32Array.of(2, 0, 0, 3),
}
const batch = new WholeCatalog(USERS, ITEMS).of(triples)

function create(base: BaseName, changes: Partial<BaseInput['config']> = {}): { base: Base; parameters: Parameters } {
  const parameters = new Parameters()
  const config = testConfig({
    base,
    regularization: 0.1,
    auxiliaryWeight: 0.3,
    contrastiveWeight: 0.1,
    pairContrastiveWeight: 0.2,
    embeddingSize: 2,
    ...changes,
  })
  const input = { users: USERS, items: ITEMS, modalities, neighbours, train, config, parameters, random: new Random(1) }
  return { base: createBase(base, input), parameters }
}

/** Where to start so that no step of a finite difference crosses the kink of one of many rectifiers. */
const STARTS: Readonly<Partial<Record<BaseName, number>>> = { mmgcn: 40 }

const catalogBases = BASE_NAMES.filter((name) => create(name).base.reach === 'catalog')

describe.each(catalogBases)('%s', (name) => {
  it('has gradients as finite differences have them, in every parameter', async () => {
    const { parameters } = create(name)
    const inputs = parameters.lookup(batch).leaves.map((leaf, n) =>
      tf.tensor2d(
        new Random((STARTS[name] ?? 0) + n).normals(leaf.size).map((x) => 0.5 * x),
        leaf.shape,
      ),
    )
    const run = (...leaves: tf.Tensor[]) => {
      const { base, parameters } = create(name)
      const leafOf = parameters.bind(leaves as tf.Tensor2D[])
      const z = base.projects
        ? modalities.map(({ present }, m) => {
            const asked = base.codes === 'pairs' ? pairedOf(batch).itemRows : batch.itemRows
            const rows = asked.filter((row) => present[row]) // who lacks one is the last
            const h = base.projects?.project(m, rows, leafOf) as tf.Tensor2D
            return rows.length === asked.length
              ? h
              : tf.concat([h, tf.zeros<tf.Rank.R2>([asked.length - rows.length, base.width])], 0)
          })
        : []
      const { terms, losses } = base.forward(batch, leafOf, z, 'train')
      const scores = terms.map(({ user, item }) => tf.sum(tf.square(tf.matMul(user, item, false, true))))
      // tf.grads wants a path from every input, and a loss need not depend on all
      const nothing = leaves.map((leaf) => tf.mul(0, tf.sum(leaf)))
      return tf.addN([...scores, ...Object.values(losses(batch)), ...nothing])
    }
    expect(await gradientError({ inputs, run })).toBeLessThan(5e-3)
  })
})

describe('lightgcn', () => {
  it('scores by means over layers', () => {
    const { base, parameters } = create('lightgcn', { layers: 0 })
    const [p, q] = [
      tf.tensor2d([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
      tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ]),
    ]
    const { user, item } = base.forward(batch, parameters.bind([p, q]), [], 'serve').terms[0]!
    expect([...tf.matMul(user, item, false, true).dataSync()]).toEqual([1, 3, 5, 7, 2, 4, 6, 8, 3, 7, 11, 15])
  })
})

describe('freedom', () => {
  it('adds what similar items are to an item, and prunes the graph in training only', () => {
    const neighbours = [
      { name: 'image', count: 1, indices: Int32Array.of(1, 0, 3, 2), cosines: new Float32Array(4).fill(1) },
    ]
    const parameters = new Parameters()
    const config = testConfig({ base: 'freedom', layers: 1, edgeDropout: 0.6, neighbours: 1 })
    const base = createBase('freedom', {
      users: USERS,
      items: ITEMS,
      modalities: [],
      neighbours,
      train,
      config,
      parameters,
      random: new Random(1),
    })
    const { leafOf } = parameters.lookup(batch)
    const itemsOf = (mode: 'train' | 'serve') => [...base.forward(batch, leafOf, [], mode).terms[0]!.item.dataSync()]
    expect(itemsOf('train')).toEqual(itemsOf('serve')) // before the first epoch there is nothing to leave out
    base.beginEpoch?.(new Random(2))
    expect(itemsOf('train')).not.toEqual(itemsOf('serve'))
    const plain = create('lightgcn', { layers: 1 })
    const alone = [
      ...plain.base
        .forward(batch, plain.parameters.bind(parameters.lookup(batch).leaves), [], 'serve')
        .terms[0]!.item.dataSync(),
    ]
    const q = parameters.lookup(batch).leaves[1]!.arraySync()
    itemsOf('serve').forEach((value, n) => {
      const similar = [1, 0, 3, 2][Math.floor(n / 2)]!
      expect(value).toBeCloseTo(alone[n]! + q[similar]![n % 2]!, 5)
    })
  })
})

describe('freedom without a modality', () => {
  // pictures: 0 and 1 are alike, 2 and 3; words: 0 and 3, 1 and 2. Shoppers 0 and 1 took what pictures join: both graphs
  // have lifts, of 12 / 7 and 6 / 5
  const list = (name: string, ...indices: number[]) => ({
    name,
    count: 2,
    indices: Int32Array.from(indices),
    cosines: new Float32Array(8).fill(1),
  })
  const neighbours = [list('image', 0, 1, 1, 0, 2, 3, 3, 2), list('text', 0, 3, 1, 2, 2, 1, 3, 0)]
  const parameters = new Parameters()
  const base = createBase('freedom', {
    users: USERS,
    items: ITEMS,
    modalities: [],
    neighbours,
    train,
    parameters,
    random: new Random(1),
    config: testConfig({ base: 'freedom', layers: 0, neighbours: 2 }),
  })
  const q = [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ]
  const leafOf = parameters.bind([
    tf.tensor2d([
      [1, 0],
      [0, 1],
      [1, 1],
    ]),
    tf.tensor2d(q),
  ])
  const itemsOf = (...names: string[]) =>
    base.forward(batch, leafOf, [], 'serve', (name) => names.includes(name)).terms[0]!.item.arraySync()

  it('hears the edges that are left at the weight they had, and the item itself', () => {
    const weights = graphWeights(neighbours, train)
    expect(weights.every((weight) => weight > 0)).toBe(true)
    // every item has two neighbours, itself and another, so an edge weighs 1/2
    itemsOf().forEach((row, i) => row.forEach((x, d) => expect(x).toBeCloseTo(q[i]![d]! * (1 + 1 / 2), 5)))
    ;[
      ['image', 1, 0, 3, 2],
      ['text', 3, 2, 1, 0],
    ].forEach(([name, ...other], m) => {
      const alone = itemsOf(name as string)
      alone.forEach((row, i) =>
        row.forEach((x, d) =>
          expect(x).toBeCloseTo(q[i]![d]! * (1 + 1 / 2) + (weights[m]! / 2) * q[other[i] as number]![d]!, 5),
        ),
      )
    })
    const [none, image, text, both] = [itemsOf(), itemsOf('image'), itemsOf('text'), itemsOf('image', 'text')]
    both.forEach((row, i) =>
      row.forEach((x, d) => expect(x).toBeCloseTo(image[i]![d]! + text[i]![d]! - none[i]![d]!, 5)),
    )
  })
})

describe('dualgnn', () => {
  const [image] = modalities

  it('scores by normalized rows, those of items without the modality empty, and what users hear of their like', () => {
    const parameters = new Parameters()
    const config = testConfig({ base: 'dualgnn', layers: 0 })
    const base = createBase('dualgnn', {
      users: USERS,
      items: ITEMS,
      modalities: [image!],
      neighbours: [],
      train,
      config,
      parameters,
      random: new Random(1),
    })
    const m = (...rows: number[][]) => tf.tensor2d(rows)
    const unused = [tf.zeros<tf.Rank.R2>([3, 2]), m([0, 0])] // what z would be made with
    const [identity, shift, preference, weight] = [
      m([1, 0], [0, 1]),
      m([1, 0]),
      m([3, 4], [0, 2], [1, 0]),
      m([2], [3], [4]),
    ]
    const z = m([2, 4], [-400, 4], [0, 0], [0, 0]) // nobody has a picture of item 3
    const leafOf = parameters.bind([...unused, identity, shift, preference, weight])
    const { user, item } = base.forward(batch, leafOf, [z], 'serve').terms[0]!
    ;[0.6, 0.8, -0.6, 0.8, 1, 0, 0, 0].forEach((value, n) => expect(item.dataSync()[n]).toBeCloseTo(value, 6))
    // users 0 and 1 share item 1 and hear each other, in full as there is nobody else
    ;[1.2, 4.6, 1.2, 4.6, 4, 0].forEach((value, n) => expect(user.dataSync()[n]).toBeCloseTo(value, 5))
  })
})

describe('mmgcn', () => {
  it('adds up what is heard, what is known and the id; an item without the modality says nothing at first', () => {
    const parameters = new Parameters()
    const config = testConfig({ base: 'mmgcn', layers: 1 })
    const image = { ...modalities[0]!, present: Uint8Array.of(1, 0, 1, 1) }
    const base = createBase('mmgcn', {
      users: USERS,
      items: ITEMS,
      modalities: [image],
      neighbours: [],
      train,
      config,
      parameters,
      random: new Random(1),
    })
    const m = (...rows: number[][]) => tf.tensor2d(rows)
    const [identity, nothing] = [m([1, 0], [0, 1]), m([0, 0], [0, 0])]
    const [p, q] = [m([0, 0], [0, 0], [0, 0]), m([1, 2], [1, 2], [1, 2], [1, 2])]
    const unused = [tf.zeros<tf.Rank.R2>([3, 2]), m([0, 0])] // what z would be made with
    const preference = m([3, 4], [0, 2], [1, 0])
    // W, V and b, both halves of G and b: X = H + (1 + E)
    const leafOf = parameters.bind([
      p,
      q,
      ...unused,
      preference,
      identity,
      nothing,
      m([1, 1]),
      identity,
      identity,
      m([0, 0]),
    ])
    const { userRows, itemRows } = batch
    const z = m([3, 4], [0, 0], [0, 5], [1, 0])
    const { user, item } = base.forward({ userRows, itemRows }, leafOf, [z], 'serve').terms[0]!
    // user 0 took items 0 and 1, and hears item 0 in full
    ;[1.6, 1.8, 1, 2, 2, 1].forEach((value, n) => expect(user.dataSync()[n]).toBeCloseTo(value, 6))
    // item 1 hears the mean of users 0 and 1, and has its id
    ;[2.6, 3.8, 1.3, 2.9, 2, 4, 3, 3].forEach((value, n) => expect(item.dataSync()[n]).toBeCloseTo(value, 6))
  })

  it('makes of a batch what it makes of all', () => {
    const { base, parameters } = create('mmgcn')
    const { leafOf } = parameters.lookup(batch)
    const z = modalities.map(() => tf.tensor2d(new Random(7).normals(ITEMS * 2), [ITEMS, 2]))
    const { userRows, itemRows } = batch
    const [all] = base.forward({ userRows, itemRows }, leafOf, z, 'serve').terms
    const [some] = base.forward(batch, leafOf, z, 'train').terms
    const scores = tf.matMul<tf.Tensor2D>(all!.user, all!.item, false, true).arraySync()
    const few = tf.matMul<tf.Tensor2D>(some!.user, some!.item, false, true).arraySync()
    batch.users.forEach((user, n) => {
      const place = some!.pairs?.users[n] ?? -1
      expect(few[place]![some!.pairs?.positives[n] ?? -1]).toBeCloseTo(scores[user]![batch.positives[n]!]!, 6)
    })
  })
})

describe('soil', () => {
  it('joins similar items, and users to second-order interests, from neighbour graphs alone', () => {
    const neighbours = [
      { name: 'image', count: 1, indices: Int32Array.of(1, 0, 3, 2), cosines: new Float32Array(4).fill(1) },
    ]
    const parameters = new Parameters()
    const config = testConfig({ base: 'soil', layers: 0, neighbours: 1 })
    const base = createBase('soil', {
      users: USERS,
      items: ITEMS,
      modalities: [],
      neighbours,
      train,
      config,
      parameters,
      random: new Random(1),
    })
    const { leaves, leafOf } = parameters.lookup(batch)
    const [p, q] = leaves.map((leaf) => leaf.arraySync())
    const { userRows, itemRows } = batch
    const { user, item } = base.forward({ userRows, itemRows }, leafOf, [], 'serve').terms[0]!
    // both item graphs swap 0 with 1 and 2 with 3, so M_i = 2 q of the other; of one view, side is half
    const other = [1, 0, 3, 2]
    item
      .dataSync()
      .forEach((value, n) =>
        expect(value).toBeCloseTo(q![Math.floor(n / 2)]![n % 2]! + q![other[Math.floor(n / 2)]!]![n % 2]!, 6),
      )
    // user 0 took items 0 and 1, which are all they are joined to; degrees of items are 1 and 2, by interest 2 and 1
    const [to0, to1] = [1 / Math.sqrt(2) + 0.5 / 2, 1 / 2 + 0.5 / Math.sqrt(2)]
    for (const d of [0, 1]) expect(user.dataSync()[d]).toBeCloseTo(p![0]![d]! + to0 * q![1]![d]! + to1 * q![0]![d]!, 5)
  })
})

describe.each(['mgcn', 'soil'] as const)('%s where nothing is heard', (name) => {
  it('is what interactions say alone', () => {
    const { base, parameters } = create(name, { layers: 1 })
    const { leaves, leafOf } = parameters.lookup(batch)
    const z = modalities.map(() => tf.tensor2d(new Random(7).normals(ITEMS * 2), [ITEMS, 2]))
    const { userRows, itemRows } = batch
    const termsOf = (heard: (modality: string) => boolean) =>
      base.forward({ userRows, itemRows }, leafOf, z, 'serve', heard).terms[0]
    const plain = create('lightgcn', { layers: 1 })
    const [ids] = plain.base.forward(batch, plain.parameters.bind(leaves.slice(0, 2)), [], 'serve').terms
    const none = termsOf(() => false)
    for (const side of ['user', 'item'] as const) {
      none![side].dataSync().forEach((x, n) => expect(x).toBeCloseTo(ids![side].dataSync()[n]!, 6))
      expect([...termsOf((modality) => modality === 'text')![side].dataSync()]).not.toEqual([...none![side].dataSync()])
    }
  })
})

describe('dualgnn where nothing is heard', () => {
  it('hears nothing of items', () => {
    const { base, parameters } = create('dualgnn', { layers: 0 })
    const { leafOf } = parameters.lookup(batch)
    const z = modalities.map(() => tf.tensor2d(new Random(7).normals(ITEMS * 2), [ITEMS, 2]))
    const { item } = base.forward(batch, leafOf, z, 'serve', () => false).terms[0]!
    expect(item.dataSync().every((x) => x === 0)).toBe(true)
  })
})

describe.each(['mmgcn', 'dualgnn'] as const)('%s', (base) => {
  it('refuses data without feature vectors', () => {
    const neighbours = [
      { name: 'image', count: 1, indices: Int32Array.of(1, 0, 3, 2), cosines: new Float32Array(4).fill(1) },
    ]
    const config = testConfig({ base })
    const input = {
      users: USERS,
      items: ITEMS,
      modalities: [],
      neighbours,
      train,
      config,
      parameters: new Parameters(),
      random,
    }
    expect(() => createBase(base, input)).toThrow(
      `The base ${base} reads feature vectors of items, and the data has none.`,
    )
  })
})
