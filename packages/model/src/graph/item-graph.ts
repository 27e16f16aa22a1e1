import { csrFromCoordinates, type CsrMatrix } from '../compute/index.ts'
import type { ItemNeighbours } from '../data/dataset.ts'

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
  const weightOf = (place: number) => (weight === 'binary' ? 1 : Math.max(0, cosines[place]))
  const sums = new Float64Array(items)
  for (let place = 0; place < indices.length; place++) {
    if (indices[place] >= 0) sums[Math.floor(place / count)] += weightOf(place)
  }
  const rows: number[] = []
  const columns: number[] = []
  const values: number[] = []
  for (let place = 0; place < indices.length; place++) {
    const [row, column] = [Math.floor(place / count), indices[place]]
    if (column < 0 || weightOf(place) === 0) continue
    rows.push(row)
    columns.push(column)
    values.push(weightOf(place) / Math.sqrt(sums[row] * sums[column]))
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
  const [{ rows: items }] = graphs
  const rows: number[] = []
  const columns: number[] = []
  const values: number[] = []
  for (let row = 0; row < items; row++) {
    const known = graphs.map(({ offsets }) => offsets[row + 1] > offsets[row])
    const total = weights.reduce((sum, weight, m) => (known[m] ? sum + weight : sum), 0)
    graphs.forEach((graph, m) => {
      if (weights[m] === 0) return
      for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++) {
        if (!heard(m) && graph.indices[e] !== row) continue
        rows.push(row)
        columns.push(graph.indices[e])
        values.push((graph.values[e] * weights[m]) / total)
      }
    })
  }
  return csrFromCoordinates(items, items, rows, columns, values)
}
