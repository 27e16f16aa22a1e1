import type { CsrMatrix } from '../compute/index.ts'
import type { ItemNeighbours } from '../data/dataset.ts'
import { graphWeights } from '../graph/graph-weights.ts'
import { blendGraphs, itemGraph, type EdgeWeight } from '../graph/item-graph.ts'
import { modalityNeighbours as neighboursOf } from '../graph/modality-neighbours.ts'
import { neighboursAmong } from '../graph/nearest-items.ts'
import { UserFacingError } from '../errors.ts'
import type { BaseInput } from './base.ts'
import type { ModalityGraph } from './modality-views.ts'

/**
 * The neighbour graph of every modality: the one that came with the data, else found on its features.
 *
 * @param count neighbours of each item, fewer where the data came with fewer
 * @throws UserFacingError where the data has neither
 */
export function modalityNeighbours(
  { modalities, neighbours, config }: BaseInput,
  count = config.neighbours,
): ItemNeighbours[] {
  const all = neighboursOf(modalities, neighbours, count)
  if (all.length === 0) {
    throw new UserFacingError(`The base ${config.base} walks on graphs of similar items, and the data has no modality.`)
  }
  return all
}

/**
 * The neighbours of every modality without the items that lack it, which are left out also of a graph that came with the
 * data: nothing is known of them that could be passed on.
 */
export function knownNeighbours(input: BaseInput, count = input.config.neighbours): ItemNeighbours[] {
  return modalityNeighbours(input, count).map((neighbours) => {
    const feature = input.modalities.find(({ name }) => name === neighbours.name)
    return feature ? neighboursAmong(neighbours, feature.present) : neighbours
  })
}

/** S_m of every modality, weighted by cosines. */
export function modalityGraphs(input: BaseInput): ModalityGraph[] {
  return knownNeighbours(input).map((known) => ({ name: known.name, graph: itemGraph(known, 'cosine') }))
}

/** S = sum_m w_m S_m, each modality weighted by what its neighbours say about the training interactions. */
export function blendedItemGraph(input: BaseInput, weight: EdgeWeight): CsrMatrix {
  const graphs = modalityNeighbours(input)
  return blendGraphs(
    graphs.map((graph) => itemGraph(graph, weight)),
    graphWeights(graphs, input.train),
  )
}
