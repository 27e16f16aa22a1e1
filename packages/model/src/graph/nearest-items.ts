import { setImmediate } from 'node:timers/promises'
import { scoreTopK } from '../core/index.ts'
import { type FeatureRows, type ItemNeighbours, unitRows } from '../data/index.ts'

/** Feature vectors of which some items have none. */
export interface Vectors extends FeatureRows {
  readonly name: string
  /** 1 where the item has this modality. `[items]` */
  readonly present: Uint8Array
}

/** A slice of items that took less than this is followed by one of twice as many: all of a quarter of a second, half at most. */
const TURN_MS = 250

/** Items whose neighbours are looked for at once. Every search reads all items, so that many at once are up to ten times as fast. */
const [FEWEST, MOST] = [16, 512]

/**
 * The exact nearest items of every item by cosine, itself among them, best first; equal cosines: the lower item first.
 * An item without the modality has no neighbours and is nobody's.
 *
 * @param count neighbours to keep
 * @throws the signal's reason within a second of an abort
 */
export async function nearestItems(
  { name, present, ...features }: Vectors,
  count: number,
  signal?: AbortSignal,
): Promise<ItemNeighbours> {
  const { dimension } = features
  const having = Int32Array.from(present.keys()).filter((item) => present[item])
  const directions = unitRows(features, having)
  const indices = new Int32Array(present.length * count).fill(-1)
  const cosines = new Float32Array(present.length * count)
  let size = FEWEST // changes no result: an item's neighbours do not depend on whose are looked for beside them
  let start = 0
  while (start < having.length) {
    await setImmediate()
    signal?.throwIfAborted()
    const began = performance.now()
    const batch = directions.subarray(start * dimension, (start + size) * dimension)
    const found = scoreTopK(batch, directions, dimension, count) // [batch, count]
    for (let n = 0; n < found.ids.length; n++) {
      if (found.ids[n]! < 0) continue
      const item = having[start + Math.floor(n / count)]!
      indices[item * count + (n % count)] = having[found.ids[n]!]!
      cosines[item * count + (n % count)] = found.scores[n]!
    }
    start += size
    if (performance.now() - began < TURN_MS) size = Math.min(MOST, 2 * size)
  }
  return { name, count, indices, cosines }
}

/** The first `count` neighbours of each item. */
export function truncateNeighbours(graph: ItemNeighbours, count: number): ItemNeighbours {
  if (graph.count <= count) return graph
  const items = graph.indices.length / graph.count
  const cut = <T extends Int32Array | Float32Array>(from: T, into: T): T => {
    for (let item = 0; item < items; item++)
      into.set(from.subarray(item * graph.count, item * graph.count + count), item * count)
    return into
  }
  return {
    name: graph.name,
    count,
    indices: cut(graph.indices, new Int32Array(items * count)),
    cosines: cut(graph.cosines, new Float32Array(items * count)),
  }
}

/** The neighbours of the items that are present, among those; the others have none. @param present `[items]` */
export function neighboursAmong(graph: ItemNeighbours, present: Uint8Array): ItemNeighbours {
  if (!present.includes(0)) return graph
  const indices = graph.indices.map((neighbour, place) =>
    neighbour >= 0 && present[neighbour] && present[Math.floor(place / graph.count)] ? neighbour : -1,
  )
  return { ...graph, indices }
}

/**
 * The neighbour graph of every modality: the one that came with the data, else found on its features.
 *
 * @throws the signal's reason within a second of an abort
 */
export async function modalityNeighbours(
  modalities: readonly Vectors[],
  given: readonly ItemNeighbours[],
  count: number,
  signal?: AbortSignal,
): Promise<ItemNeighbours[]> {
  const graphs = given.map((graph) => truncateNeighbours(graph, count))
  for (const modality of modalities) {
    if (!given.some((graph) => graph.name === modality.name)) graphs.push(await nearestItems(modality, count, signal))
  }
  return graphs
}
