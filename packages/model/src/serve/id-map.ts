/** Translates the caller's external ids to the dense indexes of a model and back. */
export class IdMap {
  private readonly indexes: ReadonlyMap<string, number>

  /** @throws RangeError if an id occurs twice */
  constructor(readonly ids: readonly string[]) {
    const indexes = new Map<string, number>()
    for (let index = 0; index < ids.length; index++) indexes.set(ids[index]!, index) // no array per id
    this.indexes = indexes
    if (this.indexes.size !== ids.length) {
      const twice = ids.find((id, index) => this.indexes.get(id) !== index)
      throw new RangeError(`The id ${JSON.stringify(twice)} occurs twice`)
    }
  }

  get size(): number {
    return this.ids.length
  }

  /** The index of an external id; undefined if the model does not know it. */
  indexOf(externalId: string): number | undefined {
    return this.indexes.get(externalId)
  }

  /** @throws RangeError for an index the model does not have */
  idOf(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(`There is no index ${index}, only 0 to ${this.size - 1}`)
    }
    return this.ids[index]!
  }
}
