/** Dense indexes for internal keys, in the order given. */
export class IdIndex {
  readonly externalIds: string[]
  private readonly indexes = new Map<number, number>()

  constructor(rows: readonly (readonly [id: number, externalId: string])[]) {
    this.externalIds = rows.map(([, externalId]) => externalId)
    rows.forEach(([id], index) => this.indexes.set(id, index))
  }

  get size(): number {
    return this.externalIds.length
  }

  /** @throws Error for a key that is not among them: the database broke a reference */
  indexOf(id: number): number {
    const index = this.indexes.get(id)
    if (index === undefined) throw new Error(`the internal key ${id} refers to nothing`)
    return index
  }
}
