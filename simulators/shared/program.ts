import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Reads a port from the command line. @throws Error naming the option */
export function parsePort(option: string, text: string): number {
  const port = z.coerce.number().int().min(0).max(65_535).safeParse(text)
  if (text.trim() === '' || !port.success) throw new Error(`--${option} ${text} is not a port number.`)
  return port.data
}

/** Reads a JSON file; `what` it is, such as `seed`. @throws Error naming the file */
export function readJson(what: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The ${what} ${file} can't be read: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * Runs a simulator as a program: until SIGTERM or SIGINT, or with one line on standard error and exit code 1 when it
 * can't start. The last line that it prints is `listening` and the address.
 */
export async function runProgram(
  usage: string,
  start: () => Promise<{ url: string; stop(): Promise<void> }>,
): Promise<void> {
  try {
    const simulator = await start()
    const end = () => {
      simulator.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          printError(`The state could not be saved: ${error instanceof Error ? error.message : error}`)
          process.exit(1)
        },
      )
    }
    process.once('SIGTERM', end)
    process.once('SIGINT', end)
    process.stdout.write(`listening ${simulator.url}\n`)
  } catch (error) {
    printError(explain(error, usage))
    process.exitCode = 1
  }
}

const printError = (line: string) => process.stderr.write(`${line}\n`)

function explain(error: unknown, usage: string): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    return `The seed is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`
  }
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is taken. Stop what uses it or choose another one.`
  }
  return code.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n${usage}` : error.message
}
