import type { CsrMatrix } from '../compute/index.ts'
import type { ItemNeighbours } from '../data/dataset.ts'
import { graphWeights } from '../graph/graph-weights.ts'
import { blendGraphs, itemGraph, type EdgeWeight } from '../graph/item-graph.ts'
import { modalityNeighbours as neighboursOf } from '../graph/modality-neighbours.ts'
import { UserFacingError } from '../errors.ts'
import type { BaseInput } from './base.ts'

/**
 * The neighbour graph of every modality: the one that came with the data, else found on its features.
 *
 * @throws UserFacingError where the data has neither
 */
export function modalityNeighbours({ modalities, neighbours, config }: BaseInput): ItemNeighbours[] {
  const all = neighboursOf(modalities, neighbours, config.neighbours)
  if (all.length === 0) {
    throw new UserFacingError(`The base ${config.base} walks on graphs of similar items, and the data has no modality.`)
  }
  return all
}

/** S = sum_m w_m S_m, each modality weighted by what its neighbours say about the training interactions. */
export function blendedItemGraph(input: BaseInput, weight: EdgeWeight): CsrMatrix {
  const graphs = modalityNeighbours(input)
  return blendGraphs(
    graphs.map((graph) => itemGraph(graph, weight)),
    graphWeights(graphs, input.train),
  )
}
