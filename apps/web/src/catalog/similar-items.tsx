import Link from 'next/link'
import { ask, graphql } from '../api/index.ts'
import { itemLink } from '../shopper/index.ts'
import { ItemPhoto } from './item-photo.tsx'

const SIMILAR_ITEMS = graphql(/* GraphQL */ `
  query SimilarItems($itemId: ID!, $first: Int!) {
    similarItems(itemId: $itemId, first: $first) {
      source
      fallbackReason
      edges {
        node {
          externalId
          title
          imageUrl
          price {
            formatted
          }
        }
      }
    }
  }
`)

const COUNT = 6

/** The items that are most similar to one item, by the model's item vectors. */
export async function SimilarItems({ itemId, shopperId }: { itemId: string; shopperId?: string | null }) {
  const { data, error } = await ask(SIMILAR_ITEMS, { itemId, first: COUNT })
  const similar = data?.similarItems
  if (!similar) return <p className="text-ink-soft">{error?.message ?? 'There is no model yet.'}</p>
  if (similar.edges.length === 0)
    return <p className="text-ink-soft">{similar.fallbackReason ?? 'There are no similar items.'}</p>
  return (
    <>
      {similar.fallbackReason && <p className="mb-4">{similar.fallbackReason}</p>}
      <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-6">
        {similar.edges.map(({ node }) => (
          <li key={node.externalId}>
            <Link href={itemLink(node.externalId, shopperId)} prefetch={false} className="group block">
              <ItemPhoto src={node.imageUrl} title={node.title} className="aspect-[4/5] w-full" />
              <span className="mt-2 block font-semibold leading-tight underline-offset-4 group-hover:underline">
                {node.title}
              </span>
              {node.price && <span className="figures type-label">{node.price.formatted}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
