/**
 * A set of items, one bit each. Filters are applied inside the scan, so a list is full if enough items are in the set.
 * A mask is made once for many requests, e.g. for all items of a category, and cannot be changed.
 */
export class ItemMask {
  /** The lowest bit of the first word is item 0. `[ceil(items / 32)]` */
  readonly words: Int32Array

  private constructor(
    readonly items: number,
    words: Int32Array,
  ) {
    this.words = words
  }

  /**
   * @param items how many items the model has
   * @throws RangeError for an item that the model does not have
   */
  static of(items: number, members: Iterable<number>): ItemMask {
    const words = new Int32Array(Math.ceil(items / 32))
    for (const item of members) {
      if (!Number.isInteger(item) || item < 0 || item >= items) {
        throw new RangeError(`There is no item ${item}, only 0 to ${items - 1}`)
      }
      words[item >> 5]! |= 1 << (item & 31)
    }
    return new ItemMask(items, words)
  }

  /** The items for which `isMember` holds. */
  static where(items: number, isMember: (item: number) => boolean): ItemMask {
    const words = new Int32Array(Math.ceil(items / 32))
    for (let item = 0; item < items; item++) if (isMember(item)) words[item >> 5]! |= 1 << (item & 31)
    return new ItemMask(items, words)
  }

  has(item: number): boolean {
    return ((this.words[item >> 5]! >>> (item & 31)) & 1) === 1
  }
}
