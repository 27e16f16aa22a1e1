import { Main, MessagePanel, PageHeading, SiteHeader } from '../layout/index.ts'

export default function NotFound() {
  return (
    <>
      <SiteHeader section="shop" />
      <Main isNarrow>
        <PageHeading pageKey="not-found" className="type-display mb-6 text-5xl">
          Page not found
        </PageHeading>
        <MessagePanel title="There is nothing at this address">
          <a href="/" className="button mt-2">
            To the shop
          </a>
        </MessagePanel>
      </Main>
    </>
  )
}
