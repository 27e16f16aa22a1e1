import { ask } from '../api/client.ts'
import { ShopperDocument, ShoppersDocument, type ShoppersQuery } from '../gql/graphql.ts'
import { type Shopper, shopperOf, type Taste, TASTES } from './shopper.ts'

/** Shoppers that can be found by name. Any other is reached by typing the whole id. */
const MOST = 2500
const PAGE = 100
const FRESH_MS = 60_000

let kept: { readonly at: number; readonly shoppers: Promise<Shopper[]> } | null = null

/** The first shoppers of the catalog, read page by page and kept for a minute. Empty while the API does not answer. */
export function allShoppers(): Promise<Shopper[]> {
  if (!kept || Date.now() - kept.at > FRESH_MS) {
    const shoppers = readAll()
    const mine = { at: Date.now(), shoppers }
    kept = mine
    // A list that was cut short by a failure is not worth keeping.
    void shoppers.then((list) => list.length === 0 && kept === mine && (kept = null))
  }
  return kept.shoppers
}

async function readAll(): Promise<Shopper[]> {
  const shoppers: Shopper[] = []
  let after: string | null = null
  do {
    const page: ShoppersQuery['users'] | undefined = (await ask(ShoppersDocument, { first: PAGE, after })).data?.users
    if (!page) return []
    shoppers.push(...page.edges.map(({ node }) => shopperOf(node)))
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after && shoppers.length < MOST)
  return shoppers
}

/** The shopper with this very id, wherever in the catalog. */
export async function findShopper(externalId: string): Promise<Shopper | null> {
  const { data } = await ask(ShopperDocument, { externalId })
  return data?.user ? shopperOf(data.user) : null
}

/** One shopper for each taste, to compare. Empty where nobody's taste is known. */
export function oneOfEachTaste(shoppers: readonly Shopper[]): { taste: Taste; shopper: Shopper }[] {
  return TASTES.flatMap((taste) => {
    const shopper = shoppers.find((candidate) => candidate.taste === taste)
    return shopper ? [{ taste, shopper }] : []
  })
}
