// Runs before node_modules exists, and on any Node: only node: imports and files like this one.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Problem, reportEnd } from './lib/problem.mjs'
import { step } from './lib/steps.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/**
 * Makes the project runnable (a new enough Node, the packages of the lockfile) and runs a TypeScript program
 * in this process. What ends it early is printed, and the exit code is 1.
 * @param {string} file the program, from the project's root
 */
export async function run(file) {
  try {
    process.chdir(root)
    checkNode()
    if (!packagesMatchLock()) await step('Install the packages', installPackages)
    const { register } = await import('tsx/esm/api')
    register()
    const program = await import(pathToFileURL(path.resolve(file)).href)
    await program.main(process.argv.slice(2))
  } catch (error) {
    reportEnd(error)
    process.exit(1)
  }
}

function checkNode() {
  const { engines } = readJson('package.json')
  const needed = engines.node.replace('>=', '')
  const [major, minor] = needed.split('.').map(Number)
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  throw new Problem(
    `This is Node ${process.versions.node}; Latchkey needs ${needed} or newer. Install Node 24.`,
  )
}

/** Compares the lockfile with the list that npm leaves of what it installed. */
function packagesMatchLock() {
  const wanted = readJson('package-lock.json').packages
  const installed = readJson('node_modules/.package-lock.json')?.packages ?? {}
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '') return true
    return installed[name] ? installed[name].version === version : optional === true
  })
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

function installPackages() {
  // Inside an npm script this is npm's own file, which any platform can start.
  const npm = process.env.npm_execpath
  const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
      })
    }
    child.once('error', () => reject(new Problem('npm is not there: install it, or add it to the PATH.')))
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Problem(`The packages could not be installed; is the network there?\n${output.trim()}`))
    })
  })
}
