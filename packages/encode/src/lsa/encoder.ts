import { join } from 'node:path'
import { createEncoderFrom, type Encoder } from '../encoder.ts'
import { prepareText, TEXT_PREPARATION } from '../text.ts'
import { MAX_CHARACTERS } from './fit.ts'
import { fingerprintOfState, type LsaState } from './state.ts'
import { countWords, weigh } from './terms.ts'

/** Where the fitted state lies. */
export const lsaPath = (settings: { provider: 'lsa'; state?: string }, dataDir: string) =>
  settings.state ?? join(dataDir, 'lsa.safetensors')

/** Words to vectors by a fitted state; texts that came later are placed among those it was fitted on. */
export function createLsaEncoder(state: LsaState): Encoder<'text'> {
  const { terms, components, dimension, fittedOn } = state
  return createEncoderFrom({
    id: `lsa:${fittedOn}#${fingerprintOfState(state)}:float32:${TEXT_PREPARATION}-${MAX_CHARACTERS}`,
    modality: 'text',
    dimension,
    batchSize: 64,
    prepare: (text) => weigh(countWords(prepareText(text, MAX_CHARACTERS)), terms),
    run: async (rows) => {
      await new Promise(setImmediate) // all below is computed in this thread: let others have a turn
      return rows.map((row) => {
        if (row.length === 0) return 'no word of the text was in the texts that the encoder lsa was fitted on'
        const vector = new Float32Array(dimension)
        for (const [term, value] of row) {
          for (let k = 0; k < dimension; k++) vector[k]! += value * components[term * dimension + k]!
        }
        return vector
      })
    },
  })
}
