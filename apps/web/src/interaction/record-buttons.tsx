'use client'

import { useRouter } from 'next/navigation'
import { useActionState } from 'react'
import { type Feedback, SubmitButton, useNotice } from '../layout/index.ts'
import type { Shopper } from '../shopper/index.ts'
import { record } from './actions.ts'
import { KINDS, type Kind } from './kinds.ts'

interface RecordButtonsProps {
  item: { externalId: string; title: string }
  shopper: Shopper
  /** The id of the list or page with the buttons; see `record`. */
  origin: string
  onRecorded: () => void
}

/** Buttons that record an interaction of the shopper with an item. The notice board shows the result. */
export function RecordButtons({ item, shopper, origin, onRecorded }: RecordButtonsProps) {
  const notify = useNotice()
  const [, submit, isPending] = useActionState(async (_: Feedback | null, form: FormData) => {
    const feedback = await record(form)
    notify(feedback)
    if (feedback.tone === 'success') onRecorded()
    return feedback
  }, null)
  return (
    <form action={submit} aria-label={`${item.title}, as ${shopper.name}`} className="flex flex-wrap gap-2">
      <input type="hidden" name="shopper" value={shopper.externalId} />
      <input type="hidden" name="name" value={shopper.name} />
      <input type="hidden" name="item" value={item.externalId} />
      <input type="hidden" name="title" value={item.title} />
      <input type="hidden" name="origin" value={origin} />
      {(Object.keys(KINDS) as Kind[]).map((kind) => (
        <SubmitButton
          key={kind}
          name="kind"
          value={kind}
          isPending={isPending}
          className={`button ${kind === 'CART' ? 'button-solid w-full sm:w-auto' : 'grow sm:grow-0'}`}
        >
          {KINDS[kind].label}
        </SubmitButton>
      ))}
    </form>
  )
}

/** The buttons on a product page. The page is read again after an interaction. */
export function PageRecordButtons(props: Omit<RecordButtonsProps, 'onRecorded'>) {
  const router = useRouter()
  return <RecordButtons {...props} onRecorded={() => router.refresh()} />
}
