// Texts as weighted words: TF-IDF with logarithmic counts, rows of length 1.

/** Rows of a sparse matrix, one after the other. */
export interface SparseRows {
  /** [rows + 1] where each row begins in `columns` and `values`. */
  starts: Int32Array
  columns: Int32Array
  values: Float64Array
}

export interface Terms {
  index: Map<string, number>
  /** Weight of each term: ln((1 + n) / (1 + documents with the term)) + 1. */
  idf: Float32Array
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' }) // it splits Chinese, Japanese and Thai, too

/** Lower-case words with their counts, in the order of their first appearance. */
export function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { segment, isWordLike } of segmenter.segment(text.normalize('NFKC').toLowerCase())) {
    if (isWordLike) counts.set(segment, (counts.get(segment) ?? 0) + 1)
  }
  return counts
}

/** Words that several documents have, and not more than half of all; the most frequent `maxTerms`, in alphabetic order. */
export function chooseTerms(documents: Map<string, number>[], maxTerms: number): Terms {
  const frequency = new Map<string, number>()
  for (const counts of documents) for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const chosen = [...frequency]
    .filter(([, count]) => count >= 2 && count <= documents.length / 2)
    .sort(([a, m], [b, n]) => n - m || compare(a, b))
    .slice(0, maxTerms)
    .sort(([a], [b]) => compare(a, b))
  return {
    index: new Map(chosen.map(([word], i) => [word, i])),
    idf: Float32Array.from(chosen, ([, count]) => Math.log((1 + documents.length) / (1 + count)) + 1),
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The terms of one document with their weights; the row has length 1, or no entries. */
export function weigh(counts: Map<string, number>, { index, idf }: Terms): [column: number, value: number][] {
  const row: [number, number][] = []
  for (const [word, count] of counts) {
    const column = index.get(word)
    if (column !== undefined) row.push([column, (1 + Math.log(count)) * idf[column]!])
  }
  const length = Math.hypot(...row.map(([, value]) => value))
  return row.map(([column, value]) => [column, value / length])
}

export function toSparseRows(rows: [column: number, value: number][][]): SparseRows {
  const starts = new Int32Array(rows.length + 1)
  for (const [i, row] of rows.entries()) starts[i + 1] = starts[i]! + row.length
  const columns = new Int32Array(starts[rows.length]!)
  const values = new Float64Array(starts[rows.length]!)
  for (const [i, row] of rows.entries()) {
    for (const [j, [column, value]] of row.entries()) {
      columns[starts[i]! + j] = column
      values[starts[i]! + j] = value
    }
  }
  return { starts, columns, values }
}
