import type { TestProject } from 'vitest/node'
import { startTemplateDatabase, type TemplateUrls } from './template-database'

declare module 'vitest' {
  interface ProvidedContext {
    templateDatabase: TemplateUrls
  }
}

/** One PostgreSQL for the whole run, with a migrated database that each test file takes a copy of. */
export default async function setUpPostgres(project: TestProject) {
  const { urls, stop } = await startTemplateDatabase()
  project.provide('templateDatabase', urls)
  return stop
}
