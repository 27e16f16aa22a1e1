import { type ModelVersion, productionModel } from '@trifold/catalog'
import type { UserError } from '../errors/refusal.ts'
import { promote } from '../services/promote-model-version.ts'
import { builder } from './builder.ts'
import { ModelVersionRef } from './model-version.ts'
import { UserErrorCodeRef, UserErrorRef } from './user-error.ts'

const PromoteModelVersionInput = builder.inputType('PromoteModelVersionInput', {
  description: 'Which model version to put into production.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the model version.' }),
    force: t.boolean({
      defaultValue: false,
      description: 'Promote it even where it is worse than what is in production.',
    }),
    reason: t.string({ description: 'Why; needed with `force`, and kept with the version.' }),
  }),
})

interface PromoteModelVersionPayload {
  readonly modelVersion: ModelVersion | null
  readonly userErrors: UserError[]
}

/** A refusal as a branch of its own: thrown by the resolver, turned into a member of the union by the errors plugin. */
class PromotionRefused extends Error {
  constructor(readonly userError: UserError) {
    super(userError.message)
  }
}

builder.objectType(PromotionRefused, {
  name: 'PromotionRefused',
  description: 'Nothing was promoted.',
  permission: 'admin',
  fields: (t) => ({
    code: t.field({
      type: UserErrorCodeRef,
      description: 'Stable code to branch on.',
      resolve: ({ userError }) => userError.code,
    }),
    message: t.exposeString('message', { description: 'Why, in one sentence for a person to read.' }),
    inProduction: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'The version that stays in production, to compare with; null where none is.',
      resolve: (_refused, _args, context) => productionModel(context.prisma),
    }),
  }),
})

const PromoteModelVersionPayloadRef = builder
  .objectRef<PromoteModelVersionPayload>('PromoteModelVersionPayload')
  .implement({
    description: 'The model version that went into production, or why none did.',
    permission: 'admin',
    fields: (t) => ({
      modelVersion: t.expose('modelVersion', {
        type: ModelVersionRef,
        nullable: true,
        description: 'The version now in production; null where nothing was promoted.',
      }),
      userErrors: t.expose('userErrors', {
        type: [UserErrorRef],
        description: 'Why nothing was promoted; empty where it was.',
      }),
      outcome: t.field({
        type: ModelVersionRef,
        description: 'The same as one of two types to branch on: the version in production, or the refusal.',
        errors: {
          types: [PromotionRefused],
          directResult: true,
          union: { name: 'PromotionOutcome', description: 'What became of a promotion.' },
        },
        resolve: ({ modelVersion, userErrors }) => {
          if (!modelVersion) throw new PromotionRefused(userErrors[0])
          return modelVersion
        },
      }),
    }),
  })

builder.mutationField('promoteModelVersion', (t) =>
  t.field({
    type: PromoteModelVersionPayloadRef,
    permission: 'admin',
    description:
      'Put a model version into production, in one transaction; every API process serves it within two seconds. ' +
      'Refused where it is worse than what is there, unless forced. Promoting a retired version is how to roll back.',
    args: { input: t.arg({ type: PromoteModelVersionInput, required: true, description: 'What to promote.' }) },
    complexity: 10,
    resolve: (_root, { input }, context) => promote(context, input),
  }),
)
