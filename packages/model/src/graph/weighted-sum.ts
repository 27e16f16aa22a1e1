import { csrFromCoordinates, type CsrMatrix } from '../compute/index.ts'

/** sum_n w_n G_n of graphs of one shape. */
export function weightedSum(graphs: readonly CsrMatrix[], weights: readonly number[]): CsrMatrix {
  const entries = graphs.reduce((sum, { indices }) => sum + indices.length, 0)
  const [rows, columns, values] = [new Int32Array(entries), new Int32Array(entries), new Float64Array(entries)]
  let at = 0
  graphs.forEach((graph, n) => {
    for (let row = 0; row < graph.rows; row++) {
      for (let e = graph.offsets[row]; e < graph.offsets[row + 1]; e++, at++) {
        rows[at] = row
        columns[at] = graph.indices[e]
        values[at] = weights[n] * graph.values[e]
      }
    }
  })
  return csrFromCoordinates(graphs[0].rows, graphs[0].columns, rows, columns, values)
}
