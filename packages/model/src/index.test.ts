import { describe, expect, expectTypeOf, it } from 'vitest'
import * as model from './index.ts'
import {
  type BatchOptions,
  blend,
  type Dataset,
  EXPLANATION_MODES,
  type Explanation,
  type ExplanationMode,
  fit,
  type FitConfigInput,
  type FitOptions,
  type FitReport,
  type IdMap,
  ItemMask,
  load,
  loadDataset,
  type Metrics,
  type ModelManifest,
  type Ranked,
  type RankedBatch,
  readDataset,
  type Recommender,
  type RecommendOptions,
  save,
  saveDataset,
  type UserFacingError,
  type UserRows,
} from './index.ts'

/** The types are checked by tsc (`npm run typecheck`), the names by this suite. */
describe('the public surface', () => {
  it('has these values and no others', () => {
    expect(Object.keys(model).sort()).toEqual([
      'CheckpointRefused',
      'DamagedFile',
      'EXPLANATION_MODES',
      'IdMap',
      'ItemMask',
      'RECOMMENDERS',
      'Recommender',
      'SPLIT',
      'UserFacingError',
      'blend',
      'evaluateSplit',
      'fingerprint',
      'fit',
      'fitConfigSchema',
      'fitReportSchema',
      'fitSettings',
      'listBackends',
      'load',
      'loadDataset',
      'metricsSchema',
      'modelManifestSchema',
      'readDataset',
      'removeCheckpoint',
      'save',
      'saveDataset',
      'selectBackend',
    ])
  })

  it('trains on a data set', () => {
    expectTypeOf(fit).parameters.toExtend<[Dataset, FitConfigInput?, FitOptions?]>()
    expectTypeOf(fit).returns.resolves.toEqualTypeOf<{ model: Recommender; report: FitReport }>()
    expectTypeOf<Parameters<typeof fit>['length']>().toEqualTypeOf<1 | 2 | 3>()
    expectTypeOf<{ base: 'vbpr'; mrdib: true; epochs: 3 }>().toExtend<FitConfigInput>()
    expectTypeOf<{ base: 'nobody' }>().not.toExtend<FitConfigInput>()
    expectTypeOf<{ epochs: '3' }>().not.toExtend<FitConfigInput>()
    expectTypeOf<FitOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>()
    expectTypeOf<FitReport['valid']>().toEqualTypeOf<Metrics>()
    expectTypeOf<Metrics['ndcg']['20']>().toBeNumber()
    expectTypeOf<Metrics>().not.toHaveProperty('hits')
  })

  it('takes data sets as typed arrays, which it does not change', () => {
    expectTypeOf<Dataset['userIds']>().toEqualTypeOf<readonly string[]>()
    expectTypeOf<Dataset['interactions']['users']>().toEqualTypeOf<Uint32Array>()
    expectTypeOf(readDataset).parameter(0).toBeString()
    expectTypeOf(readDataset).returns.resolves.toEqualTypeOf<Dataset>()
    expectTypeOf(loadDataset).returns.resolves.toEqualTypeOf<Dataset | null>()
    expectTypeOf(saveDataset).returns.resolves.toBeVoid()
  })

  it('saves, loads and blends recommenders', () => {
    expectTypeOf<Recommender>().toExtend<Parameters<typeof save>[0]>()
    expectTypeOf(save).returns.resolves.toEqualTypeOf<{ checksum: string }>()
    expectTypeOf(load).parameters.toEqualTypeOf<[dir: string, options?: { readonly checksum?: string }]>()
    expectTypeOf(load).returns.resolves.toEqualTypeOf<Recommender>()
    expectTypeOf(blend).parameters.toEqualTypeOf<[dataset: Dataset, members: readonly Recommender[]]>()
    expectTypeOf(blend).returns.toEqualTypeOf<Recommender>()
  })

  it('recommends and finds similar items by dense indexes', () => {
    type Method<Name extends keyof Recommender> = Recommender[Name]
    expectTypeOf<Method<'recommend'>>().parameters.toEqualTypeOf<
      [user: number | UserRows, k: number, options?: RecommendOptions]
    >()
    expectTypeOf<Method<'recommend'>>().returns.toEqualTypeOf<Ranked[]>()
    expectTypeOf<Ranked>().toEqualTypeOf<{ readonly item: number; readonly score: number }>()
    expectTypeOf<Method<'recommendBatch'>>().parameters.toEqualTypeOf<
      [users: ArrayLike<number>, k: number, options?: BatchOptions]
    >()
    expectTypeOf<RankedBatch['items']>().toEqualTypeOf<Int32Array>()
    expectTypeOf<Method<'similarItems'>>().toEqualTypeOf<(item: number, k: number) => Ranked[]>()
    expectTypeOf<RecommendOptions['allow']>().toEqualTypeOf<ItemMask | undefined>()
    expectTypeOf<RecommendOptions['exclude']>().toEqualTypeOf<ArrayLike<number> | undefined>()
    expectTypeOf<Method<'foldIn'>>().parameter(0).toEqualTypeOf<ArrayLike<number>>()
    expectTypeOf<Method<'foldIn'>>().returns.toEqualTypeOf<UserRows>()
    expectTypeOf<Method<'manifest'>>().toEqualTypeOf<ModelManifest>()
    expectTypeOf<string>().not.toExtend<Parameters<Method<'recommend'>>[0]>() // ids are translated first
  })

  it('explains in parts, by mode', () => {
    expectTypeOf<Recommender['explain']>().parameters.toExtend<[number | UserRows, ArrayLike<number>, unknown?]>()
    expectTypeOf<NonNullable<Parameters<Recommender['explain']>[2]>>().toEqualTypeOf<{
      readonly mode?: ExplanationMode
    }>()
    expectTypeOf<Recommender['explain']>().returns.toEqualTypeOf<Explanation[]>()
    expectTypeOf<Recommender['modes']>().toEqualTypeOf<readonly [ExplanationMode, ...ExplanationMode[]]>()
    expectTypeOf<ExplanationMode>().toEqualTypeOf<'observational' | 'interventional'>()
    expectTypeOf(EXPLANATION_MODES).toEqualTypeOf<readonly ['observational', 'interventional']>()
    expectTypeOf<Explanation>().toEqualTypeOf<{
      readonly score: number
      readonly baseline: number
      readonly collaborative: number
      readonly unique: Readonly<Record<string, number>>
      readonly redundant: number
      readonly synergy: number
    }>()
  })

  it('translates ids and makes masks by functions alone', () => {
    expectTypeOf<IdMap['indexOf']>().toEqualTypeOf<(externalId: string) => number | undefined>()
    expectTypeOf<IdMap['idOf']>().toEqualTypeOf<(index: number) => string>()
    expectTypeOf(ItemMask.of).returns.toEqualTypeOf<ItemMask>()
    expectTypeOf(ItemMask.where).returns.toEqualTypeOf<ItemMask>()
    // @ts-expect-error the constructor is private
    const direct = () => new ItemMask(3, new Int32Array(1))
    expectTypeOf(direct).returns.toEqualTypeOf<ItemMask>()
    expectTypeOf<UserFacingError>().toExtend<Error>()
  })
})
