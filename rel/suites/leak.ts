import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openStore } from '@/lib/store/open'
import { temporaryFolder } from '../../bench/web/clone'
import { startHouse } from '../../bench/web/house'
import { readKept } from '../../bench/web/kept'
import { type Canary, type Place, sightings } from '../keys/canaries'
import { dumpDatabase } from '../keys/dump'
import { keyBytes } from '../keys/key-bytes'
import { tellStory } from '../keys/leak-story'
import type { Run, Suite } from '../suite'

export const suite: Suite = {
  about:
    'secrets and key bytes of a whole story with web and service: none in logs, answers, pages or the database',
  async run({ report }) {
    const folder = path.join(temporaryFolder(), 'data')
    const house = await startHouse('.', folder)
    try {
      const kept = readKept(folder)
      const owner = openStore(kept.ownerUrl, 2)
      const keys: Canary[] = []
      // The story is told with web's own use cases, which look here for web's settings.
      Object.assign(process.env, kept.webSettings)
      const web = openStore(kept.webSettings.WEB_DATABASE_URL, 4)
      const { canaries, places } = await tellStory(kept, { web, owner }, house.url, async (organization) =>
        keys.push(...(await keyBytes(kept, owner, organization))),
      )
      await Promise.all([owner.close(), web.close()])
      const secrets = [...canaries, ...keys]
      const looked = [...places, ...(await dumpDatabase(kept.ownerUrl)), ...logs(folder)]
      requireEyes(secrets, report)
      for (const seen of sightings(secrets, looked)) report.fail(seen)
      report.pass(secrets.length * looked.length)
      report.note(`${secrets.length} secrets, ${looked.length} places`)
    } finally {
      await house.stop()
    }
  },
}

/** What the programs and the start itself have written down. */
function logs(folder: string): Place[] {
  const inside = path.join(folder, 'logs')
  const files = [`${folder}.log`, ...readdirSync(inside).map((name) => path.join(inside, name))]
  return files.map((file) => ({ name: `log ${path.basename(file)}`, content: readFileSync(file) }))
}

/** Each secret has to be found where it is hidden on purpose, or finding none would say nothing. */
function requireEyes(secrets: Canary[], report: Run['report']): void {
  for (const secret of secrets) {
    report.check(secret.bytes.length >= 16, `${secret.name} is too short to be told from anything else`)
    for (const before of [0, 1, 2]) {
      const hidden = Buffer.concat([Buffer.alloc(before, 1), secret.bytes, Buffer.from('x')])
      for (const text of [hidden.toString('hex'), hidden.toString('base64'), hidden.toString('base64url')]) {
        const seen = sightings([secret], [{ name: 'a hiding place', content: Buffer.from(text) }])
        report.check(seen.length > 0, `${secret.name} is not seen where it is hidden`)
      }
    }
  }
}
