'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { type Shopper, shopLink, shopperNote } from './shopper.ts'

/**
 * Search box for shoppers, as an ARIA combobox: arrows move, Enter chooses, Escape closes.
 * Without JavaScript it is a form that takes a shopper's id.
 */
export function ShopperSwitcher({ current }: { current: Shopper }) {
  const router = useRouter()
  const id = useId()
  const [query, setQuery] = useState<string | null>(null)
  const [found, setFound] = useState<Shopper[]>([])
  const [active, setActive] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const isOpen = query !== null

  useEffect(() => {
    if (query === null) return
    const abort = new AbortController()
    fetch(`/shoppers?q=${encodeURIComponent(query)}`, { signal: abort.signal })
      .then((response) => response.json())
      .then((shoppers: Shopper[]) => {
        setFound(shoppers)
        setActive(0)
      })
      .catch(() => undefined) // aborted by the next key, or offline: keep the last result
    return () => abort.abort()
  }, [query])

  const choose = (shopper: Shopper | undefined): void => {
    if (!shopper) return
    setQuery(null)
    input.current?.blur() // closes the keyboard of a phone; the new page's heading takes the focus
    router.push(shopLink('/', shopper.externalId))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setQuery(null)
    else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      choose(found[active])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) setQuery('')
      else if (found.length > 0) setActive((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length)
    }
  }

  return (
    <form
      action="/"
      role="search"
      className="relative"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setQuery(null)}
    >
      <label htmlFor={`${id}-input`} className="type-label mb-1 block font-semibold">
        Shop as someone else
      </label>
      <input
        ref={input}
        id={`${id}-input`}
        name="shopper"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        placeholder="Name, id or taste"
        className="field border-cover-soft placeholder:text-ink-soft"
        value={query ?? ''}
        onFocus={() => setQuery('')}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Shoppers"
        hidden={!isOpen}
        className="absolute inset-x-0 top-full z-30 max-h-80 overflow-y-auto border-2 border-t-0 border-ink bg-paper text-ink shadow-xl"
      >
        {found.map((shopper, index) => (
          <li
            key={shopper.externalId}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className="cursor-pointer px-3 py-2 aria-selected:bg-cover aria-selected:text-cover-ink"
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(shopper)}
          >
            <span className="font-semibold">{shopper.name}</span>
            {shopper.externalId === current.externalId && ' (now)'}
            <span className="type-label block">{shopperNote(shopper) || shopper.externalId}</span>
          </li>
        ))}
      </ul>
      <p role="status" className={isOpen && found.length === 0 ? 'type-label mt-1' : 'sr-only'}>
        {isOpen &&
          (found.length === 0 ? 'No shopper found. You can also type a whole id.' : `${found.length} shoppers found`)}
      </p>
    </form>
  )
}
