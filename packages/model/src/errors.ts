/** A fault the caller can mend: its message is one sentence that names the place and the reason, shown without a stack. */
export class UserFacingError extends Error {
  override readonly name = 'UserFacingError'
}
