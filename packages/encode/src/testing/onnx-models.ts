// Small models in the folders that transformers.js reads.
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeOnnx } from './onnx.ts'

const TOKENIZER = fileURLToPath(new URL('../static/fixtures/wordpiece/tokenizer.json', import.meta.url))
export const TOKENS = 60

/** Numbers between -1 and 1 that are always the same. */
export function numbers(count: number): Float32Array {
  let state = 3
  return Float32Array.from({ length: count }, () => ((state = (state * 16807) % 2147483647) / 2147483647) * 2 - 1)
}

/** A "BERT" whose hidden states are rows of a table: [TOKENS, dimension]. */
export async function makeTextModel(folder: string, table: Float32Array): Promise<void> {
  const dimension = table.length / TOKENS
  await mkdir(join(folder, 'onnx'), { recursive: true })
  await cp(TOKENIZER, join(folder, 'tokenizer.json'))
  const tokenizer = { tokenizer_class: 'BertTokenizer', model_max_length: 64, pad_token: '[PAD]', unk_token: '[UNK]' }
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizer))
  await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: 'bert', hidden_size: dimension }))
  const model = writeOnnx({
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
    weights: [{ name: 'table', shape: [TOKENS, dimension], values: table }],
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({
      name,
      type: 'int64',
      shape: ['b', 's'],
    })),
    outputs: [{ name: 'last_hidden_state', shape: ['b', 's', dimension] }],
  })
  await writeFile(join(folder, 'onnx', 'model.onnx'), model)
}

/** A "CLIP" whose embedding is the photo's mean colour times a matrix: [3, dimension]. */
export async function makeImageModel(folder: string, matrix: Float32Array): Promise<void> {
  const dimension = matrix.length / 3
  await mkdir(join(folder, 'onnx'), { recursive: true })
  const processor = {
    image_processor_type: 'CLIPImageProcessor',
    do_resize: true,
    size: { shortest_edge: 32 },
    do_center_crop: true,
    crop_size: { height: 32, width: 32 },
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    resample: 3,
  }
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(processor))
  await writeFile(join(folder, 'config.json'), JSON.stringify({ model_type: 'clip' }))
  const model = writeOnnx({
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['pooled'] },
      { op: 'Flatten', inputs: ['pooled'], outputs: ['flat'] },
      { op: 'MatMul', inputs: ['flat', 'matrix'], outputs: ['image_embeds'] },
    ],
    weights: [{ name: 'matrix', shape: [3, dimension], values: matrix }],
    inputs: [{ name: 'pixel_values', type: 'float', shape: ['b', 3, 'h', 'w'] }],
    outputs: [{ name: 'image_embeds', shape: ['b', dimension] }],
  })
  await writeFile(join(folder, 'onnx', 'vision_model.onnx'), model)
}
