// A model of transformers.js, from a folder on this machine: given, or filled from a hub first.
import { join } from 'node:path'
import type { CreateContext } from '../context.ts'
import { loading } from '../encoder.ts'
import { downloadedFolder, fingerprintOf, localFolder, type HubModel } from '../hub.ts'
import { loadTransformers } from './install.ts'
import { DTYPE_ENDINGS } from './settings.ts'

/** What is used of transformers.js. */
export interface Tensor {
  dims: number[]
  data: ArrayLike<number>
}
export interface Pipeline {
  (text: string, options: { pooling: string }): Promise<Tensor>
  processor(images: unknown[]): Promise<{ pixel_values: Tensor }>
  model(inputs: { pixel_values: Tensor }): Promise<Record<string, Tensor | undefined>>
  dispose(): Promise<void>
}
export interface Transformers {
  pipeline(task: string, folder: string, options: object): Promise<Pipeline>
  RawImage: new (data: Uint8Array, width: number, height: number, channels: number) => unknown
}

export interface ModelSettings extends HubModel {
  dtype: keyof typeof DTYPE_ENDINGS
  file: string
}

export interface LoadedModel {
  transformers: Transformers
  pipeline: Pipeline
  /** Of the model's files, all that a vector depends on. */
  fingerprint: string
}

export async function loadModel(
  task: 'feature-extraction' | 'image-feature-extraction',
  settings: ModelSettings,
  context: CreateContext,
): Promise<LoadedModel> {
  const { dataDir, onProgress = () => {}, signal } = context
  const inputs =
    task === 'feature-extraction' ? ['tokenizer.json', 'tokenizer_config.json'] : ['preprocessor_config.json']
  const files = ['config.json', ...inputs, `onnx/${settings.file}${DTYPE_ENDINGS[settings.dtype]}.onnx`]
  const folder = settings.localModelPath
    ? await localFolder(settings, files)
    : await downloadedFolder(settings, files, join(dataDir, 'models'), onProgress, signal)
  const transformers = (await loadTransformers(context)) as Transformers
  return loading(`the model ${settings.model} in ${folder}`, async () => {
    const fingerprint = await fingerprintOf(files.map((file) => join(folder, file)))
    const pipeline = await transformers.pipeline(task, folder, {
      dtype: settings.dtype,
      model_file_name: settings.file,
      local_files_only: true,
      device: 'cpu',
    })
    return { transformers, pipeline, fingerprint }
  })
}
