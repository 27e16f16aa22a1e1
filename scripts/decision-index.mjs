// Writes docs/decisions/README.md, the table of all decisions, from their headings and their lines "Status: ...".
// With --check it changes nothing and fails where the table is out of date or a decision lacks its heading or status.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HEAD = `# Decisions

What was weighed, decided and rejected, half a page each. A decision is not rewritten when it changes: its status, at
its top, names the decision that changed or superseded it. Copy the form of the newest one: \`# NNNN: Title\`,
\`Status: accepted.\`, Context, Decision, Weighed and rejected, Consequences. A figure names the command that makes it.

This table is written by \`node scripts/decision-index.mjs\`.

| number | title | status |
|---|---|---|
`

/**
 * The table, and what is wrong with the form of decisions.
 *
 * @param texts the text of each decision by the name of its file
 * @returns the index and one sentence a fault
 */
export function decisionIndex(texts) {
  const faults = []
  const rows = Object.keys(texts)
    .sort()
    .flatMap((file) => {
      const number = /^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]
      const found = /^# (\d{4}): (.+)\n\nStatus: ((?:accepted|superseded)\b(?:[^\n]|\n(?!\n))*)/.exec(texts[file])
      if (number && found?.[1] === number) return `| [${number}](${file}) | ${found[2]} | ${inTable(found[3])} |`
      faults.push(
        `docs/decisions/${file} must begin with "# ${number ?? 'NNNN'}: Title" and "Status: accepted." or "Status: superseded ...".`,
      )
      return []
    })
  return { index: `${HEAD}${rows.join('\n')}\n`, faults }
}

/** Links in a status are relative to the same folder, so they hold in the table too. */
const inTable = (status) => status.trim().replace(/\s+/g, ' ').replace(/\.$/, '').replaceAll('|', '\\|')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'decisions')
  const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md')
  const { index, faults } = decisionIndex(
    Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
  )
  const path = join(folder, 'README.md')
  if (!process.argv.includes('--check')) writeFileSync(path, index)
  else if (readFileSync(path, 'utf8') !== index)
    faults.push('docs/decisions/README.md is out of date: run "node scripts/decision-index.mjs".')
  for (const fault of faults) console.error(fault)
  process.exit(faults.length > 0 ? 1 : 0)
}
