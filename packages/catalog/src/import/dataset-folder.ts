import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { peekText } from '../formats/index.ts'

/**
 * Whether a folder is a data set of numbered users and items: a `.inter` file with the columns `userID` and `itemID`,
 * whose rows' numbers also count the rows of the `_feat.npy` files beside it. RecBole's `.inter` files type their columns
 * (`user_id:token`) and are imported as any other file.
 */
export async function isDatasetFolder(dir: string): Promise<boolean> {
  const names = await readdir(dir)
  if (names.some((name) => name.endsWith('_feat.npy'))) return true
  for (const name of names.filter((each) => each.endsWith('.inter'))) {
    const [header] = (await peekText(join(dir, name))).split('\n', 1)
    if (/\buserID\b/.test(header!) && /\bitemID\b/.test(header!) && !header!.includes(':')) return true
  }
  return false
}
