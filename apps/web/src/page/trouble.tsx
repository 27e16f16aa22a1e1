import type { ReactNode } from 'react'
import type { Problem } from '../api/problem.ts'

const HINTS: Readonly<Record<Problem['kind'], string>> = {
  unreachable: 'It may still be starting. If it does not come up, look at the terminal that runs "npm start".',
  refused: 'It answered, but could not do this.',
  unauthorized: 'This needs another key than the one that was sent.',
}

/** What is shown instead of something the API did not deliver: what happened, and what to do. */
export function Trouble({ problem, retry, heading }: { problem: Problem; retry: string; heading?: 'h1' | 'h2' }) {
  return (
    <Message title={problem.sentence} heading={heading}>
      <p className="max-w-prose">{HINTS[problem.kind]}</p>
      {/* A plain link on purpose: it asks the server again, with or without JavaScript. */}
      <a href={retry} className="button mt-4">
        Try again
      </a>
    </Message>
  )
}

interface MessageProps {
  title: string
  /** `h1` where the message is the whole page. */
  heading?: 'h1' | 'h2'
  children: ReactNode
}

/** An error, an empty list, a page that does not exist. */
export function Message({ title, heading: Heading = 'h2', children }: MessageProps) {
  return (
    <section className="panel border-l-8 border-line-strong px-6 py-8 sm:px-10">
      <Heading className="type-title mb-2 text-2xl">{title}</Heading>
      {children}
    </section>
  )
}
