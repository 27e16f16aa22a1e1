import type { Item, PrismaClient } from '@trifold/catalog'

/** An item that was asked for by its key and is not there. */
export class ItemGone extends Error {
  override readonly name = 'ItemGone'
}

/** Rows of the items with these keys, in their order, by one statement; `ItemGone` where there is none. */
export async function loadItems(prisma: PrismaClient, keys: readonly number[]): Promise<(Item | ItemGone)[]> {
  const rows = await prisma.item.findMany({ where: { id: { in: [...keys] } } })
  const byKey = new Map(rows.map((row) => [row.id, row]))
  return keys.map((key) => byKey.get(key) ?? new ItemGone('This item has been deleted.'))
}
