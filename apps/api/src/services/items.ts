import { type Item, Prisma, type PrismaClient } from '@trifold/catalog'
import type { Context } from '../context/index.ts'
import { requestError } from '../errors/index.ts'
import { type RowReference, textError } from '../input/index.ts'
import { keysetPage, type NodeEdge, type Page, type PageArguments } from '../paging/index.ts'

/** A page of items, and the filter that `totalCount` needs. */
export interface ItemPage extends Page<NodeEdge<Item>> {
  readonly category: string | null
}

/** An item that was requested by its key and does not exist. */
export class ItemNotFound extends Error {
  override readonly name = 'ItemNotFound'
}

export async function findItem(context: Context, reference: RowReference): Promise<Item | null> {
  return context.prisma.item.findUnique({ where: reference })
}

/** The items with these keys, in the order of the keys, by one statement. */
export async function loadItems(prisma: PrismaClient, keys: readonly number[]): Promise<(Item | ItemNotFound)[]> {
  const rows = await prisma.item.findMany({ where: { id: { in: [...keys] } } })
  const byKey = new Map(rows.map((row) => [row.id, row]))
  return keys.map((key) => byKey.get(key) ?? new ItemNotFound('This item has been deleted.'))
}

/** A page of the catalog in the order of the keys; without a category, of all items. */
export async function listItems(
  { prisma }: Context,
  args: PageArguments & { readonly category?: string | null },
): Promise<ItemPage> {
  const category = args.category ?? null
  const error = category === null ? null : textError(category)
  if (error) throw requestError('BAD_USER_INPUT', `"category" ${error}.`)
  const page = await keysetPage(
    'items',
    args,
    (take, after) => {
      const where = { id: { gt: Number(after?.[0] ?? 0) }, ...ofCategory(category) }
      return prisma.item.findMany({ where, orderBy: { id: 'asc' }, take })
    },
    (item) => [item.id],
  )
  return { ...page, category }
}

export async function countItems({ prisma }: Context, category: string | null): Promise<number> {
  return prisma.item.count({ where: ofCategory(category) })
}

function ofCategory(category: string | null): Prisma.ItemWhereInput {
  return category === null ? {} : { category }
}

/**
 * Distinct categories in alphabetical order. The query jumps from value to value along the index on category.
 * Its cost grows with the number of categories, not of items.
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
