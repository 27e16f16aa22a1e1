import type { ScorePart } from './explanation.ts'

/** What a modality is to a shopper: what it says alone, and as a thing beside another. */
const IN_WORDS: Record<string, { alone: string; thing: string }> = {
  image: { alone: 'how it looks', thing: 'its picture' },
  text: { alone: 'its description', thing: 'its description' },
  audio: { alone: 'how it sounds', thing: 'its sound' },
}
/** A second part is worth a clause when it is at least this share of the largest. */
const WORTH_SAYING = 0.25
/** Below this no part says anything (scores are differences of a few tenths and more). */
const NOTHING = 1e-3

/**
 * The largest parts of a score in plain words. Negative parts speak against the item and are said so; where nothing
 * speaks for it, the sentence does not pretend.
 * @param modalities names of all modalities of the model, for what they say together
 */
export function sentenceOf(parts: readonly ScorePart[], modalities: readonly string[]): string {
  const weighty = parts
    .filter((part) => Math.abs(part.value) >= NOTHING)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const reasons = weighty.filter((part) => part.value > 0)
  const objections = weighty.filter((part) => part.value < 0)
  const words = (part: ScorePart) => wordsOf(part, modalities)
  if (weighty.length === 0) return 'It is close to your usual taste, and nothing about it stands out.'
  if (reasons.length === 0)
    return `No part of it speaks for you in particular, and ${verb(objections[0], words, 'against')}.`
  const [first, second] = reasons
  const objection = objections[0]
  const limit = Math.abs(weighty[0].value) * WORTH_SAYING
  if (objection && Math.abs(objection.value) > first.value) {
    return `Despite ${words(objection)}: ${verb(first, words, 'for')}.`
  }
  const opening = `Mostly because of ${words(first)}`
  if (objection && Math.abs(objection.value) >= limit && Math.abs(objection.value) > (second?.value ?? 0)) {
    return `${opening}, although ${verb(objection, words, 'against')}.`
  }
  return second && second.value >= limit ? `${opening}; ${verb(second, words, 'for')} too.` : `${opening}.`
}

function verb(part: ScorePart, words: (part: ScorePart) => string, side: 'for' | 'against'): string {
  return `${words(part)} ${part.kind === 'COLLABORATIVE' ? 'speak' : 'speaks'} ${side} it`
}

function wordsOf(part: ScorePart, modalities: readonly string[]): string {
  const all = modalities.map((name) => modalityWords(name).thing).join(' and ')
  switch (part.kind) {
    case 'UNIQUE':
      return modalityWords(part.modality ?? '').alone
    case 'REDUNDANT':
      return `what ${all} say alike`
    case 'SYNERGY':
      return `the way ${all} go together`
    case 'COLLABORATIVE':
      return 'the choices of shoppers like you'
    case 'RULE':
      return 'a rule of the shop'
  }
}

/** A modality of the shop's own goes by the name it was given. */
function modalityWords(name: string): { alone: string; thing: string } {
  return IN_WORDS[name] ?? { alone: `its "${name}"`, thing: `its "${name}"` }
}
