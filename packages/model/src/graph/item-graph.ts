import { type Csr, csrFromCoordinates, type CsrMatrix, hasPair, rowOf } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'

/** D_r^-1/2 W D_c^-1/2 with D_r and D_c the sums of rows and of columns. @param matrix of weights above zero */
export function normalizeByDegrees(matrix: CsrMatrix): CsrMatrix {
  const { rows, columns, indptr, indices, values } = matrix
  const [ofRows, ofColumns] = [new Float64Array(rows), new Float64Array(columns)]
  forEachEntry(matrix, (row, e) => {
    ofRows[row]! += values[e]!
    ofColumns[indices[e]!]! += values[e]!
  })
  const normalized = new Float32Array(values.length)
  forEachEntry(matrix, (row, e) => {
    normalized[e] = values[e]! / Math.sqrt(ofRows[row]! * ofColumns[indices[e]!]!)
  })
  return { rows, columns, indptr, indices, values: normalized }
}

function forEachEntry({ rows, indptr }: CsrMatrix, visit: (row: number, entry: number) => void): void {
  for (let row = 0; row < rows; row++) for (let e = indptr[row]!; e < indptr[row + 1]!; e++) visit(row, e)
}

/**
 * How much each modality's neighbour graph deserves to be believed, from the training interactions alone: how many
 * times more often than by popularity alone a user who has an item also has its neighbours (the lift), less the 1 of
 * chance, squared so that a poor graph does not water down a good one. FREEDOM's hand-set weights for pictures and
 * words, .1 and .9, come out as .20 and .80 on its own Baby data.
 *
 * @param train `[users, items]`
 * @returns weights that sum to one, equal ones where no graph says more than chance
 */
export function graphWeights(graphs: readonly ItemNeighbours[], train: Csr): number[] {
  const excess = graphs.map((graph) => Math.max(0, lift(graph, train) - 1) ** 2)
  const total = excess.reduce((sum, value) => sum + value, 0)
  return excess.map((value) => (total > 0 ? value / total : 1 / graphs.length))
}

/** Co-occurrences of items and their neighbours in users' histories, over those expected from popularity alone. */
export function lift({ count, indices }: ItemNeighbours, train: Csr): number {
  const items = indices.length / count
  const popularity = new Float64Array(items)
  for (const item of train.indices) popularity[item]! += 1 / train.indices.length
  // what an item's neighbours are worth by chance, once per item and not per pair
  const chance = new Float64Array(items)
  for (let place = 0; place < indices.length; place++) {
    const item = Math.floor(place / count)
    if (indices[place]! >= 0 && indices[place] !== item) chance[item]! += popularity[indices[place]!]!
  }
  let found = 0
  let expected = 0
  for (let user = 0; user + 1 < train.indptr.length; user++) {
    const others = train.indptr[user + 1]! - train.indptr[user]! - 1
    for (const item of rowOf(train, user)) {
      expected += others * chance[item]!
      for (let place = item * count; place < (item + 1) * count; place++) {
        const neighbour = indices[place]!
        if (neighbour >= 0 && neighbour !== item && hasPair(train, user, neighbour)) found++
      }
    }
  }
  return expected > 0 ? found / expected : 0
}

/** sum_n w_n G_n of graphs of one shape. */
export function weightedSum(graphs: readonly CsrMatrix[], weights: readonly number[]): CsrMatrix {
  const entries = graphs.reduce((sum, { indices }) => sum + indices.length, 0)
  const [rows, columns, values] = [new Int32Array(entries), new Int32Array(entries), new Float64Array(entries)]
  let at = 0
  graphs.forEach((graph, n) => {
    for (let row = 0; row < graph.rows; row++) {
      for (let e = graph.indptr[row]!; e < graph.indptr[row + 1]!; e++, at++) {
        rows[at] = row
        columns[at] = graph.indices[e]!
        values[at] = weights[n]! * graph.values[e]!
      }
    }
  })
  return csrFromCoordinates(graphs[0]!.rows, graphs[0]!.columns, rows, columns, values)
}

/** How much the neighbours of an item count before normalization. */
export type EdgeWeight = 'binary' | 'cosine'

/**
 * A neighbour graph as a matrix, normalized by D^-1/2 S D^-1/2 with D the sums of its rows (as FREEDOM, LATTICE and MGCN
 * have it: S is not symmetric, and both ends are divided by the sums of their own rows).
 *
 * @returns `[items, items]`, rows of items without neighbours empty
 */
export function itemGraph({ count, indices, cosines }: ItemNeighbours, weight: EdgeWeight): CsrMatrix {
  const items = indices.length / count
  const weightOf = (place: number) => (weight === 'binary' ? 1 : Math.max(0, cosines[place]!))
  const sums = new Float64Array(items)
  for (let place = 0; place < indices.length; place++) {
    if (indices[place]! >= 0) sums[Math.floor(place / count)]! += weightOf(place)
  }
  const rows: number[] = []
  const columns: number[] = []
  const values: number[] = []
  for (let place = 0; place < indices.length; place++) {
    const [row, column] = [Math.floor(place / count), indices[place]]
    if (column! < 0 || weightOf(place) === 0) continue
    rows.push(row)
    columns.push(column!)
    values.push(weightOf(place) / Math.sqrt(sums[row]! * sums[column!]!))
  }
  return csrFromCoordinates(items, items, rows, columns, values)
}

/**
 * sum_m w_m S_m, the weights of each row scaled up to sum to one over the graphs that know the item, so that an item
 * which lacks a modality hears the others in full.
 *
 * @param heard which graphs' edges are there; all of them where absent. The others' edges are removed and what is left
 *   keeps its weight, so that the graphs of single modalities add up to that of all. An item's edge to itself stays: that
 *   an item is like itself is nothing that a modality says.
 */
export function blendGraphs(
  graphs: readonly CsrMatrix[],
  weights: readonly number[],
  heard: (graph: number) => boolean = () => true,
): CsrMatrix {
  const { rows: items } = graphs[0]!
  const rows: number[] = []
  const columns: number[] = []
  const values: number[] = []
  for (let row = 0; row < items; row++) {
    const known = graphs.map(({ indptr }) => indptr[row + 1]! > indptr[row]!)
    const total = weights.reduce((sum, weight, m) => (known[m] ? sum + weight : sum), 0)
    graphs.forEach((graph, m) => {
      if (weights[m] === 0) return
      for (let e = graph.indptr[row]!; e < graph.indptr[row + 1]!; e++) {
        if (!heard(m) && graph.indices[e] !== row) continue
        rows.push(row)
        columns.push(graph.indices[e]!)
        values.push((graph.values[e]! * weights[m]!) / total)
      }
    })
  }
  return csrFromCoordinates(items, items, rows, columns, values)
}
