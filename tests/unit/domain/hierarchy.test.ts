import { describe, expect, it } from 'vitest'
import { graceEndsAt, standing, toHierarchy } from '@/lib/domain/hierarchy'
import { KMS_SENTENCES } from '@/lib/domain/kms-sentences'
import {
  daysAgo,
  linkedOrganization,
  linkStanding,
  master,
  NOW,
  platformRoot,
  unlinkedOrganization,
} from './key-fixtures'

describe('the hierarchy as a picture', () => {
  it('has nothing to show before the platform has a root', () => {
    expect(toHierarchy(linkedOrganization({ platformRoot: null }))).toBeNull()
  })

  it('shows a master key that is made when it is needed first', () => {
    const view = toHierarchy(linkedOrganization({ masterKeys: [master('composite', 1)] }))
    expect(view?.platformMaster).toMatchObject({ version: null, state: 'pre_activation', ageDays: 0 })
    expect(view?.compositeMaster).toMatchObject({ version: 1, state: 'active' })
  })

  it('does not tell customers the address of the platform’s root', () => {
    expect(toHierarchy(linkedOrganization())?.platformRoot.id).toBeNull()
  })

  it('shows both branches of a linked organization with ages and limits', () => {
    expect(toHierarchy(linkedOrganization())).toMatchObject({
      platformRoot: { ageDays: 100, limitDays: 180 },
      customerRoot: { ageDays: 12, limitDays: null, state: 'active' },
      platformMaster: { version: 1, ageDays: 20, limitDays: 30 },
      compositeMaster: { version: 1, ageDays: 10, limitDays: 30 },
      availability: { state: 'active' },
      platformAvailability: { state: 'active' },
    })
  })

  it('hangs each class on the master key that its active version is wrapped by, and counts all its objects', () => {
    const classes = toHierarchy(linkedOrganization())?.dataKeys
    expect(classes?.find((key) => key.dataClass === 'secrets_and_credentials')).toMatchObject({
      under: 'composite',
      version: 2,
      ageDays: 5,
      limitDays: 30,
      objects: 7,
    })
    expect(classes?.find((key) => key.dataClass === 'platform_metadata')).toMatchObject({ under: 'platform' })
  })

  it('shows where the first key of a class will hang, by the rule of the class', () => {
    const underOf = (name: string, facts = linkedOrganization()) =>
      toHierarchy(facts)?.dataKeys.find((key) => key.dataClass === name)
    expect(underOf('document_metadata')).toMatchObject({ under: 'composite', version: null })
    expect(underOf('document_metadata', unlinkedOrganization())).toMatchObject({ under: 'platform' })
    expect(underOf('file_uploads')).toMatchObject({ under: 'platform', version: null })
  })

  it('has no customer branch without a link', () => {
    expect(toHierarchy(unlinkedOrganization())).toMatchObject({
      customerRoot: null,
      compositeMaster: null,
      availability: { state: 'none' },
    })
  })

  it('never shows the loss of the platform’s root as the customer’s denial', () => {
    const facts = linkedOrganization({
      platformRoot: platformRoot({ availability: 'stopped_denied', cause: 'DISABLED' }),
    })
    const view = toHierarchy(facts)
    expect(view?.availability.state).toBe('active')
    expect(view?.platformAvailability.state).toBe('stopped_denied')
    expect(view?.platformAvailability.cause).not.toBe(KMS_SENTENCES.aws.DISABLED.reason)
  })

  it('says why the customer’s branch is dark', () => {
    const facts = linkedOrganization({
      links: [linkStanding({ availability: 'stopped_denied', cause: 'DISABLED' })],
    })
    expect(toHierarchy(facts)?.availability).toMatchObject({
      state: 'stopped_denied',
      cause: KMS_SENTENCES.aws.DISABLED.reason,
    })
  })
})

describe('grace', () => {
  const inGrace = (secondsSinceProof: number) => ({
    availability: 'grace' as const,
    cause: 'UNREACHABLE',
    since: new Date(NOW.getTime() - 1_000),
    lastProofAt: new Date(NOW.getTime() - secondsSinceProof * 1_000),
  })

  it('counts from the last good proof, not from the first silence', () => {
    expect(graceEndsAt(inGrace(120))).toEqual(new Date(NOW.getTime() + 480_000))
    expect(graceEndsAt({ ...inGrace(120), availability: 'active' })).toBeNull()
  })

  it('ends by the clock, even if nobody wrote it down', () => {
    expect(standing(inGrace(599), NOW).availability).toBe('grace')
    expect(standing(inGrace(600), NOW).availability).toBe('stopped_unreachable')
    expect(standing({ ...inGrace(600), availability: 'active' }, NOW).availability).toBe('active')
  })
})

it('never gives an age below zero, though clocks differ', () => {
  const facts = linkedOrganization({ platformRoot: platformRoot({ keyCreatedAt: daysAgo(-1) }) })
  expect(toHierarchy(facts)?.platformRoot.ageDays).toBe(0)
})
