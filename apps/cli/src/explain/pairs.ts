import { readFile } from 'node:fs/promises'
import { UserFacingError } from '@trifold/model/errors'

export interface Pair {
  readonly line: number
  readonly user: string
  readonly item: string
}

/**
 * Reads pairs to explain: tab-separated with a header, columns userID and itemID in either order, external ids.
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
  const columns = lines[0]?.split('\t') ?? []
  if (columns.length !== 2 || !columns.includes('userID') || !columns.includes('itemID')) {
    throw new UserFacingError(`${path}, line 1: the header must be "userID" and "itemID", separated by a tab.`)
  }
  return lines.slice(1).map((text, n) => {
    const fields = text.split('\t')
    const [first, second] = fields
    if (first === undefined || second === undefined || fields.length > 2) {
      throw new UserFacingError(`${path}, line ${n + 2}: ${fields.length} tab-separated fields instead of 2.`)
    }
    const [user, item] = columns[0] === 'userID' ? [first, second] : [second, first]
    return { line: n + 2, user, item }
  })
}
