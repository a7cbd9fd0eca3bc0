import path from 'node:path'
import type { DemoDatabase } from './demo-database'
import type { DemoPerson } from './people'
import type { Plan } from './plan'

const describe = ({ organization, role }: DemoPerson) =>
  `${role.replaceAll('_', ' ')}${organization ? ` of ${organization}` : ''}`

/** What the demo prints when it is ready: where it is, who lives there, what to try first. */
export function welcome(
  plan: Plan,
  people: DemoPerson[],
  simulatorUrl?: string,
  database?: DemoDatabase,
): string {
  const accounts = people.map(
    (person) => `    ${person.email.padEnd(24)} ${person.password}   ${describe(person)}`,
  )
  const cloud = simulatorUrl ? `"the customer's cloud" (${simulatorUrl})` : 'your cloud'
  const steps = [
    'Sign in as Ada: one click on her card.',
    `Create a key in ${cloud} and link it, step by step.`,
    'Store a database credential under it and test the connection: it really connects.',
    'Ask for a rotation to a second key, with a reason.',
    'Sign in as Sam, approve it, and watch it finish.',
    `Disable the key in ${cloud}: within a minute everything under it stops and says why.`,
    'Enable it again: everything returns by itself.',
  ]
  return [
    '',
    `  Latchkey is at  ${plan.url}`,
    '',
    '  Who lives in the demo (the passwords were made on this machine):',
    ...accounts,
    '',
    ...(database ? [...describeDatabase(database), ''] : []),
    '  What to try first:',
    ...steps.map((text, i) => `    ${i + 1}. ${text}`),
    '',
    `  Logs are in ${path.relative('', path.join(plan.dataFolder, 'logs'))}. Ctrl-C stops everything.`,
  ].join('\n')
}

function describeDatabase({ host, port, database, user, password }: DemoDatabase): string[] {
  return [
    '  A real database to connect to (the form offers to fill it in):',
    `    host ${host}   port ${port}   database ${database}   user ${user}`,
    `    password ${password}`,
  ]
}
