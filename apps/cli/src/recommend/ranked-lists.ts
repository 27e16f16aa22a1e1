import { setImmediate } from 'node:timers/promises'
import type { Explanation, ItemMask, Recommender } from '@trifold/model'
import type { SeenItems } from '../saved-models/index.ts'

export interface ListEntry {
  readonly item: string
  readonly score: number
  /** The parts of the score; they add up to it within 1e-5. */
  readonly parts?: Explanation
}

/** The best items of one user, best first. */
export interface RankedList {
  readonly user: string
  readonly entries: readonly ListEntry[]
}

export interface ListOptions {
  /** Length of a list; it is shorter where fewer items may appear. */
  readonly top: number
  /** Items that are left out of the list of a user who has seen them. */
  readonly seen: SeenItems | null
  /** The only items that may appear. */
  readonly allow?: ItemMask
  readonly explain: boolean
  readonly signal: AbortSignal
}

/**
 * Limits of a batch: entries of its lists, which are in memory together, and multiply-adds, so that Ctrl-C is noticed within
 * a fraction of a second.
 */
const MOST_ENTRIES = 2 ** 16
const WORK = 2 ** 33

/**
 * Lists of users in the order given, a batch at a time, so that memory does not grow with the number of users.
 *
 * @param users indexes of the model
 * @throws the reason of the signal
 */
export async function* rankedLists(
  model: Recommender,
  users: readonly number[],
  { top, seen, allow, explain, signal }: ListOptions,
): AsyncGenerator<RankedList[]> {
  const k = Math.min(top, model.items.size)
  const size = batchSize(model, k)
  for (let start = 0; start < users.length; start += size) {
    signal.throwIfAborted()
    const batch = users.slice(start, start + size)
    const { items, scores } = model.recommendBatch(batch, k, { exclude: await seen?.of(batch), allow })
    const lists: RankedList[] = []
    for (const [n, user] of batch.entries()) {
      const ranked = [...items.subarray(n * k, (n + 1) * k)].filter((item) => item >= 0)
      const parts = explain ? model.explain(user, ranked) : undefined
      const entries = ranked.map((item, at) => ({
        item: model.items.idOf(item),
        score: scores[n * k + at]!,
        ...(parts && { parts: parts[at] }),
      }))
      lists.push({ user: model.users.idOf(user), entries })
      if (explain) {
        await setImmediate()
        signal.throwIfAborted()
      }
    }
    yield lists
    await setImmediate()
  }
}

function batchSize({ factors }: Recommender, k: number): number {
  const dimension = factors.blocks.reduce((sum, block) => sum + (block.inScore ? block.dimension : 0), 0)
  return Math.max(1, Math.floor(Math.min(MOST_ENTRIES / k, WORK / (dimension * factors.items))))
}
