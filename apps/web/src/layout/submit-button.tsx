'use client'

import type { ButtonHTMLAttributes, MouseEvent } from 'react'

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
