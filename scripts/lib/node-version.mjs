// Runs before everything else, so it uses only what an old Node has.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Trifold needs Node 20.19 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}
