#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, so that the Prisma CLI works where its download can't.
 * The CLI starts it (PRISMA_SCHEMA_ENGINE_BINARY, set in prisma.config.ts) and speaks JSON-RPC over
 * stdin and stdout; the WASM build of the same engine answers, over @prisma/adapter-pg.
 */
import { readFileSync } from 'node:fs'
import readline from 'node:readline'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { canConnect, createDatabase, errorCode, NO_DATABASE, parseUrl } from './schema-engine/database.mjs'
import { MigrationAdapter } from './schema-engine/migration-adapter.mjs'
import { lastPanic, loadWasm } from './schema-engine/wasm.mjs'

const args = process.argv.slice(2)
const valuesOf = (name) => args.flatMap((arg, i) => (arg === name ? [args[i + 1]] : []))
const datasource = JSON.parse(valuesOf('--datasource')[0] ?? '{}')

// These read the schema that the migrations lead to from a cache only; the native engine fills it by itself.
const NEEDS_MIGRATION_HISTORY = ['evaluateDataLoss', 'createMigration']

function logError(message, code) {
  const entry = {
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    fields: { message, error_code: code },
    target: 'schema_engine::logger',
  }
  process.stderr.write(`\n${JSON.stringify(entry)}\n`)
}

async function runCommand(command) {
  if (command === 'can-connect-to-database') {
    await canConnect(datasource.url)
    console.log('Connection successful')
  } else if (command === 'create-database') {
    console.log(`created ${await createDatabase(datasource.url)}`)
  } else {
    throw new Error(`The schema engine has no command "${command}"`)
  }
}

async function createEngine() {
  const { SchemaEngine } = await loadWasm()
  const datamodels = valuesOf('--datamodels').map((path) => [path, readFileSync(path, 'utf8')])
  const { schema, connection } = parseUrl(datasource.url ?? NO_DATABASE)
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(connection, { schema }))
  const debug = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`)
  return SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, debug, factory)
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

let enginePromise
async function call(id, method, params) {
  if (method === 'createDatabase') {
    return { databaseName: await createDatabase(params.datasource?.url ?? datasource.url) }
  }
  enginePromise ??= createEngine()
  const engine = await enginePromise
  if (method === 'getDatabaseVersion') return engine.version(params)
  if (method === 'diff') {
    const result = await engine.diff({ ...params, exitCode: params.exitCode ?? null })
    if (typeof result?.stdout === 'string') {
      const content = result.stdout.replace(/\n$/, '')
      send({ id: `print-${id}`, method: 'print', params: { content } })
    }
    return result
  }
  if (NEEDS_MIGRATION_HISTORY.includes(method)) {
    const { migrationsList, filters } = params
    await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true })
  }
  return engine[method](params)
}

async function answer({ id, method, params }) {
  if (method === undefined) return // the CLI's reply to a print of ours
  try {
    send({ id, result: (await call(id, method, params)) ?? {} })
  } catch (error) {
    const message = lastPanic() || (error?.message ?? String(error))
    const data = { is_panic: false, message, error_code: error?.code ?? null, meta: error?.meta ?? null }
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } })
  }
}

function serve() {
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity })
  let previous = Promise.resolve()
  lines.on('line', (line) => {
    if (line.trim()) previous = previous.then(() => answer(JSON.parse(line)))
  })
  lines.on('close', () => previous.then(() => process.exit(0)))
}

if (args.includes('--version')) {
  console.log(`schema-engine-wasm ${(await loadWasm()).version()}`)
} else if (args.includes('cli')) {
  try {
    await runCommand(args[args.indexOf('cli') + 1])
  } catch (error) {
    logError(error.message || String(error), errorCode(error))
    process.exitCode = 1
  }
} else {
  serve()
}
