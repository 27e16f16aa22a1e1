import type { UserError } from '../errors/refusal.ts'
import { BATCH_LIMIT } from '../limits/batch.ts'
import { upsertItemFeatures } from '../services/upsert-item-features.ts'
import { builder } from './builder.ts'
import { UserErrorRef } from './user-error.ts'

const ItemFeatureInput = builder.inputType('ItemFeatureInput', {
  description: 'The feature vector of one item in one modality.',
  fields: (t) => ({
    itemId: t.string({ required: true, description: "The caller's own id of the item." }),
    vector: t.floatList({
      required: true,
      description: 'The vector: as long as the modality says, every value finite.',
    }),
  }),
})

const UpsertItemFeaturesInput = builder.inputType('UpsertItemFeaturesInput', {
  description: 'A batch of feature vectors of one modality.',
  fields: (t) => ({
    modality: t.string({ required: true, description: 'Name of the modality, e.g. "image".' }),
    dimension: t.int({ description: 'Length of the vectors; creates the modality where its name is new.' }),
    features: t.field({
      type: [ItemFeatureInput],
      required: true,
      description: `The vectors, at most ${BATCH_LIMIT}.`,
    }),
  }),
})

interface UpsertItemFeaturesPayload {
  readonly stored: number
  readonly userErrors: UserError[]
}

const UpsertItemFeaturesPayloadRef = builder
  .objectRef<UpsertItemFeaturesPayload>('UpsertItemFeaturesPayload')
  .implement({
    description: 'What became of a batch of vectors: rows without an error are stored even where others failed.',
    permission: 'admin',
    fields: (t) => ({
      stored: t.exposeInt('stored', { description: 'Number of vectors that were stored.' }),
      userErrors: t.expose('userErrors', { type: [UserErrorRef], description: 'One for every row that was refused.' }),
    }),
  })

builder.mutationField('upsertItemFeatures', (t) =>
  t.field({
    type: UpsertItemFeaturesPayloadRef,
    permission: 'admin',
    description:
      'Store feature vectors of items; the next training uses them. A former vector of the same item is replaced.',
    args: { input: t.arg({ type: UpsertItemFeaturesInput, required: true, description: 'What to store.' }) },
    complexity: 10,
    resolve: (_root, { input }, context) => upsertItemFeatures(context, input),
  }),
)
