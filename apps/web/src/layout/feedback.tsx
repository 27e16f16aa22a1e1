'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'

/** The result of an action, as one sentence for the visitor. */
export interface Feedback {
  readonly tone: 'success' | 'error'
  readonly message: string
}

const NoticeContext = createContext<(feedback: Feedback) => void>(() => undefined)

const NOTICE_MS = 8000

/** Shows notices at the bottom of the page. A notice stays when the card that caused it leaves the list. */
export function NoticeBoard({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<(Feedback & { id: number }) | null>(null)
  const show = useCallback((next: Feedback) => setNotice((last) => ({ ...next, id: (last?.id ?? 0) + 1 })), [])
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(null), NOTICE_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <NoticeContext value={show}>
      {children}
      <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex justify-center p-4">
        {notice && (
          <p
            key={notice.id}
            data-tone={notice.tone}
            className="pointer-events-auto max-w-xl border-l-8 border-action bg-ink px-5 py-3 font-medium text-paper shadow-lg data-[tone=error]:border-alarm"
          >
            {notice.message}
          </p>
        )}
      </div>
    </NoticeContext>
  )
}

/** Returns the function that shows a notice. */
export function useNotice(): (feedback: Feedback) => void {
  return useContext(NoticeContext)
}

/** The result of a form, below the form. Screen readers announce it. */
export function FormMessage({ feedback }: { feedback: Feedback | null }) {
  return (
    <div role="status">
      {feedback && (
        <p
          data-tone={feedback.tone}
          className="border-l-4 border-action py-1 pl-3 font-medium data-[tone=error]:border-alarm data-[tone=error]:text-alarm"
        >
          {feedback.message}
        </p>
      )}
    </div>
  )
}
