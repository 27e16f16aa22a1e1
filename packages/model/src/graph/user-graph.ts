import { csrFromCoordinates, type CsrMatrix } from '../linalg/index.ts'
import type { Bipartite } from './bipartite.ts'

/**
 * Who took the same items: of every user the `count` others who share most items with them, weighted by a softmax of how
 * many (DualGNN, Wang et al., IEEE TMM 2021). Of equals, those who took fewer items themselves: they agree on more of it.
 *
 * Counted one user at a time along the edges, so that it takes memory for one row of counts and not for users x users.
 *
 * @returns `[users, users]`, rows of users who share nothing empty
 */
export function sharedItemsGraph({ toUsers, toItems }: Bipartite, count: number): CsrMatrix {
  const users = toUsers.rows
  const shared = new Int32Array(users)
  const degree = (user: number) => toUsers.indptr[user + 1]! - toUsers.indptr[user]!
  const [rows, columns, values]: number[][] = [[], [], []]
  for (let user = 0; user < users; user++) {
    const others: number[] = []
    for (let e = toUsers.indptr[user]!; e < toUsers.indptr[user + 1]!; e++) {
      const item = toUsers.indices[e]!
      for (let f = toItems.indptr[item]!; f < toItems.indptr[item + 1]!; f++) {
        const other = toItems.indices[f]!
        if (other !== user && shared[other]!++ === 0) others.push(other)
      }
    }
    const least = kthLargest(others, shared, degree(user), count)
    const nearest = others
      .filter((other) => shared[other]! >= least)
      .sort((a, b) => shared[b]! - shared[a]! || degree(a) - degree(b) || a - b)
      .slice(0, count)
    const exps = nearest.map((other) => Math.exp(shared[other]! - shared[nearest[0]!]!))
    const total = exps.reduce((sum, value) => sum + value, 0)
    nearest.forEach((other, n) => {
      rows!.push(user)
      columns!.push(other)
      values!.push(exps[n]! / total)
    })
    for (const other of others) shared[other] = 0
  }
  return csrFromCoordinates(users, users, rows!, columns!, values!)
}

/** What the k-th largest number of shared items is, by counting: most others share one and need no sorting. */
function kthLargest(others: readonly number[], shared: Int32Array, most: number, k: number): number {
  const having = new Int32Array(most + 1)
  for (const other of others) having[shared[other]!]!++
  let least = most
  for (let found = having[most]!; found < k && least > 1; found += having[least]!) least--
  return least
}
