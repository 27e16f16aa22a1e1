import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { cache, Suspense } from 'react'
import { ask, graphql } from '../../../api/index.ts'
import { detailsOf, ItemFacts, ItemPhoto, SimilarItems } from '../../../catalog/index.ts'
import { PageRecordButtons } from '../../../interaction/index.ts'
import {
  ErrorState,
  FoldedPanel,
  FoldedSheet,
  LoadingState,
  Main,
  PageHeading,
  SiteHeader,
} from '../../../layout/index.ts'
import { ItemReason } from '../../../recommendation/index.ts'
import { findShopper, itemLink } from '../../../shopper/index.ts'

const ITEM = graphql(/* GraphQL */ `
  query ItemPage($externalId: String!) {
    item(externalId: $externalId) {
      id
      externalId
      title
      description
      category
      imageUrl
      stock
      isAvailable
      attributes
      price {
        formatted
      }
    }
  }
`)

interface ItemPageProps {
  params: Promise<{ externalId: string }>
  searchParams: Promise<{ shopper?: string | string[] }>
}

const readItem = cache(async (externalId: string) => ask(ITEM, { externalId }))

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const { data } = await readItem(decodeURIComponent((await params).externalId))
  return { title: data?.item?.title ?? 'Item' }
}

export default async function ItemPage({ params, searchParams }: ItemPageProps) {
  const externalId = decodeURIComponent((await params).externalId)
  const { shopper: parameter } = await searchParams
  const shopperId = typeof parameter === 'string' ? parameter : null
  const [{ data, error }, shopper] = await Promise.all([
    readItem(externalId),
    shopperId ? findShopper(shopperId) : null,
  ])
  const item = data?.item
  if (!item && !error) notFound()
  return (
    <>
      <SiteHeader shopperId={shopper?.externalId} section="shop" />
      <Main>
        {item ? (
          <>
            <FoldedSheet as="article">
              <FoldedPanel as="figure">
                <div className="bleed lg:absolute lg:inset-0">
                  <ItemPhoto
                    src={item.imageUrl}
                    title={item.title}
                    isEager
                    isWhole
                    className="aspect-[4/3] w-full lg:aspect-auto lg:h-full"
                  />
                </div>
              </FoldedPanel>
              <FoldedPanel className="flex flex-col gap-5 px-5 py-6 sm:px-7 lg:min-h-[34rem] lg:py-10">
                <PageHeading pageKey={item.externalId} className="type-display text-4xl [overflow-wrap:anywhere]">
                  {item.title}
                </PageHeading>
                {item.price && <p className="figures -mt-2 text-2xl">{item.price.formatted}</p>}
                <p className="max-w-[52ch]">{item.description}</p>
                <ItemFacts item={item} details={detailsOf(item.attributes, item.imageUrl)} />
                {shopper && (
                  <div className="mt-auto">
                    <PageRecordButtons item={item} shopper={shopper} origin={`item:${crypto.randomUUID()}`} />
                  </div>
                )}
              </FoldedPanel>
              <FoldedPanel className="px-5 py-6 sm:px-7 lg:py-10">
                {shopper ? (
                  // No Suspense: a reason that arrives late would move the similar items below it.
                  <ItemReason item={externalId} shopper={shopper} />
                ) : (
                  <p>
                    <Link href="/" prefetch={false} className="font-semibold text-action underline underline-offset-4">
                      Choose a shopper
                    </Link>{' '}
                    to see the reasons for this item.
                  </p>
                )}
              </FoldedPanel>
            </FoldedSheet>
            <section aria-labelledby="similar" className="mt-14">
              <h2 id="similar" className="type-title mb-5 text-3xl">
                Similar items
              </h2>
              <Suspense fallback={<LoadingState />}>
                <SimilarItems itemId={item.id} shopperId={shopper?.externalId} />
              </Suspense>
            </section>
          </>
        ) : (
          error && <ErrorState error={error} retry={itemLink(externalId, shopperId)} heading="h1" />
        )}
      </Main>
    </>
  )
}
