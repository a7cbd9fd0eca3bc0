import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import os from 'node:os'

const HEADER = `# Measured

What \`npm run bench -- <subject> --record\` found, the newest last: on which machine, against which limits.
`

/** The machine in a line. */
function machine(): string {
  const cpus = os.cpus()
  const memoryGib = Math.round(os.totalmem() / 2 ** 30)
  const model = cpus[0]?.model.trim() || 'unknown processor'
  return `${cpus.length} cores (${model}), ${memoryGib} GiB, ${os.type()} ${os.arch()}, Node.js ${process.versions.node}`
}

/** A section with the figures of one run. */
export function section(subject: string, table: string, day: string, where: string): string {
  return `\n## ${subject}, ${day}\n\n${where}\n\n${table}\n`
}

/** Appends this run's section to the record, which is begun when it isn't there. */
export function appendSection(file: string, subject: string, table: string): void {
  if (!existsSync(file)) writeFileSync(file, HEADER)
  const day = new Date().toISOString().slice(0, 10)
  appendFileSync(file, section(subject, table, day, machine()))
}
