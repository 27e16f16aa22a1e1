import type { ModelVersion } from '@trifold/catalog'
import type { Context } from '../context.ts'
import { checkFirst } from '../limits/first.ts'
import { decodeCursor, encodeCursor } from '../paging/cursor.ts'
import { pageOf, type Page } from '../paging/page.ts'

/** A page of all model versions, newest first. */
export async function listModelVersions(
  context: Context,
  args: { first: number; after?: string | null },
): Promise<Page<ModelVersion>> {
  const first = checkFirst(args.first)
  const before = args.after ? Number(decodeCursor('modelVersions', args.after)[0]) : undefined
  const rows = await context.prisma.modelVersion.findMany({
    where: before === undefined ? {} : { id: { lt: before } },
    orderBy: { id: 'desc' },
    take: first + 1,
  })
  return pageOf(rows, first, args.after, (version) => encodeCursor('modelVersions', version.id))
}

export async function countModelVersions(context: Context): Promise<number> {
  return context.prisma.modelVersion.count()
}
