import { Header } from '../page/header.tsx'
import { Message } from '../page/trouble.tsx'

export default function NotFound() {
  return (
    <>
      <Header here="shop" />
      <main id="content" className="mx-auto max-w-3xl px-4 py-16">
        <h1 className="type-display mb-6 text-5xl">Not on the shelf</h1>
        <Message title="There is nothing at this address">
          <a href="/" className="button mt-2">
            To the shop
          </a>
        </Message>
      </main>
    </>
  )
}
