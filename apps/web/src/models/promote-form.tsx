'use client'

import { useRouter } from 'next/navigation'
import { useActionState, useEffect, useId, useRef } from 'react'
import { FormMessage, isFocusLost, SubmitButton, useNotice } from '../layout/index.ts'
import { promote, type PromotionFeedback } from './actions.ts'

interface PromoteFormProps {
  id: string
  number: number
  isProduction: boolean
}

/** Puts a version into production. If the gate rejects it, the admin can force the promotion with a reason. */
export function PromoteForm({ id, number, isProduction }: PromoteFormProps) {
  const router = useRouter()
  const notify = useNotice()
  const reasonId = useId()
  const label = useFocusOnPromotion(isProduction)
  const [feedback, submit, isPending] = useActionState(async (last: PromotionFeedback | null, form: FormData) => {
    const next = await promote(last, form)
    if (next.tone === 'error') return next
    // The notice stays when this form disappears.
    notify(next)
    router.refresh()
    return null
  }, null)
  if (isProduction) {
    return (
      <p ref={label} tabIndex={-1} className="font-semibold">
        Serves all shoppers
      </p>
    )
  }
  return (
    <div className="grid gap-3">
      <form action={submit}>
        <input type="hidden" name="id" value={id} />
        <SubmitButton isPending={isPending} aria-label={`Promote version ${number}`}>
          Promote
        </SubmitButton>
      </form>
      <FormMessage feedback={feedback} />
      {feedback?.canForce && (
        <form action={submit} className="grid max-w-md gap-2">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="force" value="on" />
          <label htmlFor={reasonId} className="type-label font-semibold">
            Reason to promote version {number} anyway
          </label>
          <input id={reasonId} name="reason" required maxLength={300} className="field" />
          <div>
            <SubmitButton isPending={isPending}>Force</SubmitButton>
          </div>
        </form>
      )}
    </div>
  )
}

/** Moves focus to the label that replaces the focused button after a promotion. */
function useFocusOnPromotion(isProduction: boolean) {
  const label = useRef<HTMLParagraphElement>(null)
  const wasProduction = useRef(isProduction)
  useEffect(() => {
    if (isProduction && !wasProduction.current && isFocusLost()) label.current?.focus()
    wasProduction.current = isProduction
  }, [isProduction])
  return label
}
