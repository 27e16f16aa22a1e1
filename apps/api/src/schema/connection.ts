import type { OutputType } from '@pothos/core'
import type { Context } from '../context/index.ts'
import { MAX_FIRST, perEntry, STATEMENT_COST } from '../limits/index.ts'
import { builder } from './builder.ts'

type SchemaTypes = typeof builder.$inferSchemaTypes

const first = { required: true, description: `How many entries to return, 1 to ${MAX_FIRST}.` } as const

/** `first`, required on every connection. */
export const firstArgument = builder.args((t) => ({ first: t.int(first) }))

/** `first` and `after`: the arguments of every connection with pages. */
export const pageArguments = builder.args((t) => ({
  first: t.int(first),
  after: t.string({ description: 'Cursor of the entry before the page; omit it for the first page.' }),
}))

/** What the root fields of all lists have in common. */
export const listOptions = { permission: 'public', args: pageArguments, complexity: perEntry } as const

/** An object by its global id or by the caller's own id. */
export const identityArguments = builder.args((t) => ({
  id: t.id({ description: 'Global id. Give this or `externalId`.' }),
  externalId: t.string({ description: "The caller's own id. Give this or `id`." }),
}))

interface ConnectionNames {
  /** Singular type name, e.g. "TrainingRun". */
  readonly name: string
  /** "A training run", "training runs". */
  readonly one: string
  readonly many: string
}

/**
 * The types of a list: connection and edge.
 * @param count entries of the whole list, for `totalCount`; without it the connection has no such field
 */
export function connectionOf<Type extends OutputType<SchemaTypes>>(
  type: Type,
  { name, one, many }: ConnectionNames,
  count?: (context: Context, connection: object) => Promise<number>,
) {
  return builder.connectionObject(
    {
      type,
      name: `${name}Connection`,
      description: `A page of ${many}.`,
      ...(count && {
        fields: (t) => ({
          totalCount: t.int({
            description: `Number of ${many} in the whole list; counted only if requested.`,
            complexity: STATEMENT_COST,
            resolve: (connection, _args, context) => count(context, connection),
          }),
        }),
      }),
    },
    { name: `${name}Edge`, description: `${one} of the list.` },
  )
}
