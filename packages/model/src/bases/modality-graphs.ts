import type { CsrMatrix } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'
import {
  blendGraphs,
  type EdgeWeight,
  graphWeights,
  itemGraph,
  neighboursAmong,
  truncateNeighbours,
} from '../graph/index.ts'
import { UserFacingError } from '../errors.ts'
import type { BaseInput, Heard, Speaker } from './base.ts'
import type { ModalityGraph } from './modality-views.ts'

/**
 * The neighbour graph of every modality.
 *
 * @param count neighbours of each item, fewer where the data came with fewer
 * @throws UserFacingError where the data has none
 */
function modalityNeighbours({ neighbours, config }: BaseInput, count = config.neighbours): ItemNeighbours[] {
  if (neighbours.length === 0) {
    throw new UserFacingError(`The base ${config.base} walks on graphs of similar items, and the data has no modality.`)
  }
  return neighbours.map((graph) => truncateNeighbours(graph, count))
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
export class BlendedItemGraph {
  readonly whole: CsrMatrix
  readonly graphs: readonly ModalityGraph[]
  readonly #weights: readonly number[]

  constructor(input: BaseInput, weight: EdgeWeight) {
    const neighbours = modalityNeighbours(input)
    this.graphs = neighbours.map((list) => ({ name: list.name, graph: itemGraph(list, weight) }))
    this.#weights = graphWeights(neighbours, input.train)
    this.whole = blendGraphs(
      this.graphs.map(({ graph }) => graph),
      this.#weights,
    )
  }

  /** S without the edges of the modalities that are not heard. */
  of(heard: Heard): CsrMatrix {
    if (this.graphs.every(({ name }) => heard(name))) return this.whole
    const [graphs, names] = [this.graphs.map(({ graph }) => graph), this.graphs.map(({ name }) => name)]
    return blendGraphs(graphs, this.#weights, (m) => heard(names[m]!))
  }
}

/** The items that each graph knows, as what its modality can speak of. */
export function speakersOf(graphs: readonly ModalityGraph[]): Speaker[] {
  return graphs.map(({ name, graph: { rows, indptr } }) => ({
    name,
    present: Uint8Array.from({ length: rows }, (_, item) => +(indptr[item + 1]! > indptr[item]!)),
  }))
}
