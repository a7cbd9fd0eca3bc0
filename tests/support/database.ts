import { inject } from 'vitest'
import { copyDatabase, type TestDatabase } from './template-database'

export type { TestDatabase } from './template-database'

/** Makes a database for a test file of its own. For tests under tests/integration. */
export const testDatabase = (): Promise<TestDatabase> => copyDatabase(inject('templateDatabase'))
