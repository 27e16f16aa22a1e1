import { UserFacingError } from '@trifold/model/errors'

/** `COLUMN=FIELD`, several of them, as an object. A column's name may hold `=`: the last one separates. */
export function parsePairs(option: string, pairs: readonly string[]): Record<string, string> {
  const parsed: Record<string, string> = {}
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=')
    if (at < 1 || at === pair.length - 1) {
      throw new UserFacingError(`${option} ${pair}: write it as ${option} NAME=MEANING.`)
    }
    parsed[pair.slice(0, at)] = pair.slice(at + 1)
  }
  return parsed
}

/** `--type` takes one type for all rows (`PURCHASE`) and what words of the file mean (`wish=LIKE`). */
export async function parseTypes(values: readonly string[]) {
  const { EVENT_TYPES, eventType } = await import('@trifold/catalog')
  const typeOf = (name: string) => {
    const type = eventType(name)
    if (!type) throw new UserFacingError(`--type ${name}: there is no such type; take ${EVENT_TYPES.join(', ')}.`)
    return type
  }
  const words = parsePairs(
    '--type',
    values.filter((value) => value.includes('=')),
  )
  const all = values.filter((value) => !value.includes('='))
  return {
    types: Object.fromEntries(Object.entries(words).map(([word, name]) => [word, typeOf(name)])),
    type: all.length > 0 ? typeOf(all[all.length - 1]!) : undefined,
  }
}
