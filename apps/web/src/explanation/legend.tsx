import type { Ink } from './parts.ts'

/** A small sample of one ink. Hidden from screen readers: a label always stands beside it. */
export function Swatch({ ink, className = 'h-3.5 w-6' }: { ink: Ink; className?: string }) {
  return <span aria-hidden="true" className={`ink-swatch ink-${ink} inline-block shrink-0 ${className}`} />
}

const MEANINGS: readonly { ink: Ink; label: string; meaning: string }[] = [
  { ink: 'picture', label: 'Picture alone', meaning: 'what only the photo shows' },
  { ink: 'words', label: 'Words alone', meaning: 'what only the description states' },
  { ink: 'shared', label: 'Agreement', meaning: 'picture and words agree' },
  { ink: 'synergy', label: 'Combination', meaning: 'only picture and words together' },
  { ink: 'collaborative', label: 'Other shoppers', meaning: 'what other shoppers chose' },
]

/** The five inks and their meanings, on the cover. */
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
