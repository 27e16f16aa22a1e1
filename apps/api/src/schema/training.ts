import type { TrainingRun } from '@trifold/catalog'
import type { UserError } from '../errors/refusal.ts'
import { startTraining } from '../services/start-training.ts'
import { builder } from './builder.ts'
import { TrainingRunRef } from './training-run.ts'
import { UserErrorRef } from './user-error.ts'

const StartTrainingInput = builder.inputType('StartTrainingInput', {
  description: 'What to train. What is not given is the default of the model package.',
  fields: (t) => ({
    base: t.string({ defaultValue: 'vbpr', description: 'Name of the base recommender, as in `baseRecommenders`.' }),
    mrdib: t.boolean({ defaultValue: true, description: 'Whether to plug MRdIB in.' }),
    seed: t.int({ description: 'Seed of the training: the same seed on the same data gives the same model.' }),
    epochs: t.int({ description: 'The most epochs to train.' }),
    autoPromote: t.boolean({
      defaultValue: false,
      description: 'Put the result into production at once when it is not worse than what is there.',
    }),
  }),
})

interface StartTrainingPayload {
  readonly trainingRun: TrainingRun | null
  readonly userErrors: UserError[]
}

/** A refusal as a branch of its own: thrown by the resolver, turned into a member of the union by the errors plugin. */
class TrainingRefused extends Error {
  constructor(readonly userErrors: readonly UserError[]) {
    super(userErrors.map((error) => error.message).join(' '))
  }
}

builder.objectType(TrainingRefused, {
  name: 'TrainingRefused',
  description: 'Nothing was queued.',
  permission: 'admin',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'Why, for a person to read.' }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'What to mend, one by one.',
      resolve: (refused) => [...refused.userErrors],
    }),
  }),
})

const StartTrainingPayloadRef = builder.objectRef<StartTrainingPayload>('StartTrainingPayload').implement({
  description: 'The training run that was queued, or why none was.',
  permission: 'admin',
  fields: (t) => ({
    trainingRun: t.expose('trainingRun', {
      type: TrainingRunRef,
      nullable: true,
      description: 'The queued run; follow it with `trainingRunUpdated` or by its id. Null where none was queued.',
    }),
    userErrors: t.expose('userErrors', {
      type: [UserErrorRef],
      description: 'Why nothing was queued; empty where it was.',
    }),
    outcome: t.field({
      type: TrainingRunRef,
      description: 'The same as one of two types to branch on: the queued run, or the refusal.',
      errors: {
        types: [TrainingRefused],
        directResult: true,
        union: { name: 'TrainingOutcome', description: 'What became of the wish to train.' },
      },
      resolve: ({ trainingRun, userErrors }) => {
        if (!trainingRun) throw new TrainingRefused(userErrors)
        return trainingRun
      },
    }),
  }),
})

builder.mutationField('startTraining', (t) =>
  t.field({
    type: StartTrainingPayloadRef,
    permission: 'admin',
    description: 'Queue the training of a model on the catalog as it is when a worker takes it up.',
    args: { input: t.arg({ type: StartTrainingInput, required: true, description: 'What to train.' }) },
    complexity: 10,
    resolve: (_root, { input }, context) => startTraining(context, input),
  }),
)
