/** What a WebGPU adapter says of itself. */
export interface AdapterInfo {
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
}

/** A name for people, from whatever the driver filled in. */
export function adapterName({ vendor, architecture, device, description }: AdapterInfo): string {
  return description || [vendor, architecture, device].filter((part) => part !== '').join(' ') || 'unnamed adapter'
}

/** Whether an adapter computes on the CPU: SwiftShader, Mesa's llvmpipe, Windows' basic renderer. */
export function isSoftware(info: AdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ')
  return /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i.test(words)
}
