'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'

export interface Notice {
  readonly tone: 'done' | 'refused'
  readonly sentence: string
}

const Post = createContext<(notice: Notice) => void>(() => undefined)

const STAYS_MS = 8000

/** Where feedback to an action appears, and is read out. It outlives the card that caused it, which may leave the list. */
export function NoticeBoard({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<(Notice & { id: number }) | null>(null)
  const post = useCallback((next: Notice) => setNotice((last) => ({ ...next, id: (last?.id ?? 0) + 1 })), [])
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(null), STAYS_MS)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <Post value={post}>
      {children}
      <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex justify-center p-4">
        {notice && (
          <p
            key={notice.id}
            data-tone={notice.tone}
            className="pointer-events-auto max-w-xl border-l-8 border-action bg-ink px-5 py-3 font-medium text-paper shadow-lg data-[tone=refused]:border-alarm"
          >
            {notice.sentence}
          </p>
        )}
      </div>
    </Post>
  )
}

/** Puts a notice on the board. */
export function useNotice(): (notice: Notice) => void {
  return useContext(Post)
}
