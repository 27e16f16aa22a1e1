'use client'

import { useEffect, useState } from 'react'
import { hasEnded, type TrainingRun } from './run.ts'

/** How the page learns of changes: not yet, pushed, or asked for every few seconds while the stream is down. */
export type Channel = 'connecting' | 'live' | 'polling' | 'ended'

const POLL_MS = 2000
const REOPEN_MS = 5000

/** Follows a run from the state the page was rendered with. `onEnd` is called once, when it ends while being followed. */
export function useLiveRun(first: TrainingRun, onEnd: () => void): { run: TrainingRun; channel: Channel } {
  const [run, setRun] = useState(first)
  const [channel, setChannel] = useState<Exclude<Channel, 'ended'>>('connecting')
  const isOver = hasEnded(run)

  useEffect(() => {
    if (isOver) return
    return follow(first.id, setRun, setChannel)
  }, [first.id, isOver])
  useEffect(() => {
    if (isOver && !hasEnded(first)) onEnd()
    // Only the end itself matters: `first` and `onEnd` change with every render of the page.
  }, [isOver])

  return { run, channel: isOver ? 'ended' : channel }
}

/** Opens the event stream and keeps it open; polls while it is down. Returns what stops both. */
function follow(
  id: string,
  onRun: (run: TrainingRun) => void,
  onChannel: (channel: 'live' | 'polling') => void,
): () => void {
  const base = `/admin/runs/${encodeURIComponent(id)}`
  let source: EventSource | null = null
  let polls: ReturnType<typeof setInterval> | null = null
  let reopening: ReturnType<typeof setTimeout> | null = null

  const poll = (): void => {
    fetch(`${base}/state`)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then(onRun)
      .catch(() => undefined) // the next poll, or the stream, brings it
  }
  const setDown = (isDown: boolean): void => {
    onChannel(isDown ? 'polling' : 'live')
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
      // A stream that merely ended is reopened by the browser; one that was refused is not.
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
