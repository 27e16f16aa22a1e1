import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import {
  type Dataset,
  type FitConfig,
  type FitConfigInput,
  fitReportSchema,
  LATER_SETTINGS,
  type Trained,
  type UserMetrics,
  VALUES_PER_USER,
} from '@trifold/model/internals'

/** Raise it when the same configuration and data give other numbers than before: cached runs are then trained again. */
const NUMBERS = 2

/** A figure of a trained model, cached with its run. */
export interface Measure<Values = unknown> {
  /** Its key in the run's file. Raise the number in it when the meaning of the figure changes. */
  readonly name: string
  of(trained: Trained, dataset: Dataset): Promise<Measured<Values>> | Measured<Values>
}

export interface Measured<Values = unknown> {
  /** Metrics of users, by name, for means and paired comparisons. */
  readonly users?: Readonly<Record<string, UserMetrics>>
  /** Anything that goes through JSON. */
  readonly values?: Values
}

/** A training run that an experiment needs. */
export interface RunSpec {
  /** Its name in progress reports. */
  readonly label: string
  readonly config: FitConfigInput
  /** By default the experiment's own. */
  readonly dataset?: Dataset
  readonly measures?: readonly Measure[]
  /** Caches the model too, for experiments that measure the same training later. */
  readonly cacheModel?: boolean
}

/** A finished run, with all that tables show. */
export interface Run {
  readonly key: string
  readonly config: Readonly<Record<string, unknown>>
  readonly report: z.output<typeof fitReportSchema>
  /** Of every evaluated user, on test. */
  readonly test: UserMetrics
  /** By the name of the measure. */
  readonly measured: Readonly<Record<string, Measured>>
  /** Wall seconds of training and of ranking for test. */
  readonly seconds: number
}

/** The name of the run's file: a hash of everything that changes its numbers, without its measures. */
export function runKey(config: FitConfig, data: string): string {
  const settings = Object.entries(config)
    .filter(([name, value]) => value !== LATER_SETTINGS[name as keyof FitConfig])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const what = { numbers: NUMBERS, data, settings, measure: null } // once a part of the key; it stays so that old keys stay
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 20)
}

const packedSchema = z.strictObject({ count: z.int().min(0), users: z.string(), values: z.string() })
type Packed = z.output<typeof packedSchema>
const measuredSchema = z.strictObject({
  users: z.record(z.string(), packedSchema).optional(),
  values: z.unknown().optional(),
})

/** A run as its file holds it. */
export const runFileSchema = z.strictObject({
  key: z.string(),
  createdAt: z.iso.datetime(),
  dataset: z.strictObject({ name: z.string(), fingerprint: z.string() }),
  machine: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()),
  report: fitReportSchema,
  seconds: z.number(),
  test: packedSchema,
  measured: z.record(z.string(), measuredSchema),
})

export type RunFile = z.output<typeof runFileSchema>

/** Metrics of users as text: single precision, compressed because most of them are zeros. */
export function pack({ users, values }: UserMetrics): Packed {
  const text = (array: Uint32Array | Float32Array) =>
    gzipSync(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)).toString('base64')
  return { count: users.length, users: text(users), values: text(Float32Array.from(values)) }
}

/** @throws RangeError if the text does not hold as many users as it claims */
export function unpack({ count, users, values }: Packed): UserMetrics {
  const bytes = (text: string) => Uint8Array.from(gunzipSync(Buffer.from(text, 'base64'))).buffer
  const [who, what] = [new Uint32Array(bytes(users)), new Float32Array(bytes(values))]
  if (who.length !== count || what.length !== count * VALUES_PER_USER)
    throw new RangeError('users and values do not fit')
  return { users: who, values: Float64Array.from(what) }
}

/** A measurement in the form of the file. */
export function packMeasured({ users, values }: Measured): z.output<typeof measuredSchema> {
  return { users: users && mapValues(users, pack), values }
}

export function fromFile({ key, config, report, seconds, test, measured }: RunFile): Run {
  const unpacked = mapValues(measured, ({ users, values }): Measured => ({
    users: users && mapValues(users, unpack),
    values,
  }))
  return { key, config, report, seconds, test: unpack(test), measured: unpacked }
}

/** The values of a measure that the run was made with. */
export function valuesOf<Values>({ measured }: Run, { name }: Measure<Values>): Values {
  if (measured[name]?.values === undefined) throw new Error(`the run was made without the measure "${name}"`)
  return measured[name].values as Values
}

/** The metrics of users by a measure that the run was made with. */
export function usersOf({ measured }: Run, { name }: Measure, which: string): UserMetrics {
  const users = measured[name]?.users?.[which]
  if (!users) throw new Error(`the run was made without "${which}" of the measure "${name}"`)
  return users
}

const mapValues = <A, B>(of: Readonly<Record<string, A>>, to: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, to(value)]))
