interface ItemPhotoProps {
  src?: string | null
  title: string
  isEager?: boolean
  /** Shows the whole photo on a phone or tablet. A panel of a wide screen is always filled. */
  isWhole?: boolean
  /** Must give the frame a size that does not depend on the photo, or the page jumps when the photo arrives. */
  className: string
}

/** A product's photo, or the first letter of its title. The alt text is empty: the title always stands beside it. */
export function ItemPhoto({ src, title, isEager, isWhole, className }: ItemPhotoProps) {
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
      loading={isEager ? 'eager' : 'lazy'}
      fetchPriority={isEager ? 'high' : undefined}
      decoding="async"
      className={`bg-line ${isWhole ? 'object-contain lg:object-cover' : 'object-cover'} ${className}`}
    />
  )
}
