import type { Ink } from './parts.ts'
import { Swatch } from './swatch.tsx'

const MEANINGS: readonly { ink: Ink; label: string; meaning: string }[] = [
  { ink: 'picture', label: 'Picture alone', meaning: 'only the photo says it' },
  { ink: 'words', label: 'Words alone', meaning: 'only the description says it' },
  { ink: 'shared', label: 'Said by both', meaning: 'photo and description agree' },
  { ink: 'synergy', label: 'Only combined', meaning: 'neither says it by itself' },
  { ink: 'collaborative', label: 'Other shoppers', meaning: 'learned from who took what' },
]

/** The five inks and what they stand for. */
export function Legend() {
  return (
    <ul className="grid gap-2.5">
      {MEANINGS.map(({ ink, label, meaning }) => (
        <li key={ink} className="grid grid-cols-[2.5rem_1fr] items-center gap-3">
          <span className="grid place-items-center bg-paper p-1">
            <Swatch ink={ink} className="h-4 w-full" />
          </span>
          <span className="type-label">
            <strong className="font-bold">{label}</strong> <span className="text-cover-soft">{meaning}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
