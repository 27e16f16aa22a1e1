import Link from 'next/link'
import { ask } from '../api/client.ts'
import { SimilarItemsDocument } from '../gql/graphql.ts'
import { itemLink } from '../shopper/link.ts'
import { Photo } from './photo.tsx'

const SHOWN = 6

/** What resembles an item, by the model's item vectors. */
export async function SimilarItems({ itemId, shopper }: { itemId: string; shopper?: string | null }) {
  const { data, problem } = await ask(SimilarItemsDocument, { itemId, first: SHOWN })
  const similar = data?.similarItems
  if (!similar) return <p className="text-ink-soft">{problem?.sentence ?? 'There is no model yet that could say.'}</p>
  if (similar.edges.length === 0)
    return <p className="text-ink-soft">{similar.fallbackReason ?? 'Nothing in the shop resembles this.'}</p>
  return (
    <>
      {similar.fallbackReason && <p className="mb-4">{similar.fallbackReason}</p>}
      <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-6">
        {similar.edges.map(({ node }) => (
          <li key={node.externalId}>
            <Link href={itemLink(node.externalId, shopper)} prefetch={false} className="group block">
              <Photo src={node.imageUrl} title={node.title} className="aspect-[4/5] w-full" />
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
