import { USER_ERROR_CODES, type UserError, type UserErrorCode } from '../errors/refusal.ts'
import { builder } from './builder.ts'

export const UserErrorCodeRef = builder.enumType('UserErrorCode', {
  description: 'What kind of expected failure a user error is.',
  values: Object.fromEntries(
    Object.entries(USER_ERROR_CODES).map(([code, description]) => [code, { description }]),
  ) as Record<UserErrorCode, { description: string }>,
})

export const UserErrorRef = builder.objectRef<UserError>('UserError').implement({
  description: 'An expected failure, reported as data: what was refused, why, and where in the input.',
  permission: 'public',
  fields: (t) => ({
    code: t.expose('code', { type: UserErrorCodeRef, description: 'Stable code to branch on.' }),
    message: t.exposeString('message', { description: 'One sentence for a person to read.' }),
    field: t.field({
      type: ['String'],
      nullable: true,
      description:
        'Path to the input at fault, e.g. ["interactions", "3", "itemId"]; null where it is about the whole.',
      resolve: (error) => (error.field ? [...error.field] : null),
    }),
  }),
})
