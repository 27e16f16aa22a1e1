import type { StartTrainingInput } from '../api/index.ts'

/** The base that the form selects first: MRdIB on VBPR explains best. */
export const DEFAULT_BASE = 'vbpr'

/** Reads the training form. An empty number means the default of the model; a wrong number is an error. */
export function readTrainingSettings(form: FormData): StartTrainingInput | { error: string } {
  const seed = wholeNumber(form.get('seed'), 'Seed', 0)
  const epochs = wholeNumber(form.get('epochs'), 'Epochs', 1)
  if (typeof seed === 'string') return { error: seed }
  if (typeof epochs === 'string') return { error: epochs }
  return {
    base: String(form.get('base') ?? DEFAULT_BASE),
    mrdib: form.get('mrdib') === 'on',
    autoPromote: form.get('autoPromote') === 'on',
    seed,
    epochs,
  }
}

const MAX = 2 ** 31 - 1

/** The number, undefined when empty, or an error sentence. */
function wholeNumber(value: FormDataEntryValue | null, name: string, min: number): number | undefined | string {
  const text = String(value ?? '').trim()
  if (text === '') return undefined
  const number = Number(text)
  if (Number.isInteger(number) && number >= min && number <= MAX) return number
  return `${name} must be a whole number of at least ${min}.`
}
