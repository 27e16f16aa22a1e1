import type { StartTrainingInput } from '../gql/graphql.ts'

/** What is trained unless another base is chosen: it says most about why. */
export const DEFAULT_BASE = 'vbpr'

/** Reads the training form. An empty number leaves the choice to the model package; a wrong one is a fault in a sentence. */
export function readTraining(form: FormData): StartTrainingInput | { fault: string } {
  const seed = whole(form.get('seed'), 'Seed', 0)
  const epochs = whole(form.get('epochs'), 'Epochs', 1)
  if (typeof seed === 'string') return { fault: seed }
  if (typeof epochs === 'string') return { fault: epochs }
  return {
    base: String(form.get('base') ?? DEFAULT_BASE),
    mrdib: form.get('mrdib') === 'on',
    autoPromote: form.get('autoPromote') === 'on',
    seed,
    epochs,
  }
}

const MOST = 2 ** 31 - 1

function whole(value: FormDataEntryValue | null, name: string, least: number): number | undefined | string {
  const text = String(value ?? '').trim()
  if (text === '') return undefined
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= MOST) return number
  return `${name} must be a whole number of at least ${least}.`
}
