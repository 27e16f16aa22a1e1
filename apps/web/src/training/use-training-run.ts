'use client'

import { useEffect, useState } from 'react'
import { hasEnded, type TrainingRun } from './training-run.ts'

/** How the page gets updates: by the event stream (`live`), or by polling while the stream is down. */
export type Connection = 'connecting' | 'live' | 'polling' | 'ended'

const POLL_MS = 2000
const REOPEN_MS = 5000

/** Follows a run from its state `first`. Calls `onEnd` once when the run ends while the page is open. */
export function useTrainingRun(first: TrainingRun, onEnd: () => void): { run: TrainingRun; connection: Connection } {
  const [run, setRun] = useState(first)
  const [connection, setConnection] = useState<Exclude<Connection, 'ended'>>('connecting')
  const isOver = hasEnded(run)

  useEffect(() => {
    if (isOver) return
    return follow(first.id, setRun, setConnection)
  }, [first.id, isOver])
  useEffect(() => {
    if (isOver && !hasEnded(first)) onEnd()
    // Depends on the end alone: `first` and `onEnd` are new in every render.
  }, [isOver])

  return { run, connection: isOver ? 'ended' : connection }
}

/** Keeps an event stream open and polls while it is down. Returns a function that stops both. */
function follow(
  id: string,
  onRun: (run: TrainingRun) => void,
  onConnection: (channel: 'live' | 'polling') => void,
): () => void {
  const base = `/admin/runs/${encodeURIComponent(id)}`
  let source: EventSource | null = null
  let polls: ReturnType<typeof setInterval> | null = null
  let reopening: ReturnType<typeof setTimeout> | null = null

  const poll = (): void => {
    fetch(`${base}/state`)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then(onRun)
      .catch(() => undefined) // the next poll or the stream repeats it
  }
  const setDown = (isDown: boolean): void => {
    onConnection(isDown ? 'polling' : 'live')
    if (isDown) polls ??= setInterval(poll, POLL_MS)
    else if (polls) {
      clearInterval(polls)
      polls = null
    }
  }
  const open = (): void => {
    source = new EventSource(`${base}/events`)
    source.onmessage = ({ data }) => {
      setDown(false)
      onRun(JSON.parse(data) as TrainingRun)
    }
    source.onerror = () => {
      setDown(true)
      // The browser reopens a stream that ended, but not one that the server rejected.
      if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS)
    }
  }
  open()
  return () => {
    source?.close()
    if (polls) clearInterval(polls)
    if (reopening) clearTimeout(reopening)
  }
}
