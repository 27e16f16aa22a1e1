import type { Triples } from './sampler.ts'

/**
 * A batch over its *distinct* users and items. What depends on a user or an item alone is computed once per row, and
 * the pairs point into the rows.
 */
export interface Batch {
  /** Model index of each distinct user, and of each distinct item. */
  readonly userRows: Int32Array
  readonly itemRows: Int32Array
  /** Places in `userRows` and `itemRows`. `[batch]` */
  readonly users: Int32Array
  readonly positives: Int32Array
  readonly negatives: Int32Array
}

/** Numbers the distinct values of arrays in order of first appearance; one per kind of row, reused for every batch. */
export class Distinct {
  readonly #place: Int32Array

  /** @param size values lie in [0, size) */
  constructor(size: number) {
    this.#place = new Int32Array(size).fill(-1)
  }

  /** The distinct values of all arrays together, and each array as places among them. */
  of(...arrays: readonly Int32Array[]): { rows: Int32Array; places: Int32Array[] } {
    const rows: number[] = []
    const places = arrays.map((values) =>
      values.map((value) => {
        if (this.#place[value] < 0) this.#place[value] = rows.push(value) - 1
        return this.#place[value]
      }),
    )
    for (const row of rows) this.#place[row] = -1
    return { rows: Int32Array.from(rows), places }
  }
}

/** Batches of bases that are about all users and items at every step: pairs point into the whole tables. */
export class WholeCatalogue {
  readonly #userRows: Int32Array
  readonly #itemRows: Int32Array

  constructor(users: number, items: number) {
    this.#userRows = Int32Array.from({ length: users }, (_, row) => row)
    this.#itemRows = Int32Array.from({ length: items }, (_, row) => row)
  }

  of(triples: Triples): Batch {
    return { userRows: this.#userRows, itemRows: this.#itemRows, ...triples }
  }
}

/** Turns triples into batches. */
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
      users: users.places[0],
      positives: items.places[0],
      negatives: items.places[1],
    }
  }
}
