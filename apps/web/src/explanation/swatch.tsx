import type { Ink } from './parts.ts'

/** A chip of one ink. Decoration: its label always stands beside it. */
export function Swatch({ ink, className = 'h-3.5 w-6' }: { ink: Ink; className?: string }) {
  return <span aria-hidden="true" className={`ink-swatch ink-${ink} inline-block shrink-0 ${className}`} />
}
