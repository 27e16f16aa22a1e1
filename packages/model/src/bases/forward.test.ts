import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { modalityNeighbours } from '../graph/index.ts'
import { everyRow, Parameters, Random } from '../nn/index.ts'
import { createBase } from './registry.ts'
import { testConfig } from './testing/config.ts'

// The formulas of four bases, computed once more on small dense matrices, without a line of the product's own code.

type Matrix = readonly (readonly number[])[]

const zip = (a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix =>
  a.map((row, i) => row.map((x, j) => f(x, b[i]![j]!)))
const map = (a: Matrix, f: (x: number, i: number, j: number) => number): Matrix =>
  a.map((row, i) => row.map((x, j) => f(x, i, j)))
const add = (...terms: Matrix[]): Matrix => terms.reduce((a, b) => zip(a, b, (x, y) => x + y))
const times = (a: Matrix, b: Matrix): Matrix => zip(a, b, (x, y) => x * y)
const scale = (a: Matrix, by: number): Matrix => map(a, (x) => x * by)
const transpose = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!))
const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)))
const total = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0)
const unit = (a: Matrix): Matrix => a.map((row) => row.map((x) => x / Math.hypot(...row)))
const leaky = (a: Matrix): Matrix => map(a, (x) => (x > 0 ? x : 0.01 * x))
const sigmoid = (a: Matrix): Matrix => map(a, (x) => 1 / (1 + Math.exp(-x)))
const keepRows = (a: Matrix, keeps: (row: number) => boolean): Matrix => map(a, (x, i) => (keeps(i) ? x : 0))
/** Rows that sum to one; rows of zeros stay. */
const means = (a: Matrix): Matrix => a.map((row) => row.map((x) => x / (total(row) || 1)))
/** D_r^-1/2 W D_c^-1/2 */
const normalize = (a: Matrix): Matrix => {
  const [rows, columns] = [a.map(total), transpose(a).map(total)]
  return map(a, (x, i, j) => (x === 0 ? 0 : x / Math.sqrt(rows[i]! * columns[j]!)))
}

const [USERS, ITEMS, WIDTH, NEAREST] = [3, 4, 2, 2]
const taken: Matrix = [
  [1, 1, 0, 0],
  [0, 1, 1, 0],
  [0, 0, 0, 1],
]
const train = { indptr: Int32Array.of(0, 2, 4, 5), indices: Int32Array.of(0, 1, 1, 2, 3) }
const rows = { userRows: everyRow(USERS), itemRows: everyRow(ITEMS) }
const random = new Random(11)
/** Nobody has an image of item 3. */
const modalities = ['image', 'text'].map((name) => ({
  name,
  dimension: 3,
  values: random.normals(ITEMS * 3).map((x, n) => (n % 3 === 0 ? 1 + Math.abs(x) : x)), // some cosines are positive
  present: Uint8Array.of(1, 1, 1, name === 'image' ? 0 : 1),
}))
const has = (m: number) => (item: number) => modalities[m]!.present[item] === 1
const neighbours = await modalityNeighbours(modalities, [], 20)
const z: Matrix[] = modalities.map((_, m) =>
  keepRows(
    Array.from({ length: ITEMS }, () => [...random.normals(WIDTH)]),
    has(m),
  ),
)

/** Runs a base on random parameters, which the dense calculation finds by name. */
function setUp(base: 'mmgcn' | 'dualgnn' | 'mgcn' | 'soil', layers: number) {
  const parameters = new Parameters()
  const config = testConfig({ base, layers, neighbours: NEAREST, embeddingSize: WIDTH })
  const input = { users: USERS, items: ITEMS, modalities, neighbours, train, config, parameters, random: new Random(1) }
  const model = createBase(base, input)
  parameters.all.forEach(({ table }, n) => table.values.set(new Random(20 + n).normals(table.values.length)))
  const { leafOf } = parameters.lookup(rows)
  const codes = z.map((values) => tf.tensor2d(values.map((row) => [...row])))
  const [{ user, item } = { user: null, item: null }] = model.forward(rows, leafOf, codes, 'serve').terms
  const of = (name: string): Matrix => leafOf(parameters.all.find((parameter) => parameter.name === name)!).arraySync()
  const linear = (x: Matrix, name: string): Matrix =>
    map(multiply(x, of(`W ${name}`)), (value, _, j) => value + of(`b ${name}`)[0]![j]!)
  return { found: { users: user!.arraySync(), items: item!.arraySync() }, of, linear }
}

