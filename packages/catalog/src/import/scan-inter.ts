import { readInter, type InterChunk } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'

/** The year 10000: beyond it are milliseconds taken for seconds. */
const LAST_SECOND = 253_402_300_799
/** As in the model package's reader: larger gaps between ids are a mistake. */
const MOST_IDS_PER_ROW = 1000

/** What one reading of an `.inter` file tells about it. */
export interface InterScan {
  /** Ids that occur, ascending. */
  readonly users: Uint32Array
  /** One more than the largest item id. */
  readonly itemCount: number
  readonly rows: number
}

/**
 * Reads the whole file once, before anything is written: every bad row is found here.
 *
 * @param items ids at or above it are out of range
 * @throws UserFacingError naming file, line and reason
 */
export async function scanInter(
  path: string,
  items: number | undefined,
  onBytes: (bytes: number) => void,
): Promise<InterScan> {
  const users = new Set<number>()
  let itemCount = 0
  let rows = 0
  let largest = { column: 'userID', id: -1, line: 0 }
  for await (const chunk of readInter(path, { items })) {
    for (let n = 0; n < chunk.length; n++) {
      const [user, item] = [chunk.users[n], chunk.items[n]]
      users.add(user!)
      if (item! >= itemCount) itemCount = item! + 1
      if (user! > largest.id) largest = { column: 'userID', id: user!, line: chunk.firstLine + n }
      if (items === undefined && item! > largest.id)
        largest = { column: 'itemID', id: item!, line: chunk.firstLine + n }
    }
    checkTimes(path, chunk)
    rows += chunk.length
    onBytes(chunk.bytes)
  }
  if (rows === 0) throw new UserFacingError(`${path}: there is not one interaction.`)
  if (largest.id > MOST_IDS_PER_ROW * (rows + 1000)) {
    throw new UserFacingError(
      `${path}, line ${largest.line}: ${largest.column} ${largest.id} is out of range: ` +
        'ids are numbered from 0 without large gaps.',
    )
  }
  return { users: Uint32Array.from(users).sort(), itemCount, rows }
}

function checkTimes(path: string, { times, firstLine, length }: InterChunk): void {
  if (!times) return
  for (let n = 0; n < length; n++) {
    if (times[n]! < 0 || times[n]! > LAST_SECOND) {
      throw new UserFacingError(`${path}, line ${firstLine + n}: timestamp ${times[n]} is not in seconds since 1970.`)
    }
  }
}
