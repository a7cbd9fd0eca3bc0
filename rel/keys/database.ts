import { copyDatabase, startTemplateDatabase, type TestDatabase } from '../../tests/support/template-database'
import { kept } from '../kept'

const template = kept(startTemplateDatabase)

/** A migrated database of a suite's own; the server behind it is started once for all suites. */
export const database = async (): Promise<TestDatabase> => copyDatabase((await template()).urls)