function expectClose(found: Matrix, expected: Matrix): void {
  expect(found.length).toBe(expected.length)
  found.forEach((row, i) => row.forEach((x, j) => expect(x, `[${i}, ${j}]`).toBeCloseTo(expected[i]![j]!, 4)))
}

/** The sum of X, A X, ..., A^L X. */
function propagated(toUsers: Matrix, start: { users: Matrix; items: Matrix }, layers: number) {
  let [last, sum] = [start, start]
  for (let layer = 0; layer < layers; layer++) {
    last = { users: multiply(toUsers, last.items), items: multiply(transpose(toUsers), last.users) }
    sum = { users: add(sum.users, last.users), items: add(sum.items, last.items) }
  }
  return sum
}

describe('mmgcn', () => {
  it('is the mean over modalities of its two layers', () => {
    const { found, of, linear } = setUp('mmgcn', 2)
    const ids = { users: of('p'), items: of('q') }
    const views = modalities.map(({ name }, m) => {
      let x = {
        users: unit(of(`preference ${name}`)),
        items: keepRows(
          map(unit(z[m]!), (value) => value || 0),
          has(m),
        ),
      }
      for (const layer of [0, 1]) {
        const isFirst = layer === 0
        const known = map(taken, (one, _, item) => (isFirst && !has(m)(item) ? 0 : one))
        const pass = (side: Matrix) => multiply(side, of(`W message ${name} ${layer}`))
        const h = {
          users: multiply(means(known), pass(x.items)),
          items: multiply(means(transpose(taken)), pass(x.users)),
        }
        const own = (side: Matrix) => leaky(linear(side, `own ${name} ${layer}`))
        const self = {
          users: add(own(x.users), ids.users),
          items: add(isFirst ? keepRows(own(x.items), has(m)) : own(x.items), ids.items),
        }
        const next = (side: 'users' | 'items') =>
          leaky(
            add(multiply(leaky(h[side]), of(parameterOf(name, layer))), linear(self[side], `combine ${name} ${layer}`)),
          )
        x = { users: next('users'), items: next('items') }
      }
      return x
    })
    expectClose(found.users, scale(add(views[0]!.users, views[1]!.users), 1 / 2))
    expectClose(found.items, scale(add(views[0]!.items, views[1]!.items), 1 / 2))
  })

  const parameterOf = (name: string, layer: number) => `W heard ${name} ${layer}`
})

describe('dualgnn', () => {
  it('sums normalized content over layers, weighs it for each user, and adds what similar users have', () => {
    const layers = 2
    const { found, of, linear } = setUp('dualgnn', layers)
    const views = modalities.map(({ name }, m) =>
      propagated(
        normalize(taken),
        {
          users: unit(of(`preference ${name}`)),
          items: keepRows(unit(linear(leaky(z[m]!), `content ${name}`)), has(m)),
        },
        layers,
      ),
    )
    const own = add(
      ...views.map(({ users }, m) => map(users, (x, user) => x * of(`weight ${modalities[m]!.name}`)[user]![0]!)),
    )
    // users 0 and 1 share item 1 and nobody else shares anything: a softmax of one
    const similar: Matrix = [own[1]!, own[0]!, [0, 0]]
    expectClose(found.users, add(own, similar))
    expectClose(found.items, add(views[0]!.items, views[1]!.items))
  })
})

/** Cosines of the raw features that are above zero, the diagonal included; zero where an item lacks the modality. */
const cosines: Matrix[] = modalities.map(({ values }, m) => {
  const features = unit(Array.from({ length: ITEMS }, (_, i) => [...values.subarray(3 * i, 3 * i + 3)]))
  return map(multiply(features, transpose(features)), (x, i, j) => (has(m)(i) && has(m)(j) ? Math.max(0, x) : 0))
})

/** D^-1/2 S D^-1/2 of the nearest items, both ends divided by the sums of their own rows. */
const nearestGraph = (cosine: Matrix): Matrix => {
  const kept = cosine.map((row) => {
    const least = [...row].sort((a, b) => b - a)[NEAREST - 1]!
    return row.map((x) => (x >= least ? x : 0))
  })
  const sums = kept.map(total)
  return map(kept, (x, i, j) => (x === 0 ? 0 : x / Math.sqrt(sums[i]! * sums[j]!)))
}

