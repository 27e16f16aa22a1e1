'use client'

import { useActionState, useId } from 'react'
import { useRouter } from 'next/navigation'
import { useNotice } from '../page/notice.tsx'
import { type Outcome, promote } from './actions.ts'
import { OutcomeLine } from './outcome.tsx'

/** Puts a version into production. When the gate refuses, its reason is shown and the promotion can be forced with one's own. */
export function PromoteForm({ id, number }: { id: string; number: number }) {
  const router = useRouter()
  const post = useNotice()
  const reasonId = useId()
  const [outcome, send, isPending] = useActionState(async (last: Outcome | null, form: FormData) => {
    const next = await promote(last, form)
    if (next.tone === 'refused') return next
    // The board outlives this form, which goes when the version is in production.
    post({ tone: 'done', sentence: next.sentence })
    router.refresh()
    return null
  }, null)
  return (
    <div className="grid gap-3">
      <form action={send}>
        <input type="hidden" name="id" value={id} />
        <button className="button" disabled={isPending} aria-label={`Promote version ${number}`}>
          Promote
        </button>
      </form>
      <OutcomeLine outcome={outcome} />
      {outcome?.isGate && (
        <form action={send} className="grid max-w-md gap-2">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="force" value="on" />
          <label htmlFor={reasonId} className="type-label font-semibold">
            Promote version {number} all the same, because
          </label>
          <input id={reasonId} name="reason" required maxLength={300} className="field" />
          <div>
            <button className="button" disabled={isPending}>
              Force
            </button>
          </div>
        </form>
      )}
    </div>
  )
}
