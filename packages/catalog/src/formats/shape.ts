import { basename } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { ARRAY_KEYS } from './json.ts'
import { guessSeparator } from './separated.ts'
import { peekBytes, peekText } from './text.ts'

/** What a file lists. */
export type Kind = 'items' | 'events' | 'users'

/** How a file is written. */
export type Shape =
  | {
      readonly format: 'separated'
      readonly name: string
      readonly separator: string
      readonly hasQuotes: boolean
      readonly columns?: readonly string[]
      readonly encoding?: string
      readonly kind?: Kind
    }
  | { readonly format: 'json-lines' | 'json' | 'parquet' | 'xml'; readonly name: string; readonly kind?: Kind }

const GENRES = (
  'unknown Action Adventure Animation Childrens Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical ' +
  'Mystery Romance Sci-Fi Thriller War Western'
).split(' ')

const movieLens = (kind: Kind, separator: string, columns: readonly string[]): Shape => ({
  format: 'separated',
  name: 'MovieLens',
  separator,
  hasQuotes: false,
  columns,
  encoding: 'windows-1252',
  kind,
})

/** Files of MovieLens 100K and 1M, which have no header. */
const MOVIELENS: Readonly<Record<string, Shape>> = {
  'u.data': movieLens('events', '\t', ['user_id', 'item_id', 'rating', 'timestamp']),
  'u.item': movieLens('items', '|', ['id', 'title', 'release_date', 'video_release_date', 'imdb_url', ...GENRES]),
  'u.user': movieLens('users', '|', ['id', 'age', 'gender', 'occupation', 'zip_code']),
  'ratings.dat': movieLens('events', '::', ['user_id', 'item_id', 'rating', 'timestamp']),
  'movies.dat': movieLens('items', '::', ['id', 'title', 'genres']),
  'users.dat': movieLens('users', '::', ['id', 'gender', 'age', 'occupation', 'zip_code']),
}

const RECBOLE: Readonly<Record<string, Kind>> = { '.inter': 'events', '.item': 'items', '.user': 'users' }

/** Extensions of files that can be imported, below an optional `.gz`. */
const KNOWN = /\.(csv|tsv|tab|txt|jsonl|ndjson|json|parquet|xml|inter|item|user|dat|data)$/

/** Texts beside a data set, and files of MovieLens that list neither items, events nor users. */
const NEITHER = /^(readme|license|copying|tags\.|genome-|allbut|mku)/

/** Whether a file of a folder looks like one to import, by its name. */
export function isImportable(file: string): boolean {
  const name = bareName(file)
  return name in MOVIELENS || (KNOWN.test(name) && !NEITHER.test(name) && !/^u\w+\.(base|test)$/.test(name))
}

/**
 * Finds out how a file is written, from its name and its first bytes.
 *
 * @throws UserFacingError when it is empty or of no known format
 */
export async function shapeOf(path: string, encoding?: string): Promise<Shape> {
  const name = bareName(path)
  if (name in MOVIELENS) return MOVIELENS[name]!
  const start = (await peekBytes(path, 4)).toString('latin1')
  if (start === '') throw new UserFacingError(`${path}: the file is empty.`)
  if (start === 'PAR1') return { format: 'parquet', name: 'Parquet' }
  const text = await peekText(path, encoding)
  const [head] = text.trimStart()
  if (head === undefined) throw new UserFacingError(`${path}: the file is empty.`)
  const extension = /\.\w+$/.exec(name)?.[0] ?? ''
  if (extension in RECBOLE) {
    return { format: 'separated', name: 'RecBole', separator: '\t', hasQuotes: false, kind: RECBOLE[extension] }
  }
  if (head === '<') return { format: 'xml', name: 'Google Merchant XML' }
  if (/^\.(json|jsonl|ndjson)$/.test(extension) || (head === '{' && extension !== '.csv'))
    return jsonShape(text, extension)
  const isTabs = extension === '.tsv' || extension === '.tab'
  const separator = isTabs ? '\t' : guessSeparator(text)
  return { format: 'separated', name: separator === '\t' ? 'TSV' : 'CSV', separator, hasQuotes: true }
}

/** Several lines that each hold an object are JSON Lines, whatever the extension says. */
function jsonShape(text: string, extension: string): Shape {
  const json: Shape = { format: 'json', name: 'JSON' }
  const lines: Shape = { format: 'json-lines', name: 'JSON Lines' }
  if (text.trimStart().startsWith('[')) return json
  const [first, second = ''] = text.trimStart().split('\n', 2)
  if (second.trimStart().startsWith('{') && first!.trimEnd().endsWith('}')) return lines
  return extension === '.json' && !isWholeRecord(text) ? json : lines
}

function isWholeRecord(text: string): boolean {
  try {
    const value = JSON.parse(text) as object
    return !Object.entries(value).some(([key, each]) => ARRAY_KEYS.test(key) && Array.isArray(each))
  } catch {
    return false
  }
}

/** The file's name in lower case, without `.gz`. */
const bareName = (path: string) => basename(path).toLowerCase().replace(/\.gz$/, '')
