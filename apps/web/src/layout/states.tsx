import type { ReactNode } from 'react'
import type { ApiError } from '../api/index.ts'

const HINTS: Readonly<Record<ApiError['kind'], string>> = {
  unreachable: 'It may still be starting. If it does not start, look at the terminal that runs "npm start".',
  rejected: 'The API answered with an error.',
  unauthorized: 'This needs another key than the one that was sent.',
}

/** Shown instead of data that the API did not deliver: the error and a way to retry. */
export function ErrorState({ error, retry, heading }: { error: ApiError; retry: string; heading?: 'h1' | 'h2' }) {
  return (
    <MessagePanel title={error.message} heading={heading}>
      <p className="max-w-prose">{HINTS[error.kind]}</p>
      {/* A plain link reloads the page, with or without JavaScript. */}
      <a href={retry} className="button mt-4">
        Try again
      </a>
    </MessagePanel>
  )
}

interface MessagePanelProps {
  title: string
  /** `h1` when the message is the whole page. */
  heading?: 'h1' | 'h2'
  children: ReactNode
}

/** A message in place of content: an error, an empty list, a page that does not exist. */
export function MessagePanel({ title, heading: Heading = 'h2', children }: MessagePanelProps) {
  return (
    <section className="panel border-l-8 border-line-strong px-6 py-8 sm:px-10">
      <Heading className="type-title mb-2 text-2xl">{title}</Heading>
      {children}
    </section>
  )
}

/** Shown while content loads. `className` reserves the height of that content, so that the page does not jump. */
export function LoadingState({
  children = 'Loading',
  className = 'min-h-40',
}: {
  children?: ReactNode
  className?: string
}) {
  return (
    <p role="status" className={`font-semibold text-ink-soft ${className}`}>
      {children}
    </p>
  )
}
