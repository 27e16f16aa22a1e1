// A service for the tests of the launcher. Its behaviour is given by FIXTURE in its environment.
const behaviour = process.env.FIXTURE

if (behaviour === 'fails') {
  console.error('The cellar is flooded.')
  process.exit(1)
}
if (behaviour === 'deaf') process.on('SIGTERM', () => undefined)
else process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
if (behaviour !== 'silent') process.send?.({ type: 'ready', url: `http://fixture/${process.pid}` })
setInterval(() => undefined, 1000)
