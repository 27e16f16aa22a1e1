/**
 * An error that the caller can fix. Its message is one sentence with the place and the reason, shown without a stack.
 */
export class UserFacingError extends Error {
  override readonly name = 'UserFacingError'
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder and not a file',
  ENOTDIR: 'it is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
}

/** Turns an error of the file system into a `UserFacingError`; returns any other error unchanged. */
export function fileError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const reason = code === undefined ? undefined : REASONS[code]
  return reason === undefined ? error : new UserFacingError(`${path}: ${reason}.`, { cause: error })
}
