import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Environment } from '../../lib/env/read-settings'
import { isFree } from '../lib/ports.mjs'
import { PrivateJson } from '../lib/private-json'
import { Problem } from '../lib/problem.mjs'
import { commandOf } from '../lib/processes'

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1']
const DEFAULT_PORT = 3000

/** What is to be started, where, and from which folder. */
export interface Plan {
  mode: 'demo' | 'production'
  /** Next's development server instead of a build. */
  dev: boolean
  host: string
  port: number
  /** The address people open. */
  url: string
  /** Absolute path of everything kept on this machine: database, objects, secrets, logs. */
  dataFolder: string
  /** Secrets and ports made on this machine. */
  kept: PrivateJson
}

/**
 * Reads what was asked for and makes sure that it can be had.
 * @throws Problem when a value is wrong, the port is taken or the data folder can't be written
 */
export async function makePlan(args: string[], environment: Environment): Promise<Plan> {
  const mode = environment.LATCHKEY_MODE === 'production' ? 'production' : 'demo'
  const host = environment.LATCHKEY_WEB_HOST || '127.0.0.1'
  if (mode === 'demo') refuseBeyondLoopback(environment)
  const port = readPort(environment.PORT)
  if (!(await isFree(port, host))) {
    throw new Problem(
      `Port ${port} is taken: stop what listens there, or choose another: PORT=${port + 1} npm start`,
    )
  }
  const dataFolder = path.resolve(environment.LATCHKEY_DATA_DIR || '.data')
  openFolder(dataFolder)
  return {
    mode,
    dev: args.includes('--dev'),
    host,
    port,
    url: environment.NEXTAUTH_URL || `http://${host}:${port}`,
    dataFolder,
    kept: new PrivateJson(path.join(dataFolder, 'secrets.json')),
  }
}

function refuseBeyondLoopback(environment: Environment): void {
  for (const name of ['LATCHKEY_WEB_HOST', 'LATCHKEY_SERVICE_HOST', 'LATCHKEY_METRICS_HOST']) {
    const host = environment[name]
    if (!host || LOOPBACK_HOSTS.includes(host)) continue
    throw new Problem(
      `The demo listens on this machine only: remove ${name}, or set LATCHKEY_MODE=production with its settings.`,
    )
  }
}

function readPort(text: string | undefined): number {
  if (!text) return DEFAULT_PORT
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Problem('PORT is not a port number: give one from 1 to 65535, such as PORT=3001.')
}

function openFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const advice = 'make it a folder that this user may write, or name another one in LATCHKEY_DATA_DIR'
    throw new Problem(`The data folder ${folder} can't be used: ${advice}.`, { cause })
  }
  claimFolder(folder)
}

/** One start at a time on a folder: the file names the process that has it. */
function claimFolder(folder: string): void {
  const claim = path.join(folder, 'start.pid')
  const holder = existsSync(claim) ? Number(readFileSync(claim, 'utf8')) : 0
  if (holder > 0 && holder !== process.pid && commandOf(holder)?.includes('start.mjs')) {
    throw new Problem(
      `Latchkey is running on ${folder} already (process ${holder}): stop it first, or name another folder in LATCHKEY_DATA_DIR.`,
    )
  }
  writeFileSync(claim, String(process.pid))
}
