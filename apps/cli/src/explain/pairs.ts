import { readFile } from 'node:fs/promises'
import { UserFacingError } from '@trifold/model/errors'

export interface Pair {
  readonly line: number
  readonly user: string
  readonly item: string
}

/**
 * Reads pairs to explain: tab-separated with a header, columns userID and itemID in any order; ids are the callers' own.
 *
 * @throws UserFacingError naming file, line and reason
 */
export async function readPairs(path: string): Promise<Pair[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new UserFacingError(`${path}: the file cannot be read.`, { cause: error })
  }
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/(\r?\n)+$/, '')
    .split(/\r?\n/)
  const columns = lines[0].split('\t')
  const [user, item] = ['userID', 'itemID'].map((name) => columns.indexOf(name))
  if (columns.length !== 2 || user < 0 || item < 0) {
    throw new UserFacingError(`${path}, line 1: the header must be "userID" and "itemID", separated by a tab.`)
  }
  return lines.slice(1).map((text, n) => {
    const fields = text.split('\t')
    if (fields.length !== 2) {
      throw new UserFacingError(`${path}, line ${n + 2}: ${fields.length} tab-separated fields instead of 2.`)
    }
    return { line: n + 2, user: fields[user], item: fields[item] }
  })
}
