import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { isImportable, openTable, shapeOf, type Kind, type Row, type Shape } from '../formats/index.ts'
import { isDatasetFolder } from './dataset-folder.ts'
import { checkGivenMap, guessKind, Mapping, requireFields, type GivenMap } from './mapping.ts'

export interface PlanOptions {
  /** What columns stand for, where their names do not say it. */
  readonly map?: GivenMap
  /** What the files list, where their columns do not say it. */
  readonly kind?: Kind
  readonly encoding?: string
}

/** A file to import: how it is written and what its columns stand for. */
export interface PlannedFile {
  readonly path: string
  readonly bytes: number
  readonly shape: Shape
  readonly kind: Kind
  /** As far as the first rows show; files whose records name their own keys may add columns later. */
  readonly mapping: Mapping
  readonly firstRows: readonly Row[]
}

export interface ImportPlan {
  /** Users and items first, so that events find them. */
  readonly files: readonly PlannedFile[]
  /** Folders of a `.inter` file with features. */
  readonly datasets: readonly string[]
  /** Files of a folder that are not imported. */
  readonly leftOut: readonly string[]
}

/** So many rows show what the columns are. */
const FIRST_ROWS = 3
const ORDER: readonly Kind[] = ['users', 'items', 'events']
const REQUIRED: Readonly<Record<Kind, readonly string[]>> = { users: ['id'], items: ['id'], events: ['user', 'item'] }

/**
 * Looks at every file before anything is written.
 *
 * @throws UserFacingError for a path that is not there, a file of no known format, columns that cannot be understood
 */
export async function planImport(paths: readonly string[], options: PlanOptions = {}): Promise<ImportPlan> {
  const files: PlannedFile[] = []
  const datasets: string[] = []
  const leftOut: string[] = []
  for (const path of paths) {
    const found = await stat(path).catch((cause: Error) => {
      throw new UserFacingError(`${path}: there is no such file or folder.`, { cause })
    })
    if (found.isFile()) {
      files.push(await planFile(path, options))
    } else if (await isDatasetFolder(path)) {
      datasets.push(path)
    } else {
      const names = (await readdir(path, { withFileTypes: true }))
        .filter((each) => each.isFile())
        .map(({ name }) => name)
      leftOut.push(...names.filter((name) => !isImportable(name)).map((name) => join(path, name)))
      const chosen = names.filter(isImportable).sort()
      if (chosen.length === 0) throw new UserFacingError(`${path}: the folder holds no file that can be imported.`)
      for (const name of chosen) files.push(await planFile(join(path, name), options))
    }
  }
  checkMapIsUsed(files, options.map)
  return { files: files.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)), datasets, leftOut }
}

async function planFile(path: string, { map = {}, kind, encoding }: PlanOptions): Promise<PlannedFile> {
  const shape = await shapeOf(path, encoding)
  const table = await openTable(path, shape, { encoding })
  const firstRows = await readFirstRows(table.pieces())
  if (firstRows.length === 0) {
    const what = table.columns.length > 0 ? 'there is a header but not one row' : 'there is not one record'
    throw new UserFacingError(`${path}: ${what}.`)
  }
  const { columns } = table
  if (columns.length === 0) {
    const { line, fault } = firstRows[0]!
    throw new UserFacingError(`${path}, ${table.unit} ${line}: ${fault ?? 'the record is empty'}.`)
  }
  const chosen = kind ?? shape.kind ?? guessKind(path, columns, map)
  checkGivenMap(path, chosen, columns, map)
  const mapping = new Mapping(chosen, columns, map)
  requireFields(path, mapping, REQUIRED[chosen])
  return { path, bytes: (await stat(path)).size, shape, kind: chosen, mapping, firstRows }
}

/** The first piece that has rows, and more until there are a few; ends the reading. */
async function readFirstRows(pieces: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const piece of pieces) if (rows.push(...piece) >= FIRST_ROWS) break
  return rows
}

function checkMapIsUsed(files: readonly PlannedFile[], map: GivenMap = {}): void {
  for (const column of Object.keys(map)) {
    // files whose records name their own keys may have it further down
    if (
      files.some(
        ({ shape, mapping }) =>
          shape.format.startsWith('json') || mapping.columns.some((each) => each.column === column),
      )
    )
      continue
    throw new UserFacingError(
      `--map ${column}=${map[column]}: none of ${files.map(({ path }) => basename(path)).join(', ')} has a column "${column}".`,
    )
  }
}
