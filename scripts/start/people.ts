import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generatePassword } from '../lib/private-json'

/** Who lives in the demo. Passwords are made on this machine. */
const PEOPLE = [
  {
    email: 'ada@northwind.example',
    name: 'Ada Marsh',
    organization: 'Northwind',
    role: 'organization_admin',
  },
  {
    email: 'ben@northwind.example',
    name: 'Ben Okafor',
    organization: 'Northwind',
    role: 'organization_auditor',
  },
  { email: 'sam@latchkey.example', name: 'Sam Rivera', role: 'support_staff' },
  { email: 'olga@latchkey.example', name: 'Olga Lindt', role: 'platform_operator' },
  { email: 'gil@globex.example', name: 'Gil Tanaka', organization: 'Globex', role: 'organization_admin' },
  {
    email: 'fay@fabrikam.example',
    name: 'Fay Adler',
    organization: 'Fabrikam',
    role: 'organization_admin',
  },
  { email: 'ines@initech.example', name: 'Ines Roth', organization: 'Initech', role: 'organization_admin' },
]

export interface DemoPerson {
  email: string
  name: string
  /** Absent for the vendor's own people. */
  organization?: string
  role: string
  password: string
}

/** The file that the seed is given: { people }, readable by this user only. */
export function demoFile(dataFolder: string): string {
  const file = path.join(dataFolder, 'demo.json')
  if (!existsSync(file)) {
    const people = PEOPLE.map((person) => ({ ...person, password: generatePassword() }))
    writeFileSync(file, `${JSON.stringify({ people }, null, 2)}\n`, { mode: 0o600 })
  }
  return file
}

export const readPeople = (file: string): DemoPerson[] => JSON.parse(readFileSync(file, 'utf8')).people