/** M_m, its shares a_m, and sum_m a_m M_m; where a view has nothing its share is zero. */
function viewsOf(
  { of, linear }: Pick<ReturnType<typeof setUp>, 'of' | 'linear'>,
  toUsers: Matrix,
  graphs: readonly Matrix[],
) {
  const views = modalities.map(({ name }, m) => {
    const items = multiply(graphs[m]!, times(of('q'), sigmoid(linear(z[m]!, `purifier ${name}`))))
    return { users: multiply(toUsers, items), items }
  })
  const known = modalities.map((_, m) => ({
    users: (user: number) => toUsers[user]!.some((x, item) => x > 0 && has(m)(item)),
    items: has(m),
  }))
  const commonOf = (side: 'users' | 'items'): Matrix => {
    const logits = views.map((view) => multiply(map(linear(view[side], 'attention'), Math.tanh), of('query')))
    return map(views[0]![side], (_, row, d) => {
      const weights = logits.map((logit, m) => (known[m]![side](row) ? Math.exp(logit[row]![0]!) : 0))
      return total(weights.map((weight, m) => (weight / total(weights)) * views[m]![side][row]![d]!))
    })
  }
  /** (common + sum_m g_m * (M_m - common)) / (1 + views that know the row) */
  const sideOf = (side: 'users' | 'items', gates?: readonly Matrix[]): Matrix => {
    const common = commonOf(side)
    return map(common, (x, row, d) => {
      const knowing = views.flatMap((view, m) => (known[m]![side](row) ? [{ view, m }] : []))
      const own = knowing.map(({ view, m }) => (gates ? gates[m]![row]![d]! : 1) * (view[side][row]![d]! - x))
      return (x + total(own)) / (1 + knowing.length)
    })
  }
  return sideOf
}

describe('mgcn', () => {
  it('adds what is common to the views and gated specifics to what interactions give', () => {
    const model = setUp('mgcn', 1)
    const { found, of, linear } = model
    const toUsers = normalize(taken)
    const content = propagated(toUsers, { users: scale(of('p'), 1 / 2), items: scale(of('q'), 1 / 2) }, 1)
    const sideOf = viewsOf(model, toUsers, cosines.map(nearestGraph))
    for (const side of ['users', 'items'] as const) {
      const gates = modalities.map(({ name }) => sigmoid(linear(content[side], `gate ${name}`)))
      expectClose(found[side], add(content[side], sideOf(side, gates)))
    }
  })
})

describe('soil', () => {
  it('joins items by interests and users by second-order edges, and adds the ungated views', () => {
    const model = setUp('soil', 1)
    const { found, of } = model
    const history = (user: number) => taken[user]!.flatMap((one, item) => (one ? [item] : []))
    // interests: the items nearest to a history in either modality, joined to that history
    const candidates = taken.map((_, user) =>
      cosines.flatMap((cosine) => {
        const sums = cosine[0]!.map((_, item) => total(history(user).map((own) => cosine[own]![item]!)))
        const best = [...sums.keys()].filter((item) => sums[item]! > 0).sort((a, b) => sums[b]! - sums[a]! || a - b)
        return best.slice(0, NEAREST)
      }),
    )
    const graphs = cosines.map((cosine) => {
      const oneWay = map(cosine, (x, own, item) =>
        total(taken.map((row, user) => (row[own] && candidates[user]!.includes(item) ? x : 0))),
      )
      const bothWays = map(oneWay, (x, i, j) => (i === j ? x : x + oneWay[j]![i]!))
      return add(nearestGraph(cosine), normalize(bothWays))
    })
    // second order: products of cosines, an absent modality replaced by the other
    const alike = map(cosines[0]!, (image, i, j) => (has(0)(i) && has(0)(j) ? image : cosines[1]![i]![j]!))
    const products = map(alike, (x, i, j) => x * cosines[1]![i]![j]!)
    const second = taken.map((_, user) => {
      const pairs = history(user).flatMap((own) => products[own]!.map((product, item) => ({ product, item })))
      const kept = pairs
        .filter(({ product }) => product > 0)
        .sort((a, b) => b.product - a.product || a.item - b.item)
        .slice(0, history(user).length + 2)
      return taken[0]!.map((_, item) => total(kept.filter((pair) => pair.item === item).map((pair) => pair.product)))
    })
    const toUsers = add(normalize(taken), scale(normalize(second), 0.5))
    const content = propagated(toUsers, { users: scale(of('p'), 1 / 2), items: scale(of('q'), 1 / 2) }, 1)
    const sideOf = viewsOf(model, toUsers, graphs)
    for (const side of ['users', 'items'] as const) expectClose(found[side], add(content[side], sideOf(side)))
  })
})
