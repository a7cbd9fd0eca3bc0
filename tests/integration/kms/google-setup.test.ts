import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import {
  consoleSteps,
  GOOGLE_ROLES,
  type GoogleSetup,
  gcloudCommands,
  terraformResources,
} from '@/lib/domain/google-setup'
import { ACCOUNT, contextOf, failureOf, GoogleWorld, nameOf, OTHER_ACCOUNT } from './google-world'

const world = new GoogleWorld()

interface Grant {
  name: string
  role: string
  member: string
}

/** The grants of commands as a shell and gcloud would read them. */
function fromCommands(text: string): Grant[] {
  return text.split('\n\n').map((command) => {
    const words = command.replaceAll('\\\n', ' ').split(/\s+/)
    expect(words.slice(0, 4).join(' ')).toBe('gcloud kms keys add-iam-policy-binding')
    const [key, ...rest] = words.slice(4)
    const options = new Map(rest.flatMap((word, at) => (at % 2 === 0 ? [[word, rest[at + 1] ?? '']] : [])))
    expect([...options.keys()]).toEqual(['--project', '--location', '--keyring', '--member', '--role'])
    const of = (option: string) => options.get(`--${option}`) ?? ''
    const ring = `projects/${of('project')}/locations/${of('location')}/keyRings/${of('keyring')}`
    return { name: `${ring}/cryptoKeys/${key}`, role: of('role'), member: of('member') }
  })
}

/** The grants of Terraform resources that each add one member. */
function fromTerraform(text: string): Grant[] {
  return text.split('\n\n').map((resource) => {
    expect(resource).toMatch(/^resource "google_kms_crypto_key_iam_member" "latchkey_\w+" \{\n[^{}]*\n\}$/)
    const fields = new Map(
      [...resource.matchAll(/^ {2}(\w+) += "([^"]*)"$/gm)].map(([, name, value]) => [name, value]),
    )
    expect(fields.size).toBe(3)
    const of = (name: string) => fields.get(name) ?? ''
    return { name: of('crypto_key_id'), role: of('role'), member: of('member') }
  })
}

/** The grants that somebody makes who follows the steps. */
function fromSteps(setup: GoogleSetup): Grant[] {
  const values = consoleSteps(setup).flatMap(({ value }) => value ?? [])
  const [page = '', account, ...titles] = values
  const { id: name } = nameOf(page)
  return titles.map((title) => {
    const role = Object.values(GOOGLE_ROLES).find((known) => known.title === title)?.role ?? ''
    return { name, role, member: `serviceAccount:${account}` }
  })
}

const WAYS: [string, (setup: GoogleSetup) => Grant[]][] = [
  ['gcloud', (setup) => fromCommands(gcloudCommands(setup))],
  ['Terraform', (setup) => fromTerraform(terraformResources(setup))],
  ['the console', fromSteps],
]

describe.each(WAYS)('what is to be granted, by %s', (_, grantsOf) => {
  it('is all that a key needs, for that one account', async () => {
    const name = await world.createKey({ bindings: [] })
    await apply(grantsOf({ key: nameOf(name), serviceAccount: ACCOUNT }))
    const rootKey = world.rootKey(name)
    await rootKey.wrap(randomKey(), contextOf())
    expect((await rootKey.describe()).hidden).toEqual([])
    expect(await rootKey.versions()).toHaveLength(1)
    const other = world.rootKey(name, OTHER_ACCOUNT)
    expect((await failureOf(other.wrap(randomKey(), contextOf()))).outcome).toBe('DENIED')
  })

  it('is no more than that', async () => {
    const name = await world.createKey({ bindings: [] })
    const grants = grantsOf({ key: nameOf(name), serviceAccount: ACCOUNT })
    expect(grants).toHaveLength(2)
    const writing = [
      'cryptoKeys.update',
      'cryptoKeys.setIamPolicy',
      'cryptoKeyVersions.destroy',
      'cryptoKeyVersions.update',
    ]
    await apply(grants)
    const granted = await world.rootKey(name).testPermissions?.(writing.map((verb) => `cloudkms.${verb}`))
    expect(granted).toEqual([])
    for (const kept of grants) {
      await apply([kept])
      const rootKey = world.rootKey(name)
      const uses = await rootKey.wrap(randomKey(), contextOf()).then(
        () => true,
        () => false,
      )
      const looks = (await rootKey.versions().catch(() => null)) !== null
      expect([uses, looks].filter(Boolean), kept.role).toHaveLength(1)
    }
  })
})

async function apply(grants: Grant[]): Promise<void> {
  const [first] = grants
  if (!first) throw new Error('nothing is granted')
  expect(new Set(grants.map(({ name }) => name)).size).toBe(1)
  await world.setPolicy(
    first.name,
    grants.map(({ role, member }) => ({ role, members: [member] })),
  )
}
