/** What takes long before an encoder is ready: installing a package, downloading a model. Sizes in bytes. */
export interface Progress {
  message: string
  done?: number
  total?: number
}

export type OnProgress = (progress: Progress) => void
