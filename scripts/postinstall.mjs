// npm's hook after an installation by hand; `prepare` does these steps itself, so it stands aside then.
if (!process.env.TRIFOLD_PREPARING) {
  const { afterInstall } = await import('./lib/prepare.mjs')
  await afterInstall()
}
