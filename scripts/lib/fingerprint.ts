import { createHash, type Hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const NOT_SOURCES = ['generated', 'node_modules']

/** One hash over the names and contents of files and folders; what isn't there counts as empty. */
function fingerprint(paths: string[]): string {
  const hash = createHash('sha256')
  for (const file of paths) addTo(hash, file)
  return hash.digest('hex')
}

function addTo(hash: Hash, file: string): void {
  if (!existsSync(file)) return
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) {
      if (!NOT_SOURCES.includes(name)) addTo(hash, path.join(file, name))
    }
  } else {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
}

/** Does work whose result lies in a folder, unless the stamp in it says that its sources are still the same. */
export async function unlessFresh(
  stamp: string,
  sources: string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const wanted = fingerprint(sources)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(stamp, { force: true }) // should the work break off, what it left is not fresh
  await work()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}
