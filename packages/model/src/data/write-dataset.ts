import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFacingError } from '../errors.ts'
import type { Dataset } from './dataset.ts'
import { fileError } from './files.ts'
import { encodeNpy } from './npy.ts'

/**
 * Writes a data set in the import format: `<name>.inter` and `<modality>_feat.npy`, float32. The format knows users and
 * items by number only: their indexes are written.
 *
 * @throws UserFacingError when the folder cannot be written
 */
export async function writeDataset(dataset: Dataset, dir: string): Promise<void> {
  const { users, items, weights, times, split } = dataset.interactions
  const columns: [string, ArrayLike<number> | undefined][] = [
    ['userID', users],
    ['itemID', items],
    ['rating', weights],
    ['timestamp', times],
    ['x_label', split],
  ]
  const present = columns.flatMap(([name, values]) => (values ? [{ name, values }] : []))
  const lines = [present.map(({ name }) => name).join('\t')]
  for (let n = 0; n < users.length; n++) lines.push(present.map(({ values }) => values[n]).join('\t'))
  try {
    await mkdir(dir, { recursive: true })
    await writeFile(join(dir, `${dataset.name}.inter`), `${lines.join('\n')}\n`)
    for (const { name, dimension, values, present: has } of dataset.modalities) {
      if (/[\\/]/.test(name)) throw new UserFacingError(`The modality ${JSON.stringify(name)} cannot be a file name.`)
      await writeFile(join(dir, `${name}_feat.npy`), encodeNpy(values, [has.length, dimension]))
    }
  } catch (error) {
    throw fileError(dir, error)
  }
}
