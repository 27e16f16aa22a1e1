import type { ReactNode } from 'react'

/** Holds the place of something that is on its way. */
export function Waiting({ children = 'Asking the model' }: { children?: ReactNode }) {
  return (
    <p role="status" className="min-h-40 font-semibold text-ink-soft">
      {children}
    </p>
  )
}
