import { recordInteractions } from '../services/record-interactions.ts'
import { BATCH_LIMIT } from '../limits/batch.ts'
import type { UserError } from '../errors/refusal.ts'
import { builder } from './builder.ts'
import { InteractionTypeRef } from './interaction.ts'
import { UserErrorRef } from './user-error.ts'

const InteractionInput = builder.inputType('InteractionInput', {
  description: 'Something a user did with an item.',
  fields: (t) => ({
    userId: t.string({ required: true, description: "The caller's own id of the user; an unknown user is created." }),
    itemId: t.string({ required: true, description: "The caller's own id of the item." }),
    type: t.field({ type: InteractionTypeRef, required: true, description: 'What was done.' }),
    weight: t.float({
      description: 'How much it counts, above 0; by default what its type counts. A RATING needs it.',
    }),
    occurredAt: t.field({ type: 'DateTime', description: 'When it was done; by default now.' }),
    idempotencyKey: t.string({
      description: 'A key of your choice: a second interaction with the same key changes nothing.',
    }),
  }),
})

const RecordInteractionsInput = builder.inputType('RecordInteractionsInput', {
  description: 'A batch of interactions.',
  fields: (t) => ({
    interactions: t.field({
      type: [InteractionInput],
      required: true,
      description: `The interactions, at most ${BATCH_LIMIT}.`,
    }),
  }),
})

interface RecordInteractionsPayload {
  readonly recorded: number
  readonly replayed: number
  readonly userErrors: UserError[]
}

const RecordInteractionsPayloadRef = builder
  .objectRef<RecordInteractionsPayload>('RecordInteractionsPayload')
  .implement({
    description: 'What became of a batch of interactions: rows without an error are recorded even where others failed.',
    permission: 'public',
    fields: (t) => ({
      recorded: t.exposeInt('recorded', { description: 'Number of interactions that were new.' }),
      replayed: t.exposeInt('replayed', {
        description: 'Number of interactions whose idempotency key was known: nothing changed.',
      }),
      userErrors: t.expose('userErrors', { type: [UserErrorRef], description: 'One for every row that was refused.' }),
    }),
  })

builder.mutationField('recordInteractions', (t) =>
  t.field({
    type: RecordInteractionsPayloadRef,
    permission: 'public',
    description:
      'Record what users did. Every row stands for itself; a replay with the same idempotency keys changes nothing.',
    args: { input: t.arg({ type: RecordInteractionsInput, required: true, description: 'What to record.' }) },
    complexity: 10,
    resolve: (_root, { input }, context) => recordInteractions(context, input.interactions),
  }),
)
