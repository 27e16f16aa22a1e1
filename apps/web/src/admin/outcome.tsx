import type { Outcome } from './actions.ts'

/** What came of a form, read out when it appears. */
export function OutcomeLine({ outcome }: { outcome: Outcome | null }) {
  return (
    <div role="status">
      {outcome && (
        <p
          data-tone={outcome.tone}
          className="border-l-4 border-action py-1 pl-3 font-medium data-[tone=refused]:border-alarm data-[tone=refused]:text-alarm"
        >
          {outcome.sentence}
        </p>
      )}
    </div>
  )
}
