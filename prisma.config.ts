import path from 'node:path'
import { defineConfig } from 'prisma/config'

// The CLI downloads a native engine before any command; the WASM build of it comes from npm instead.
// Windows can't start a script as a program, so there Prisma fetches its own engine.
if (process.platform !== 'win32') {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'scripts/schema-engine.mjs')
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Not env('DATABASE_URL'): that throws even for `generate`, which needs no database.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1:1/none' },
})
