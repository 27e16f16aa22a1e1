import { checkText, isBlank } from './text.ts'
import { BadRow } from './bad-row.ts'

/** As in the API, in characters. */
const LONGEST = 200
const SEVERAL = /\s*[|;]\s*/

/**
 * Category paths, each written `Home > Kitchen > Mugs`. Takes one path, several separated by `|` or `;`, a list of
 * either, a list of lists of levels (Amazon), or an object of levels (`{ lvl0, lvl1 }`, Algolia), whose deepest counts.
 *
 * @param isOnePath whether a flat list holds the levels of one path instead of several categories
 */
export function readCategories(value: unknown, isOnePath = false): string[] {
  const paths = pathsOf(value, isOnePath)
  for (const path of paths) {
    checkText(path, 'category')
    if (path.length > LONGEST) throw new BadRow(`the category is longer than ${LONGEST} characters`)
  }
  return [...new Set(paths)]
}

function pathsOf(value: unknown, isOnePath: boolean): string[] {
  if (isBlank(value)) return []
  if (Array.isArray(value)) {
    if (isOnePath && value.every((level) => typeof level === 'string')) return path(value)
    return value.flatMap((each) => (Array.isArray(each) ? path(each.map(String)) : pathsOf(each, false)))
  }
  if (typeof value === 'object') return pathsOf(Object.values(value as object).at(-1), false)
  const text = String(value).trim()
  const list = parsedList(text)
  if (list) return pathsOf(list, isOnePath)
  return text.split(SEVERAL).flatMap((one) => path(one.split(/\s*>\s*|\s*»\s*/)))
}

function path(levels: readonly string[]): string[] {
  const named = levels.map((level) => level.trim()).filter((level) => level !== '')
  return named.length > 0 ? [named.join(' > ')] : []
}

/** A cell of a CSV may hold a JSON list. */
function parsedList(text: string): unknown[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
