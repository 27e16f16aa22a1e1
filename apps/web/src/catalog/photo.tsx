/** A product's photo, or its initial in print where there is none. Empty alt text: the title always stands beside it. */
export function Photo({
  src,
  title,
  eager,
  className = '',
}: {
  src?: string | null
  title: string
  eager?: boolean
  className?: string
}) {
  if (!src) {
    return (
      <span
        aria-hidden="true"
        className={`type-display grid place-items-center bg-line-strong text-8xl text-paper ${className}`}
      >
        {Array.from(title)[0]}
      </span>
    )
  }
  return (
    <img
      src={src}
      alt=""
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      className={`bg-line object-cover ${className}`}
    />
  )
}
