import { type Item, Prisma } from '@trifold/catalog'
import type { Context } from '../context.ts'
import { requestError } from '../errors/request-error.ts'
import { checkFirst } from '../limits/first.ts'
import { decodeCursor, encodeCursor } from '../paging/cursor.ts'
import { pageOf, type Page } from '../paging/page.ts'
import type { Identity } from './identity.ts'
import { textFault } from './text.ts'

export async function findItem(context: Context, identity: Identity): Promise<Item | null> {
  return context.prisma.item.findUnique({ where: identity })
}

/** A page of the catalog in the order of the keys; `category` null or absent means all of it. */
export async function listItems(
  context: Context,
  args: { first: number; after?: string | null; category?: string | null },
): Promise<Page<Item> & { category: string | null }> {
  const first = checkFirst(args.first)
  const category = args.category ?? null
  const fault = category === null ? null : textFault(category)
  if (fault) throw requestError('BAD_USER_INPUT', `"category" ${fault}.`)
  const behind = args.after ? Number(decodeCursor('items', args.after)[0]) : 0
  const rows = await context.prisma.item.findMany({
    where: { id: { gt: behind }, ...(category === null ? {} : { category }) },
    orderBy: { id: 'asc' },
    take: first + 1,
  })
  return { ...pageOf(rows, first, args.after, (item) => encodeCursor('items', item.id)), category }
}

export async function countItems(context: Context, list: { category?: string | null }): Promise<number> {
  return context.prisma.item.count({ where: list.category ? { category: list.category } : {} })
}

/**
 * Distinct categories in alphabetical order, by hopping along the index on category from one value to the next: the
 * cost grows with the number of categories, not of items.
 */
export async function listCategories(context: Context): Promise<string[]> {
  const rows = await context.prisma.$queryRaw<{ category: string }[]>(Prisma.sql`
    with recursive hop as (
      (select category from items where category is not null order by category limit 1)
      union all
      select (select category from items where category > hop.category order by category limit 1)
      from hop where hop.category is not null
    )
    select category from hop where category is not null`)
  return rows.map((row) => row.category).sort((a, b) => a.localeCompare(b, 'en'))
}
