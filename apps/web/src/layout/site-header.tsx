import Link from 'next/link'
import type { ReactNode } from 'react'
import { shopLink } from '../shopper/index.ts'
import { MAIN_ID } from './focus.tsx'

/** The header of every page. Its links keep the current shopper. */
export function SiteHeader({ shopperId, section }: { shopperId?: string | null; section: 'shop' | 'admin' }) {
  const link = (name: 'shop' | 'admin', label: string, href: string) => (
    <Link
      href={href}
      prefetch={false}
      aria-current={section === name ? 'true' : undefined}
      className="inline-flex min-h-11 items-center px-2 font-medium underline-offset-8 hover:underline aria-[current]:underline"
    >
      {label}
    </Link>
  )
  return (
    <header className="mx-auto flex max-w-[82rem] items-center justify-between px-4 pt-2 sm:px-6">
      <Link
        href={shopLink('/', shopperId)}
        prefetch={false}
        className="inline-flex min-h-11 items-center"
        aria-label="Trifold, to the shop"
      >
        <Wordmark />
      </Link>
      <nav aria-label="Main" className="flex gap-2">
        {link('shop', 'Shop', shopLink('/', shopperId))}
        {link('admin', 'Admin', '/admin')}
      </nav>
    </header>
  )
}

/** The logo: three folded panels, seen from above. */
function Wordmark() {
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

/** The main content. The skip link can move focus to it. */
export function Main({ isNarrow, children }: { isNarrow?: boolean; children: ReactNode }) {
  return (
    <main
      id={MAIN_ID}
      tabIndex={-1}
      className={`mx-auto px-4 focus:outline-none ${isNarrow ? 'max-w-3xl py-16' : 'max-w-[82rem] pb-20 pt-4 sm:px-6'}`}
    >
      {children}
    </main>
  )
}
