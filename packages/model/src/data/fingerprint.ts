import { createHash, type Hash } from 'node:crypto'
import type { Dataset } from './dataset.ts'

/**
 * SHA-256 over ids, interactions and features in the order stored: what a model was trained and evaluated on. The name
 * of the data set is not part of it. Numbers are hashed as they lie in memory, little-endian on every supported
 * platform.
 *
 * @returns 64 hexadecimal digits
 */
export function fingerprint(dataset: Dataset): string {
  const hash = createHash('sha256')
  addIds(hash, 'users', dataset.userIds)
  addIds(hash, 'items', dataset.itemIds)
  const { users, items, weights, times, split } = dataset.interactions
  for (const [name, array] of Object.entries({ users, items, weights, times, split })) addArray(hash, name, array)
  for (const { name, dimension, values, scale, present } of dataset.modalities) {
    hash.update(`modality ${JSON.stringify(name)} ${dimension}\n`)
    addArray(hash, 'values', values)
    if (scale) addArray(hash, 'scale', scale)
    addArray(hash, 'present', present)
  }
  for (const { name, count, indices, cosines } of dataset.neighbours ?? []) {
    hash.update(`neighbours ${JSON.stringify(name)} ${count}\n`)
    addArray(hash, 'indices', indices)
    addArray(hash, 'cosines', cosines)
  }
  if (dataset.newItems) addArray(hash, 'new items', dataset.newItems)
  return hash.digest('hex')
}

/** JSON strings, one a line: no id can run into the next. */
function addIds(hash: Hash, name: string, ids: readonly string[]): void {
  hash.update(`${name} ${ids.length}\n`)
  for (let start = 0; start < ids.length; start += 10_000) {
    hash.update(
      `${ids
        .slice(start, start + 10_000)
        .map((id) => JSON.stringify(id))
        .join('\n')}\n`,
    )
  }
}

function addArray(hash: Hash, name: string, array: ArrayBufferView | undefined): void {
  hash.update(`${name} ${array ? array.byteLength : 'absent'}\n`)
  if (array) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
}
