/** The fold as a mark: three panels, seen from above. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 24 20" width="26" height="22" aria-hidden="true">
        <path d="M1 1l7 3v14l-7-3z" fill="currentColor" opacity="0.95" />
        <path d="M8 4l7-3v14l-7 3z" fill="currentColor" opacity="0.55" />
        <path d="M15 1l8 3v14l-8-3z" fill="currentColor" opacity="0.8" />
      </svg>
      <span className="type-title text-xl">Trifold</span>
    </span>
  )
}
