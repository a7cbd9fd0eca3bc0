import { readFileSync } from 'node:fs'
import path from 'node:path'

const dataFolder = process.env.E2E_DATA_DIR ?? '.data'
const readJson = (name: string) => JSON.parse(readFileSync(path.join(dataFolder, name), 'utf8'))

/** The demo that the browser tests run against, as its start left it in the data folder. */
export const demo = {
  /** The password of one of the demo's people. */
  passwordOf(email: string): string {
    const { people } = readJson('demo.json') as { people: { email: string; password: string }[] }
    const person = people.find((candidate) => candidate.email === email)
    if (!person) throw new Error(`Nobody in the demo has the address ${email}.`)
    return person.password
  },
  /** Where the simulators of the clouds have their pages and their control API. */
  simulatorUrl: (): string => `http://127.0.0.1:${readJson('secrets.json')['port of the clouds’ pages']}`,
}
