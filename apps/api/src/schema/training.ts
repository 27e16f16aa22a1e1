import type { InputFieldRef } from '@pothos/core'
import { fitSettings, RECOMMENDERS, type RecommenderKind } from '@trifold/model'
import { z } from 'zod'
import { startTraining } from '../services/index.ts'
import { builder } from './builder.ts'
import { userErrors } from './mutation.ts'
import { TrainingRunRef } from './training-run.ts'

const BaseRecommenderRef = builder.objectRef<RecommenderKind>('BaseRecommender').implement({
  description: 'A recommender that can be trained.',
  permission: 'public',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Value of `base` in `startTraining`.' }),
    summary: t.exposeString('summary', { description: 'One sentence about it.' }),
    canCarryMrdib: t.exposeBoolean('carriesMrdib', {
      description: 'Whether MRdIB can be attached. Without MRdIB a model explains its scores by ids alone.',
    }),
    isBaseline: t.exposeBoolean('isBaseline', {
      description: 'Whether it is computed in closed form, without training.',
    }),
  }),
})

builder.queryField('baseRecommenders', (t) =>
  t.field({
    type: [BaseRecommenderRef],
    permission: 'public',
    description: 'Every recommender that this software can train.',
    resolve: () => [...RECOMMENDERS],
  }),
)

type SchemaTypes = typeof builder.$inferSchemaTypes
type SettingRef = InputFieldRef<SchemaTypes, boolean | number | string | null | undefined>

/** A setting in the JSON schema of `fitSettings`. */
const settingShape = z.object({
  type: z.enum(['string', 'boolean', 'integer', 'number']),
  description: z.string(),
  enum: z.array(z.string()).optional(),
})
const settings = z
  .object({ properties: z.record(z.string(), settingShape) })
  .parse(z.toJSONSchema(fitSettings, { io: 'input' })).properties

/** The input field of a setting, without a default of its own. */
function settingField(
  t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>,
  { type, description, enum: values }: z.output<typeof settingShape>,
): SettingRef {
  const options = { description: values ? `${description} One of: ${values.join(', ')}.` : description }
  switch (type) {
    case 'string':
      return t.string(options)
    case 'boolean':
      return t.boolean(options)
    case 'integer':
      return t.int(options)
    case 'number':
      return t.float(options)
  }
}

builder.relayMutationField(
  'startTraining',
  {
    description:
      'What to train. A setting that is omitted has the value of the version in production. ' +
      'With another base, or with MRdIB switched, it has the default of that base. ' +
      'The settings that shape explanations keep the values that the shop has changed.',
    inputFields: (t) => ({
      ...Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, settingField(t, setting)])),
      autoPromote: t.boolean({
        defaultValue: false,
        description: 'Put the result into production at once, if it is not worse than the version there.',
      }),
    }),
  },
  {
    permission: 'admin',
    description: 'Queue the training of a model. It uses the catalog as it is when a worker starts the run.',
    resolve: (_root, { input: { autoPromote, ...settings } }, context) =>
      startTraining(context, { autoPromote, settings }),
  },
  {
    description: 'The training run that was queued, or the reasons why none was.',
    permission: 'admin',
    outputFields: (t) => ({
      trainingRun: t.expose('trainingRun', {
        type: TrainingRunRef,
        nullable: true,
        description: 'The queued run; follow it by its id or with `trainingRunUpdated`. Null if none was queued.',
      }),
      userErrors: t.field(userErrors('Why nothing was queued; empty if a run was queued.')),
    }),
  },
)
