import { spawn } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Problem } from './problem.mjs'

const QUIET = { NEXT_TELEMETRY_DISABLED: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }

/** Node's arguments that make a program end when the process that started it is gone. */
export const ENDS_WITH_PARENT = [
  '--import',
  pathToFileURL(path.join(import.meta.dirname, 'end-with-parent.mjs')).href,
]

/**
 * Runs a Node program to its end, quietly.
 * @param args the file and its arguments
 * @param env settings on top of this process's own
 * @returns what it printed
 * @throws Problem with what it printed when it fails
 */
export async function runNode(args: string[], env: Record<string, string> = {}): Promise<string> {
  const result = await capture(process.execPath, [...ENDS_WITH_PARENT, ...args], env)
  if (result.code === 0) return result.output
  throw new Problem(`"node ${args.join(' ')}" failed:\n${result.output.trim()}`)
}

/** Runs a program to its end and answers its exit code with everything it printed. */
export function capture(program: string, args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; output: string }>((resolve, reject) => {
    const environment = { ...process.env, ...QUIET, ...env }
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
