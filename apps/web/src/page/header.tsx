import Link from 'next/link'
import { shopLink } from '../shopper/link.ts'
import { Wordmark } from './wordmark.tsx'

/** The strip at the top of every page. The current shopper travels in the links. */
export function Header({ shopper, here }: { shopper?: string | null; here: 'shop' | 'admin' }) {
  const item = (name: 'shop' | 'admin', label: string, href: string) => (
    <Link
      href={href}
      prefetch={false}
      aria-current={here === name ? 'true' : undefined}
      className="inline-flex min-h-11 items-center px-2 font-medium underline-offset-8 hover:underline aria-[current]:underline"
    >
      {label}
    </Link>
  )
  return (
    <header className="mx-auto flex max-w-[82rem] items-center justify-between px-4 pt-2 sm:px-6">
      <Link
        href={shopLink('/', shopper)}
        prefetch={false}
        className="inline-flex min-h-11 items-center"
        aria-label="Trifold, to the shop"
      >
        <Wordmark />
      </Link>
      <nav aria-label="Main" className="flex gap-2">
        {item('shop', 'Shop', shopLink('/', shopper))}
        {item('admin', 'Admin', '/admin')}
      </nav>
    </header>
  )
}
