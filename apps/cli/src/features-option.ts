import { Option } from 'commander'

export type Precision = 'half' | 'single'

/** In which precision features are read: a data set's fingerprint tells the two apart. @param what begins the sentence */
export function featuresOption(what: string): Option {
  return new Option('--features <precision>', `${what} in half or single precision`)
    .choices(['half', 'single'])
    .default('half')
}
