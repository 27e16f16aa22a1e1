import { allShoppers, findShopper } from '../../shopper/directory.ts'
import { searchShoppers } from '../../shopper/search.ts'

const LIMIT = 12

/** `GET /shoppers?q=ada`: shoppers for the switcher, as JSON. A whole id finds anybody, however large the catalog. */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams.get('q')?.slice(0, 100) ?? ''
  const found = searchShoppers(await allShoppers(), query, LIMIT)
  const exact = found.length === 0 && query.trim() ? await findShopper(query.trim()) : null
  return Response.json(exact ? [exact] : found)
}
