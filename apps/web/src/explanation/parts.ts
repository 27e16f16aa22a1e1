/** How a part is drawn: each ink has its own colour and pattern, the same on every page. */
export type Ink = 'picture' | 'words' | 'sound' | 'other' | 'shared' | 'synergy' | 'collaborative' | 'rule'

/** The kinds of the API's `ExplanationComponentKind`. */
export type PartKind = 'UNIQUE' | 'REDUNDANT' | 'SYNERGY' | 'COLLABORATIVE' | 'RULE'

export interface Component {
  readonly kind: PartKind
  readonly modality?: string | null
  readonly value: number
}

/** One part of a score with its label for the shopper. */
export interface Part {
  readonly ink: Ink
  readonly label: string
  readonly value: number
}

const MODALITIES: Readonly<Record<string, { ink: Ink; label: string }>> = {
  image: { ink: 'picture', label: 'Picture alone' },
  visual: { ink: 'picture', label: 'Picture alone' },
  text: { ink: 'words', label: 'Words alone' },
  textual: { ink: 'words', label: 'Words alone' },
  audio: { ink: 'sound', label: 'Sound alone' },
}

const KINDS: Readonly<Record<Exclude<PartKind, 'UNIQUE'>, { ink: Ink; label: string }>> = {
  REDUNDANT: { ink: 'shared', label: 'Agreement' },
  SYNERGY: { ink: 'synergy', label: 'Combination' },
  COLLABORATIVE: { ink: 'collaborative', label: 'Other shoppers' },
  RULE: { ink: 'rule', label: 'Shop rule' },
}

/** The order of the parts, the same on every page. */
const ORDER: readonly Ink[] = ['picture', 'words', 'sound', 'other', 'shared', 'synergy', 'collaborative', 'rule']

/** The parts of an explanation in display order. The values do not change, so they still add up to the score. */
export function partsOf(components: readonly Component[]): Part[] {
  const parts = components.map(({ kind, modality, value }) => ({ ...partNameOf(kind, modality ?? ''), value }))
  return parts.sort((a, b) => ORDER.indexOf(a.ink) - ORDER.indexOf(b.ink))
}

function partNameOf(kind: PartKind, modality: string): { ink: Ink; label: string } {
  if (kind !== 'UNIQUE') return KINDS[kind]
  return MODALITIES[modality.toLowerCase()] ?? { ink: 'other', label: `${capital(modality || 'one modality')} alone` }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
