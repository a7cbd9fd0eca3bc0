import { describe, expect, it } from 'vitest'
import { tourSteps } from '@/components/tour/story'

const nothing = {
  keyLinked: false,
  credentialStored: false,
  connectionTested: false,
  rotated: false,
  stopped: false,
  returned: false,
}

describe('the demo’s story', () => {
  it('has seven steps, of which signing in is done', () => {
    const steps = tourSteps(nothing, 'organization_admin', null)
    expect(steps.map(({ done }) => done)).toEqual([true, false, false, false, false, false, false])
  })

  it('ticks off what happened', () => {
    const all = Object.fromEntries(Object.keys(nothing).map((fact) => [fact, true])) as typeof nothing
    expect(tourSteps(all, 'organization_admin', null).every(({ done }) => done)).toBe(true)
  })

  it('leads each role only where it may go', () => {
    const linksOf = (role: 'organization_admin' | 'organization_auditor' | 'support_staff') =>
      tourSteps(nothing, role, 'http://127.0.0.1:4320').map(({ link }) => link?.href ?? null)
    const cloud = 'http://127.0.0.1:4320'
    expect(linksOf('organization_admin')).toEqual([
      null,
      '/keys/link',
      '/connections/new',
      '/connections',
      '/rotation/new',
      cloud,
      cloud,
    ])
    expect(linksOf('support_staff')).toEqual([null, null, null, null, '/support', cloud, cloud])
    expect(linksOf('organization_auditor')).toEqual([null, null, null, null, null, cloud, cloud])
  })
})
