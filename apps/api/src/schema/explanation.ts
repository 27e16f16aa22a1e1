import type { ExplainedScore, ScorePart } from '../services/index.ts'
import { builder } from './builder.ts'

const ExplanationModeRef = builder.enumType('ExplanationMode', {
  description: 'How the parts of a score were measured. One explanation never mixes the two modes.',
  values: {
    OBSERVATIONAL: { description: 'By what the model expects from one modality alone: the information it carries.' },
    INTERVENTIONAL: { description: 'By masking modalities in the served model: what the served score uses.' },
  } as const,
})

const ExplanationComponentKindRef = builder.enumType('ExplanationComponentKind', {
  description: 'The kind of evidence behind a part of a score.',
  values: {
    UNIQUE: { description: 'Information in one modality alone.' },
    REDUNDANT: {
      description: 'Information that two or more modalities share: an estimate from the decoders of this model.',
    },
    SYNERGY: { description: 'Information that only the combination of modalities carries.' },
    COLLABORATIVE: { description: 'The interactions of other users.' },
  } as const,
})

const ExplanationComponentRef = builder.objectRef<ScorePart>('ExplanationComponent').implement({
  description: 'One part of a score.',
  permission: 'public',
  fields: (t) => ({
    kind: t.expose('kind', { type: ExplanationComponentKindRef, description: 'Kind of evidence.' }),
    modality: t.exposeString('modality', {
      nullable: true,
      description: 'Name of the modality of a UNIQUE part, e.g. "image"; null for other kinds.',
    }),
    value: t.exposeFloat('value', {
      description: 'What it adds to the score; negative if it counts against the item.',
    }),
  }),
})

export const ExplanationRef = builder.objectRef<ExplainedScore>('Explanation').implement({
  description: 'Why an item has its score: `baseline` and the values of `components` add up to `score`, within 1e-5.',
  permission: 'public',
  fields: (t) => ({
    score: t.exposeFloat('score', { description: 'The score of the entry.' }),
    baseline: t.exposeFloat('baseline', { description: "The mean of the user's scores over the catalog." }),
    mode: t.expose('mode', { type: ExplanationModeRef, description: 'How the parts were measured.' }),
    components: t.expose('components', {
      type: [ExplanationComponentRef],
      description: 'The parts. With `baseline` they add up to `score`, within 1e-5.',
    }),
    sentence: t.exposeString('sentence', { description: 'The largest parts in plain words, for the user.' }),
  }),
})
