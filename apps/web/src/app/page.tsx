import { Suspense } from 'react'
import { ErrorState, Main, MessagePanel, SiteHeader } from '../layout/index.ts'
import { ListSkeleton, newList, RecommendationListView, ShopperHeader } from '../recommendation/index.ts'
import { checkShoppers, findShopper, firstShoppers, oneOfEachTaste, shopLink, type Shopper } from '../shopper/index.ts'

export default async function HomePage({ searchParams }: { searchParams: Promise<{ shopper?: string | string[] }> }) {
  const { shopper: parameter } = await searchParams
  const shopperId = typeof parameter === 'string' && parameter !== '' ? parameter : null
  const [shoppers, found] = await Promise.all([firstShoppers(), shopperId ? findShopper(shopperId) : null])
  const shopper = shopperId ? found : (shoppers[0] ?? null)
  return (
    <>
      <SiteHeader shopperId={shopper?.externalId} section="shop" />
      <Main>
        {shopper ? (
          <>
            <ShopperHeader shopper={shopper} examples={oneOfEachTaste(shoppers)} />
            <Suspense key={shopper.externalId} fallback={<ListSkeleton />}>
              <Recommendations shopper={shopper} />
            </Suspense>
          </>
        ) : (
          <NoShopper shopperId={shopperId} />
        )}
      </Main>
    </>
  )
}

async function Recommendations({ shopper }: { shopper: Shopper }) {
  const { data, error } = await newList(shopper.externalId)
  if (data) return <RecommendationListView key={data.recommendationId} first={data} shopper={shopper} />
  const noList = { kind: 'rejected', code: null, message: 'There is no list for this shopper.' } as const
  return <ErrorState error={error ?? noList} retry={shopLink('/', shopper.externalId)} />
}

/** There is no shopper: the API is down, the catalog is empty, or the id is unknown. */
async function NoShopper({ shopperId }: { shopperId: string | null }) {
  const { hasShoppers, error } = await checkShoppers()
  if (hasShoppers === null && error) return <ErrorState error={error} retry={shopLink('/', shopperId)} heading="h1" />
  if (shopperId && hasShoppers) {
    return (
      <MessagePanel title={`No shopper has the id ${shopperId}`} heading="h1">
        <a className="button mt-2" href="/">
          Choose another shopper
        </a>
      </MessagePanel>
    )
  }
  return (
    <MessagePanel title="This catalog has no shoppers yet" heading="h1">
      <p>Import some with &ldquo;npm run trifold -- import --from DIR&rdquo;, or record an interaction with the API.</p>
    </MessagePanel>
  )
}
