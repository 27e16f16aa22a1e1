import { ask, graphql } from '../api/index.ts'
import { type Shopper, shopperOf, type Taste, TASTES } from './shopper.ts'

const SHOPPER = graphql(/* GraphQL */ `
  query Shopper($externalId: String!) {
    user(externalId: $externalId) {
      externalId
      displayName
      attributes
    }
  }
`)

const SHOPPERS = graphql(/* GraphQL */ `
  query Shoppers($first: Int!, $after: String) {
    users(first: $first, after: $after) {
      edges {
        node {
          externalId
          displayName
          attributes
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

const PAGE = 100
/** Names that can be searched. Other shoppers are found by their whole id. */
const MAX_SEARCHABLE = 2500
const FRESH_MS = 60_000

/** The first shoppers of the catalog: one API query, at most once a minute. Empty while the API does not answer. */
export const firstShoppers = cached(async () => (await readPage(null))?.shoppers ?? null)

/** All searchable shoppers, page by page: the API has no search yet. Only the search reads them, never a page. */
const searchableShoppers = cached(async () => {
  const shoppers: Shopper[] = []
  let after: string | null = null
  do {
    const page: ShopperPage | null = await readPage(after)
    if (!page) return null
    shoppers.push(...page.shoppers)
    after = page.next
  } while (after && shoppers.length < MAX_SEARCHABLE)
  return shoppers
})

/** The shopper with exactly this id, anywhere in the catalog. */
export async function findShopper(externalId: string): Promise<Shopper | null> {
  const { data } = await ask(SHOPPER, { externalId })
  return data?.user ? shopperOf(data.user) : null
}

/** Whether the catalog has any shopper; null with the API's error when it does not answer. */
export async function checkShoppers() {
  const { data, error } = await ask(SHOPPERS, { first: 1 })
  return { hasShoppers: data ? data.users.edges.length > 0 : null, error }
}

/** Shoppers for the switcher. A whole id finds a shopper that the search by name does not reach. */
export async function searchShoppers(query: string, limit: number): Promise<Shopper[]> {
  const text = query.trim()
  if (text === '') return (await firstShoppers()).slice(0, limit)
  const found = matchShoppers(await searchableShoppers(), text, limit)
  const exact = found.length === 0 ? await findShopper(text) : null
  return exact ? [exact] : found
}

/** Shoppers whose name, id and taste contain every word of the query. Names that start with it come first. */
export function matchShoppers(shoppers: readonly Shopper[], query: string, limit: number): Shopper[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found = shoppers.filter((shopper) => {
    const text = fold(`${shopper.name} ${shopper.externalId} ${shopper.taste ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const order = (shopper: Shopper): number => (fold(shopper.name).startsWith(words[0] ?? '') ? 0 : 1)
  return found.sort((a, b) => order(a) - order(b)).slice(0, limit)
}

/** One shopper for each taste. Empty when no shopper has a known taste. */
export function oneOfEachTaste(shoppers: readonly Shopper[]): { taste: Taste; shopper: Shopper }[] {
  return TASTES.flatMap((taste) => {
    const shopper = shoppers.find((candidate) => candidate.taste === taste)
    return shopper ? [{ taste, shopper }] : []
  })
}

interface ShopperPage {
  readonly shoppers: Shopper[]
  /** The cursor of the next page; null at the end. */
  readonly next: string | null
}

/** One page of shoppers; null when the API does not answer. */
async function readPage(after: string | null): Promise<ShopperPage | null> {
  const { data } = await ask(SHOPPERS, { first: PAGE, after })
  if (!data) return null
  const { edges, pageInfo } = data.users
  return { shoppers: edges.map(({ node }) => shopperOf(node)), next: pageInfo.hasNextPage ? pageInfo.endCursor : null }
}

/**
 * Keeps a list for a minute. Later callers get the old list at once while a new one is read: only the first caller
 * waits. A failed read (null) keeps the old list, and an empty list is read again by the next caller.
 */
function cached(read: () => Promise<Shopper[] | null>): () => Promise<Shopper[]> {
  let list: { readonly readAt: number; readonly shoppers: Shopper[] } | null = null
  let reading: Promise<Shopper[]> | null = null
  const refresh = async (): Promise<Shopper[]> => {
    const shoppers = await read()
    if (shoppers) list = shoppers.length > 0 ? { readAt: Date.now(), shoppers } : null
    reading = null
    return list?.shoppers ?? []
  }
  return async () => {
    if (list && Date.now() - list.readAt < FRESH_MS) return list.shoppers
    reading ??= refresh()
    return list ? list.shoppers : reading
  }
}

/** Lower case without accents: `muller` finds `Müller`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
