import { createHash } from 'node:crypto'
import { EncodeError } from '../errors.ts'
import { prepareText } from '../text.ts'
import { lsaSettings, type LsaSettings } from './settings.ts'
import type { LsaState } from './state.ts'
import { chooseTerms, countWords, toSparseRows, weigh } from './terms.ts'
import { truncatedSvd, turn } from './truncated-svd.ts'

export const MAX_CHARACTERS = 8000

/**
 * Fits latent semantic analysis to the texts of a catalog. Empty texts do not count; the order does not matter.
 *
 * @example await saveLsa(await fitLsa(texts, { provider: 'lsa' }), lsaPath(settings, dataDir))
 * @throws EncodeError of code CONFIGURATION if there are too few texts, or too few different words for the dimension
 * @throws the signal's reason if it aborts
 */
export async function fitLsa(texts: Iterable<string>, input: LsaSettings, signal?: AbortSignal): Promise<LsaState> {
  const { dimension, minimumItems, maxTerms } = lsaSettings.parse(input)
  const prepared = [...texts].filter((text) => text.trim() !== '').flatMap(preparedOrNothing)
  prepared.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  if (prepared.length < minimumItems) {
    throw new EncodeError(
      'CONFIGURATION',
      `the encoder lsa needs ${minimumItems} items with a text and the catalog has ${prepared.length}: ` +
        `choose another provider, or set "minimumItems" lower and expect vectors that group little`,
    )
  }
  const documents: Map<string, number>[] = []
  for (const [i, text] of prepared.entries()) {
    if (i % 500 === 0) await turn(signal)
    documents.push(countWords(text))
  }
  const terms = chooseTerms(documents, maxTerms)
  const matrix = toSparseRows(documents.map((counts) => weigh(counts, terms)))
  const { components, found } = await truncatedSvd(matrix, terms.idf.length, dimension, signal)
  if (found < dimension) {
    throw new EncodeError(
      'CONFIGURATION',
      `the catalog's texts give the encoder lsa no more than ${found} dimensions: set "dimension" to at most that`,
    )
  }
  const fittedOn = createHash('sha256').update(prepared.join('\0')).digest('hex').slice(0, 12)
  return { terms, components, dimension, items: prepared.length, fittedOn }
}

function preparedOrNothing(text: string): string[] {
  try {
    return [prepareText(text, MAX_CHARACTERS)]
  } catch (error) {
    if (error instanceof EncodeError) return []
    throw error
  }
}
