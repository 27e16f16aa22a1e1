import type { ScorePart } from './explanation.ts'

/** A modality in a shopper's words: alone, and as a noun beside another. */
const MODALITY_WORDS: Record<string, { alone: string; noun: string }> = {
  image: { alone: 'how it looks', noun: 'its picture' },
  text: { alone: 'its description', noun: 'its description' },
  audio: { alone: 'how it sounds', noun: 'its sound' },
}
/** A second part gets a clause if it has at least this share of the largest. */
const MENTION_SHARE = 0.25
/** Parts below this are left out: scores differ by a few tenths and more. */
const MIN_VALUE = 1e-3

/**
 * The largest parts of a score in plain words. A negative part counts against the item, and the sentence says so.
 * @param modalities names of all modalities of the model
 */
export function sentenceOf(parts: readonly ScorePart[], modalities: readonly string[]): string {
  const bySize = parts
    .filter((part) => Math.abs(part.value) >= MIN_VALUE)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const [largest] = bySize
  if (!largest) return 'It is close to your usual taste, and nothing about it stands out.'
  const [reason, secondReason] = bySize.filter((part) => part.value > 0)
  const objection = bySize.find((part) => part.value < 0)
  const words = (part: ScorePart) => wordsOf(part, modalities)
  const clause = (part: ScorePart) => {
    const verb = part.kind === 'COLLABORATIVE' ? 'count' : 'counts'
    return `${words(part)} ${verb} ${part.value > 0 ? 'for' : 'against'} it`
  }
  if (!reason) return `Nothing about it matches your taste, and ${clause(largest)}.`
  if (objection && Math.abs(objection.value) > reason.value) return `Despite ${words(objection)}: ${clause(reason)}.`
  const opening = `Mostly because of ${words(reason)}`
  const minimum = Math.abs(largest.value) * MENTION_SHARE
  const objectionSize = Math.abs(objection?.value ?? 0)
  if (objection && objectionSize >= minimum && objectionSize > (secondReason?.value ?? 0)) {
    return `${opening}, although ${clause(objection)}.`
  }
  return secondReason && secondReason.value >= minimum ? `${opening}; ${clause(secondReason)} too.` : `${opening}.`
}

function wordsOf(part: ScorePart, modalities: readonly string[]): string {
  const all = modalities.map((name) => modalityWords(name).noun).join(' and ')
  switch (part.kind) {
    case 'UNIQUE':
      return modalityWords(part.modality ?? '').alone
    case 'REDUNDANT':
      return `what ${all} have in common`
    case 'SYNERGY':
      return `the way ${all} go together`
    case 'COLLABORATIVE':
      return 'the choices of shoppers like you'
  }
}

/** A modality that the shop has added is quoted by its name. */
function modalityWords(name: string): { alone: string; noun: string } {
  return MODALITY_WORDS[name] ?? { alone: `its "${name}"`, noun: `its "${name}"` }
}
