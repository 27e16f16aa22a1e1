// npm's hook after an installation by hand. `prepare` runs these steps itself and sets TRIFOLD_PREPARING.
if (!process.env.TRIFOLD_PREPARING) {
  const { afterInstall } = await import('./lib/prepare.mjs')
  await afterInstall()
}
