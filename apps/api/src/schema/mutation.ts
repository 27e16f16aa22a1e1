import { USER_ERROR_CODES, type UserError, type UserErrorCode } from '../errors/index.ts'
import { builder } from './builder.ts'

const UserErrorCodeRef = builder.enumType('UserErrorCode', {
  description: 'The kind of a user error.',
  values: Object.fromEntries(
    Object.entries(USER_ERROR_CODES).map(([code, description]) => [code, { description }]),
  ) as Record<UserErrorCode, { description: string }>,
})

const UserErrorRef = builder.objectRef<UserError>('UserError').implement({
  description: 'An expected error, reported as data: what is wrong, and where in the input.',
  permission: 'public',
  fields: (t) => ({
    code: t.expose('code', { type: UserErrorCodeRef, description: 'Stable code for programs.' }),
    message: t.exposeString('message', { description: 'One sentence for people.' }),
    field: t.field({
      type: ['String'],
      nullable: true,
      description: 'Path to the wrong input, e.g. ["interactions", "3", "itemId"]; null if it is the whole input.',
      resolve: (error) => (error.field ? [...error.field] : null),
    }),
  }),
})

/** What the service behind a mutation returns: results beside the expected errors. */
export interface MutationResult {
  readonly userErrors: readonly UserError[]
}

/** The field `userErrors`, which every payload has. */
export function userErrors(description: string) {
  return {
    type: [UserErrorRef] as [typeof UserErrorRef],
    description,
    resolve: (result: MutationResult) => [...result.userErrors],
  }
}

/** Description of `userErrors` in the payload of a batch. */
export const ONE_ERROR_A_ROW = 'One for every row that was not stored.'
