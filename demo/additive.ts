// Measures the additive base on the demo shop: how well it ranks, and how often the largest part of a
// recommendation is the one that drives the shopper's choices. 80 % of every history is fitted, the rest is judged.
// npx tsx demo/additive.ts [seed]
import { PART_OF_TASTE, readDemoShop, TASTES } from '@trifold/demo'
import { AdditiveScorer, fitAdditive } from '@trifold/model/internals'
import { seededRandom } from '@trifold/model/data'

const LIST = 8
const CUTOFF = 10
const { dataset, tastes } = await readDemoShop()
const items = dataset.itemIds.length
const random = seededRandom(Number(process.argv[2] ?? 1), 99)
const taken = dataset.userIds.map((): number[] => [])
dataset.interactions.users.forEach((user, n) => {
  const item = dataset.interactions.items[n]!
  if (!taken[user]!.includes(item)) taken[user]!.push(item)
})
const shuffled = taken.map((list) =>
  list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item),
)
const known = shuffled.map((list) => list.slice(0, Math.round(0.8 * list.length)))
const judged = shuffled.map((list, user) => list.slice(known[user]!.length))
const csr = (rows: readonly number[][]) => {
  const indptr = new Int32Array(rows.length + 1)
  rows.forEach((row, n) => (indptr[n + 1] = indptr[n]! + row.length))
  return { indptr, indices: Int32Array.from(rows.flatMap((row) => row.toSorted((a, b) => a - b))) }
}
const { modalities } = dataset
// weights are chosen with one item of every history held out, then the parts are fitted on all that is known
const chosen = fitAdditive({
  items,
  histories: { pairs: csr(known.map((row) => row.slice(1))) },
  valid: csr(known.map((row) => row.slice(0, 1))),
  modalities,
})
const start = performance.now()
const { model } = fitAdditive({ items, histories: { pairs: csr(known) }, modalities })
const seconds = (performance.now() - start) / 1000
const scorer = new AdditiveScorer({ ...model, weights: chosen.model.weights })

let [gains, users] = [0, 0]
const counts = Object.fromEntries(TASTES.map((taste) => [taste, { lists: 0, leads: 0 }]))
known.forEach((history, user) => {
  const shopper = scorer.shopperOf(history.map((item) => ({ item, weight: 1 })))
  const scores = scorer.scoresOf(shopper)
  for (const item of history) scores[item] = -Infinity
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)
  const gain = order
    .slice(0, CUTOFF)
    .reduce((sum, item, rank) => sum + (judged[user]!.includes(item) ? 1 / Math.log2(rank + 2) : 0), 0)
  const ideal = judged[user]!.reduce((sum, _, rank) => sum + (rank < CUTOFF ? 1 / Math.log2(rank + 2) : 0), 0)
  if (ideal > 0) [gains, users] = [gains + gain / ideal, users + 1]
  for (const { unique, redundant, synergy, collaborative } of scorer.explain(shopper, order.slice(0, LIST))) {
    const parts: Record<string, number> = {
      image: unique.image!,
      text: unique.text!,
      redundant,
      synergy,
      collaborative,
    }
    const largest = Object.keys(parts).reduce((a, b) => (parts[b]! > parts[a]! ? b : a))
    counts[tastes[user]!]!.lists++
    if (largest === PART_OF_TASTE[tastes[user]!]) counts[tastes[user]!]!.leads++
  }
})
console.log(
  `NDCG@${CUTOFF} ${(gains / users).toFixed(4)}, fitted in ${seconds.toFixed(1)} s, ${model.sharedDirections} shared directions`,
)
const shares = TASTES.map((taste) => counts[taste]!.leads / counts[taste]!.lists)
TASTES.forEach((taste, n) => console.log(`${taste}: the own part is the largest in ${(100 * shares[n]!).toFixed(1)} %`))
console.log(`all: ${((100 * shares.reduce((a, b) => a + b, 0)) / shares.length).toFixed(1)} %`)
