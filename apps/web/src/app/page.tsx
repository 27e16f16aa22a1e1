import { Suspense } from 'react'
import { ask } from '../api/client.ts'
import { ShoppersDocument } from '../gql/graphql.ts'
import { Header } from '../page/header.tsx'
import { Message, Trouble } from '../page/trouble.tsx'
import { Cover } from '../recommendation/cover.tsx'
import { newList } from '../recommendation/actions.ts'
import { ListSkeleton } from '../recommendation/skeleton.tsx'
import { ListView } from '../recommendation/list-view.tsx'
import { allShoppers, findShopper, oneOfEachTaste } from '../shopper/directory.ts'
import { shopLink } from '../shopper/link.ts'
import type { Shopper } from '../shopper/shopper.ts'

export default async function HomePage({ searchParams }: { searchParams: Promise<{ shopper?: string | string[] }> }) {
  const { shopper: asked } = await searchParams
  const shoppers = await allShoppers()
  const wanted = typeof asked === 'string' && asked !== '' ? asked : null
  const shopper = wanted ? await findShopper(wanted) : (shoppers[0] ?? null)
  return (
    <>
      <Header shopper={shopper?.externalId} here="shop" />
      <main id="content" className="mx-auto max-w-[82rem] px-4 pb-20 pt-4 sm:px-6">
        {shopper ? (
          <>
            <Cover shopper={shopper} examples={oneOfEachTaste(shoppers)} />
            <Suspense key={shopper.externalId} fallback={<ListSkeleton />}>
              <Recommendations shopper={shopper} />
            </Suspense>
          </>
        ) : (
          <NoShopper wanted={wanted} />
        )}
      </main>
    </>
  )
}

async function Recommendations({ shopper }: { shopper: Shopper }) {
  const { data, problem } = await newList(shopper.externalId)
  if (data) return <ListView key={data.recommendationId} first={data} shopper={shopper} />
  const unexplained = { kind: 'refused', code: null, sentence: 'There is no list for this shopper.' } as const
  return <Trouble problem={problem ?? unexplained} retry={shopLink('/', shopper.externalId)} />
}

/** Nobody to shop as: the API is down, the catalog is empty, or the address names somebody it does not know. */
async function NoShopper({ wanted }: { wanted: string | null }) {
  const { data, problem } = await ask(ShoppersDocument, { first: 1 })
  if (!data && problem) return <Trouble problem={problem} retry={shopLink('/', wanted)} heading="h1" />
  if (wanted && data?.users.edges.length) {
    return (
      <Message title={`No shopper has the id ${wanted}`} heading="h1">
        <a className="button mt-2" href="/">
          Shop as somebody else
        </a>
      </Message>
    )
  }
  return (
    <Message title="This catalog has no shoppers yet" heading="h1">
      <p>
        Import some with &ldquo;npm run trifold -- import --from DIR&rdquo;, or record an interaction through the API.
      </p>
    </Message>
  )
}
