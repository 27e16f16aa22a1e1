import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache, Suspense } from 'react'
import { ask } from '../../../api/client.ts'
import { detailsOf } from '../../../catalog/attributes.ts'
import { Facts } from '../../../catalog/facts.tsx'
import { Photo } from '../../../catalog/photo.tsx'
import { SimilarItems } from '../../../catalog/similar.tsx'
import { ItemPageDocument } from '../../../gql/graphql.ts'
import { PageButtons } from '../../../interaction/page-buttons.tsx'
import { Header } from '../../../page/header.tsx'
import { Trouble } from '../../../page/trouble.tsx'
import { Waiting } from '../../../page/waiting.tsx'
import { ItemReason } from '../../../recommendation/item-reason.tsx'
import { findShopper } from '../../../shopper/directory.ts'
import { itemLink } from '../../../shopper/link.ts'

interface ItemPageProps {
  params: Promise<{ externalId: string }>
  searchParams: Promise<{ shopper?: string | string[] }>
}

const loadItem = cache(async (externalId: string) => ask(ItemPageDocument, { externalId }))

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const { data } = await loadItem(decodeURIComponent((await params).externalId))
  return { title: data?.item?.title ?? 'Item' }
}

export default async function ItemPage({ params, searchParams }: ItemPageProps) {
  const externalId = decodeURIComponent((await params).externalId)
  const asked = (await searchParams).shopper
  const [{ data, problem }, shopper] = await Promise.all([
    loadItem(externalId),
    typeof asked === 'string' ? findShopper(asked) : null,
  ])
  const item = data?.item
  if (!item && !problem) notFound()
  return (
    <>
      <Header shopper={shopper?.externalId} here="shop" />
      <main id="content" className="mx-auto max-w-[82rem] px-4 pb-20 pt-4 sm:px-6">
        {item ? (
          <>
            <article className="leaflet">
              <figure className="panel">
                <div className="bleed lg:absolute lg:inset-0">
                  <Photo src={item.imageUrl} title={item.title} eager className="w-full lg:h-full" />
                </div>
              </figure>
              <div className="panel flex flex-col gap-5 px-5 py-6 sm:px-7 lg:min-h-[34rem] lg:py-10">
                <h1 className="type-display text-4xl [overflow-wrap:anywhere]">{item.title}</h1>
                {item.price && <p className="figures -mt-2 text-2xl">{item.price.formatted}</p>}
                <p className="max-w-[52ch]">{item.description}</p>
                <Facts item={item} details={detailsOf(item.attributes, item.imageUrl)} />
                {shopper && (
                  <div className="mt-auto">
                    <PageButtons item={item} shopper={shopper} origin={`item:${crypto.randomUUID()}`} />
                  </div>
                )}
              </div>
              <div className="panel px-5 py-6 sm:px-7 lg:py-10">
                {shopper ? (
                  <Suspense fallback={<Waiting />}>
                    <ItemReason item={externalId} shopper={shopper} />
                  </Suspense>
                ) : (
                  <p>
                    <a href="/" className="font-semibold text-action underline underline-offset-4">
                      Choose a shopper
                    </a>{' '}
                    to see why this would be recommended to them.
                  </p>
                )}
              </div>
            </article>
            <section aria-labelledby="similar" className="mt-14">
              <h2 id="similar" className="type-title mb-5 text-3xl">
                Similar items
              </h2>
              <Suspense fallback={<Waiting />}>
                <SimilarItems itemId={item.id} shopper={shopper?.externalId} />
              </Suspense>
            </section>
          </>
        ) : (
          problem && (
            <Trouble
              problem={problem}
              retry={itemLink(externalId, typeof asked === 'string' ? asked : null)}
              heading="h1"
            />
          )
        )}
      </main>
    </>
  )
}
