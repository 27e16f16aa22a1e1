import type { User } from '@trifold/catalog'
import type { Context } from '../context.ts'
import { checkFirst } from '../limits/first.ts'
import { decodeCursor, encodeCursor } from '../paging/cursor.ts'
import { pageOf, type Page } from '../paging/page.ts'
import type { Identity } from './identity.ts'

export async function findUser(context: Context, identity: Identity): Promise<User | null> {
  return context.prisma.user.findUnique({ where: identity })
}

/** A page of all users in the order of their keys. */
export async function listUsers(context: Context, args: { first: number; after?: string | null }): Promise<Page<User>> {
  const first = checkFirst(args.first)
  const behind = args.after ? Number(decodeCursor('users', args.after)[0]) : 0
  const rows = await context.prisma.user.findMany({
    where: { id: { gt: behind } },
    orderBy: { id: 'asc' },
    take: first + 1,
  })
  return pageOf(rows, first, args.after, (user) => encodeCursor('users', user.id))
}

export async function countUsers(context: Context): Promise<number> {
  return context.prisma.user.count()
}
