// Fills the demo's database: node --import tsx scripts/seed-demo.ts PEOPLE.json [IDENTITIES]
// with the owner's DATABASE_URL in the environment. What is there already stays as it is.
import { readFileSync } from 'node:fs'
import { ownerEnv } from '../lib/env'
import { openStore } from '../lib/store/open'
import { demo, seedDemo } from '../lib/use-cases/setup/seed-demo'
import { Problem, reportEnd } from './lib/problem.mjs'

async function main(file: string | undefined, identities = '{}'): Promise<void> {
  if (!file) throw new Problem('Name the file that says who lives in the demo.')
  const filling = demo.parse({
    ...JSON.parse(readFileSync(file, 'utf8')),
    identities: JSON.parse(identities),
  })
  const store = openStore(ownerEnv().databaseUrl, 2)
  try {
    await seedDemo(store, filling)
  } finally {
    await store.close()
  }
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  reportEnd(error)
  process.exitCode = 1
})
