import type { Explanation } from '@trifold/model'
import type { RankedList } from './ranked-lists.ts'

/** Names of the columns of parts, one `unique_` column a modality. */
export function partColumns(modalities: readonly string[]): string[] {
  return ['baseline', 'collaborative', ...modalities.map((name) => `unique_${name}`), 'redundant', 'synergy']
}

/** Values of `partColumns`, in that order. */
export function partValues(
  { baseline, collaborative, unique, redundant, synergy }: Explanation,
  modalities: readonly string[],
): number[] {
  return [baseline, collaborative, ...modalities.map((name) => unique[name] ?? 0), redundant, synergy]
}

export function csvHeader(modalities?: readonly string[]): string {
  const names = ['user', 'rank', 'item', 'score', ...(modalities ? partColumns(modalities) : [])]
  return `${names.map(quoted).join(',')}\n`
}

/** One row an entry. */
export function csvRows(lists: readonly RankedList[], modalities: readonly string[] = []): string {
  let text = ''
  for (const { user, entries } of lists) {
    const first = quoted(user)
    let rank = 0
    for (const { item, score, parts } of entries) {
      text += `${first},${++rank},${quoted(item)},${rounded(score)}`
      if (parts) for (const value of partValues(parts, modalities)) text += `,${rounded(value)}`
      text += '\n'
    }
  }
  return text
}

/** One object a user. */
export function jsonLines(lists: readonly RankedList[]): string {
  let text = ''
  for (const { user, entries } of lists) {
    const items = entries.map(({ item, score, parts }) => ({
      item,
      score: rounded(score),
      ...(parts && { parts: roundedParts(parts) }),
    }))
    text += `${JSON.stringify({ user, items })}\n`
  }
  return text
}

function roundedParts({ baseline, collaborative, unique, redundant, synergy }: Explanation) {
  return {
    baseline: rounded(baseline),
    collaborative: rounded(collaborative),
    unique: Object.fromEntries(Object.entries(unique).map(([name, value]) => [name, rounded(value)])),
    redundant: rounded(redundant),
    synergy: rounded(synergy),
  }
}

/** Nine digits give a number of single precision back exactly. */
function rounded(value: number): number {
  return Number(value.toPrecision(9))
}

/** RFC 4180, with line feeds as in other files of Unix. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
