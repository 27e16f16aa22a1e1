import { type Interaction, Prisma, type PrismaClient } from '@trifold/catalog'
import { checkFirst } from '../limits/first.ts'
import { decodeCursor, encodeCursor } from '../paging/cursor.ts'
import { pageOf, type Page } from '../paging/page.ts'

/** Every list begins before this: the largest time a cursor can hold. */
const END_OF_TIME = '8640000000000000'
const LARGEST_ID = String(2n ** 63n - 1n)

/** For each user a page of their interactions, newest first; one statement for all users. */
export async function loadInteractions(
  prisma: PrismaClient,
  users: readonly number[],
  args: { first: number; after?: string | null },
): Promise<Page<Interaction>[]> {
  const first = checkFirst(args.first)
  const [time, id] = args.after ? decodeCursor('interactions', args.after) : [END_OF_TIME, LARGEST_ID]
  const rows = await prisma.$queryRaw<Interaction[]>(Prisma.sql`
    select i.id, i.user_id as "userId", i.item_id as "itemId", i.type, i.weight, i.occurred_at as "occurredAt",
           i.split, i.idempotency_key as "idempotencyKey"
    from unnest(${[...users]}::int[]) as wanted(user_id)
    cross join lateral (
      select * from interactions
      where user_id = wanted.user_id
        and (occurred_at, id) < (to_timestamp(${time}::bigint / 1000.0), ${id}::bigint)
      order by occurred_at desc, id desc
      limit ${first + 1}
    ) i
    order by i.occurred_at desc, i.id desc`)
  const byUser = new Map<number, Interaction[]>(users.map((user) => [user, []]))
  for (const row of rows) byUser.get(row.userId)?.push(row)
  return users.map((user) => pageOf(byUser.get(user) ?? [], first, args.after, cursorOf))
}

function cursorOf(row: Interaction): string {
  return encodeCursor('interactions', row.occurredAt.getTime(), row.id)
}
