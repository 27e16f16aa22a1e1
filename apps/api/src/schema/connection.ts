import { MAX_FIRST } from '../limits/first.ts'
import { builder } from './builder.ts'

/** `first`, mandatory on every connection. */
export const firstArgument = builder.args((t) => ({
  first: t.int({ required: true, description: `How many entries to return, 1 to ${MAX_FIRST}.` }),
}))

/** `first` and `after`: the arguments of every connection that can be paged. */
export const pageArguments = builder.args((t) => ({
  first: t.int({ required: true, description: `How many entries to return, 1 to ${MAX_FIRST}.` }),
  after: t.string({ description: 'Cursor of the entry to go on behind; omit it for the first page.' }),
}))

/** An object by its global id or by the caller's own id. */
export const identityArguments = builder.args((t) => ({
  id: t.id({ description: 'Global id. Give this or `externalId`.' }),
  externalId: t.string({ description: "The caller's own id. Give this or `id`." }),
}))
