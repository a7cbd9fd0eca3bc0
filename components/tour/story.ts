import { routes } from '@/components/shell/routes'
import { can, type Permission, type Role } from '@/lib/domain/permissions'
import type { TourView } from '@/lib/domain/views/tour'
import type { TourLink, TourStep } from './tour-panel'

interface Chapter extends Omit<TourStep, 'done' | 'link'> {
  done: (facts: TourView) => boolean
  /** where it goes on, for the first of these that the role may follow */
  links: (TourLink & { permission?: Permission })[]
}

/** The story of the demo, in its order. `simulator` is where the page of the customer's cloud is. */
const story = (simulator: TourLink[]): Chapter[] => [
  {
    id: 'signed-in',
    title: 'Sign in',
    sentence: 'Ada is Northwind’s admin; Sam is support staff and decides what she asks for.',
    done: () => true,
    links: [],
  },
  {
    id: 'key-linked',
    title: 'Link an AWS key',
    sentence: 'Create a key in Northwind’s AWS account, then let the wizard prove and link it.',
    done: (facts) => facts.keyLinked,
    links: [{ href: routes.linkKey, label: 'Open the wizard', permission: 'keys.link' }],
  },
  {
    id: 'credential-stored',
    title: 'Store a credential under it',
    sentence: 'Add a database connection. Its password is encrypted under your key.',
    done: (facts) => facts.credentialStored,
    links: [{ href: routes.newConnection, label: 'Add a connection', permission: 'connections.write' }],
  },
  {
    id: 'connection-tested',
    title: 'Connect with it',
    sentence: 'Test the connection: the password is decrypted and a real PostgreSQL answers.',
    done: (facts) => facts.connectionTested,
    links: [{ href: routes.connections, label: 'Go to connections', permission: 'connections.test' }],
  },
  {
    id: 'rotated',
    title: 'Rotate to a second key',
    sentence: 'Ask for a rotation as Ada, approve it as Sam, and watch it finish.',
    done: (facts) => facts.rotated,
    links: [
      { href: routes.requestRotation, label: 'Ask for a rotation', permission: 'rotation.request' },
      { href: routes.support, label: 'Go to the support desk', permission: 'rotation.desk' },
    ],
  },
  {
    id: 'stopped',
    title: 'Take the key away',
    sentence: 'Disable the key in AWS. Within a minute everything under it stops and says why.',
    done: (facts) => facts.stopped,
    links: simulator,
  },
  {
    id: 'returned',
    title: 'Give it back',
    sentence: 'Enable the key again: everything returns by itself.',
    done: (facts) => facts.returned,
    links: simulator,
  },
]

/** The steps as the panel shows them, with the links that the role may follow. */
export function tourSteps(facts: TourView, role: Role | null, simulatorUrl: string | null): TourStep[] {
  const simulator = simulatorUrl
    ? [{ href: simulatorUrl, label: 'The customer’s cloud', external: true }]
    : []
  return story(simulator).map(({ done, links, ...chapter }) => ({
    ...chapter,
    done: done(facts),
    link: links.find(({ permission }) => !permission || can(role, permission)),
  }))
}
