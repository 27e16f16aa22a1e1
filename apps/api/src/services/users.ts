import { type Interaction, Prisma, type PrismaClient, type User } from '@trifold/catalog'
import type { Context } from '../context/index.ts'
import type { RowReference } from '../input/index.ts'
import { checkFirst } from '../limits/index.ts'
import {
  decodeCursor,
  encodeCursor,
  keysetPage,
  type NodeEdge,
  type Page,
  type PageArguments,
  pageOf,
} from '../paging/index.ts'

export async function findUser(context: Context, reference: RowReference): Promise<User | null> {
  return context.prisma.user.findUnique({ where: reference })
}

/** A page of all users in the order of their keys. */
export async function listUsers({ prisma }: Context, args: PageArguments): Promise<Page<NodeEdge<User>>> {
  return keysetPage(
    'users',
    args,
    (take, after) =>
      prisma.user.findMany({ where: { id: { gt: Number(after?.[0] ?? 0) } }, orderBy: { id: 'asc' }, take }),
    (user) => [user.id],
  )
}

export async function countUsers({ prisma }: Context): Promise<number> {
  return prisma.user.count()
}

/** Before the first interaction of every list: the largest keys that a cursor can hold. */
const LIST_START = ['8640000000000000', String(2n ** 63n - 1n)] as const

/** For each user a page of their interactions, newest first; one statement for all users. */
export async function loadInteractions(
  prisma: PrismaClient,
  users: readonly number[],
  args: PageArguments,
): Promise<Page<NodeEdge<Interaction>>[]> {
  const first = checkFirst(args.first)
  const after = args.after ? decodeCursor('interactions', args.after) : null
  const [time, id] = after ?? LIST_START
  const rows = await prisma.$queryRaw<Interaction[]>(Prisma.sql`
    select i.id, i.user_id as "userId", i.item_id as "itemId", i.type, i.weight, i.occurred_at as "occurredAt",
           i.split, i.idempotency_key as "idempotencyKey"
    from unnest(${[...users]}::int[]) as requested(user_id)
    cross join lateral (
      select * from interactions
      where user_id = requested.user_id
        and (occurred_at, id) < (to_timestamp(${time}::bigint / 1000.0), ${id}::bigint)
      order by occurred_at desc, id desc
      limit ${first + 1}
    ) i
    order by i.occurred_at desc, i.id desc`)
  const byUser = new Map<number, Interaction[]>(users.map((user) => [user, []]))
  for (const row of rows) byUser.get(row.userId)?.push(row)
  return users.map((user) => pageOf(byUser.get(user) ?? [], first, after !== null, toEdge))
}

function toEdge(node: Interaction): NodeEdge<Interaction> {
  return { cursor: encodeCursor('interactions', node.occurredAt.getTime(), node.id), node }
}
