import type { Batch } from '../bases/index.ts'
import { everyRow } from '../nn/index.ts'
import { distinct } from '../compute/index.ts'
import type { Triples } from './sampler.ts'

/** Numbers the distinct values of arrays in order of first appearance; one per kind of row, reused for every batch. */
export class Distinct {
  readonly #place: Int32Array

  /** @param size values lie in [0, size) */
  constructor(size: number) {
    this.#place = new Int32Array(size).fill(-1)
  }

  /** The distinct values of all arrays together, and each array as places among them. */
  of(...arrays: readonly Int32Array[]): { rows: Int32Array; places: Int32Array[] } {
    const rows = new Int32Array(arrays.reduce((length, values) => length + values.length, 0))
    let count = 0
    const places = arrays.map((values) => {
      const found = new Int32Array(values.length)
      for (let n = 0; n < values.length; n++) {
        const value = values[n]!
        if (this.#place[value]! < 0) {
          this.#place[value] = count
          rows[count++] = value
        }
        found[n] = this.#place[value]!
      }
      return found
    })
    for (let n = 0; n < count; n++) this.#place[rows[n]!] = -1
    return { rows: rows.slice(0, count), places }
  }
}

/** Batches of bases that are about all users and items at every step: pairs point into the whole tables, and once more into theirs. */
export class WholeCatalog {
  readonly #userRows: Int32Array
  readonly #itemRows: Int32Array

  constructor(users: number, items: number) {
    this.#userRows = everyRow(users)
    this.#itemRows = everyRow(items)
  }

  of(triples: Triples): Batch {
    return { userRows: this.#userRows, itemRows: this.#itemRows, ...triples, paired: paired(triples) }
  }
}

/** In ascending order, not as `Batcher` numbers them: sums over a batch's nodes then come out as they always have. */
function paired({ users, positives, negatives }: Triples): Batch {
  const both = new Int32Array(positives.length + negatives.length)
  both.set(positives)
  both.set(negatives, positives.length)
  const [user, item] = [distinct(users), distinct(both)]
  return {
    userRows: user.rows,
    itemRows: item.rows,
    users: user.positions,
    positives: item.positions.subarray(0, positives.length),
    negatives: item.positions.subarray(positives.length),
  }
}

/**
 * Turns triples into batches over their *distinct* users and items. What depends on a user or an item alone is computed
 * once per row, and the pairs point into the rows.
 */
export class Batcher {
  readonly #users: Distinct
  readonly #items: Distinct

  constructor(users: number, items: number) {
    this.#users = new Distinct(users)
    this.#items = new Distinct(items)
  }

  of(triples: Triples): Batch {
    const users = this.#users.of(triples.users)
    const items = this.#items.of(triples.positives, triples.negatives)
    return {
      userRows: users.rows,
      itemRows: items.rows,
      users: users.places[0]!,
      positives: items.places[0]!,
      negatives: items.places[1]!,
    }
  }
}
