import { spawnSync } from 'node:child_process'

/** The command line of a running process, or undefined when there is no such process (or no way to ask). */
export function commandOf(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}
