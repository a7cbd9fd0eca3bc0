import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** A folder for one measurement; it goes when this process exits. @returns its absolute path */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-bench-'))
  chmodSync(folder, 0o755) // the database server may run as another account, which has to get in
  // Retried, because what was interrupted may still be writing.
  process.once('exit', () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }),
  )
  return folder
}

/** Clones this repository, as it was committed, to `folder`. */
export function cloneTo(folder: string): void {
  execFileSync('git', ['clone', '--quiet', ROOT, folder], { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Whether something here is not committed, and so not measured. */
export function hasUncommitted(): boolean {
  return execFileSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' }).trim() !== ''
}
