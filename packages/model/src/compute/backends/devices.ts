import { readdirSync } from 'node:fs'

/** Whether Linux shows a card at all; elsewhere there always is one. Spares most servers the start of a process. */
export function hasGraphicsDevice(): boolean {
  if (process.platform !== 'linux') return true
  const isCard = (name: string) => /^nvidia\d+$|^dxg$|^kgsl/.test(name)
  return listed('/dev').some(isCard) || listed('/dev/dri').some((name) => name.startsWith('renderD'))
}

/** Whether Linux, or Linux in Windows, shows a card that may have CUDA. */
export function hasCudaDevice(): boolean {
  return listed('/dev').some((name) => /^nvidia\d+$|^dxg$/.test(name))
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
