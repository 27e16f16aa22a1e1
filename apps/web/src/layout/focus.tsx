'use client'

import { type ButtonHTMLAttributes, type MouseEvent, type ReactNode, useEffect, useRef } from 'react'

/** The `id` of the main content, the target of the skip link. */
export const MAIN_ID = 'content'

/** True when no element has focus, for instance after the focused element was removed. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/**
 * Moves focus to the main content. A plain `#content` link would add a history entry that the router does not know:
 * Back would then change the address but not the page. Without JavaScript the plain link works.
 */
export function SkipLink() {
  const skip = (event: MouseEvent): void => {
    const main = document.getElementById(MAIN_ID)
    if (!main) return
    event.preventDefault()
    main.focus()
    main.scrollIntoView()
  }
  return (
    <a
      href={`#${MAIN_ID}`}
      onClick={skip}
      className="button button-solid absolute -top-20 left-2 z-50 focus:top-2 focus:bg-action"
    >
      Skip to the content
    </a>
  )
}

let isFirstHeading = true

interface PageHeadingProps {
  /** Identifies the content of the page. A new value means that the page shows something else. */
  pageKey: string
  className?: string
  children: ReactNode
}

/** The `h1` of a page. It takes focus when the page changes without a reload and the focused element is gone. */
export function PageHeading({ pageKey, className = '', children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shownKey = useRef<string | null>(null)
  useEffect(() => {
    if (shownKey.current === pageKey) return
    shownKey.current = pageKey
    // The browser decides where focus starts on the first page.
    if (isFirstHeading) isFirstHeading = false
    else if (isFocusLost()) heading.current?.focus({ preventScroll: true })
  }, [pageKey])
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  )
}

interface SubmitButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  isPending: boolean
}

/**
 * A button that ignores clicks while its action runs. It is not `disabled`: browsers take the focus away from a
 * disabled element, and a keyboard user would start again at the top of the page.
 */
export function SubmitButton({ isPending, onClick, className = 'button', ...rest }: SubmitButtonProps) {
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isPending) event.preventDefault()
    else onClick?.(event)
  }
  return <button {...rest} onClick={click} aria-disabled={isPending || undefined} className={className} />
}
