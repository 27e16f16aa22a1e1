import { searchShoppers } from '../../shopper/index.ts'

const LIMIT = 12

/** `GET /shoppers?q=ada`: shoppers for the switcher, as JSON. */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams.get('q')?.slice(0, 100) ?? ''
  return Response.json(await searchShoppers(query, LIMIT))
}
