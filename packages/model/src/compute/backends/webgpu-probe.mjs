// Prints the WebGPU adapter's info as one line of JSON, or null. A process of its own: without a driver, Dawn writes
// warnings to the terminal from C++, and a broken driver takes the process down with it.
const { create } = await import('webgpu')
const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' })
const { vendor, architecture, device, description } = adapter?.info ?? {}
process.stdout.write(JSON.stringify(adapter ? { vendor, architecture, device, description } : null) + '\n')
process.exit(0) // an open adapter keeps Node alive
