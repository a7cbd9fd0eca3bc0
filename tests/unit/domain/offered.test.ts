import { describe, expect, it } from 'vitest'
import { offeredClouds, offeredRegions } from '@/lib/domain/offered'

const INSTALLATION = { aws: ['eu-central-1', 'eu-west-1'], google: ['europe-west3'] }
const identities = {
  awsExternalId: 'x'.repeat(32),
  azureClientId: '6c1f0c7e-5d2b-4b63-9d55-0a3f4e1f7a10',
  googleServiceAccount: 'latchkey-northwind@vendor.iam.gserviceaccount.com',
}

describe('what an organization is offered', () => {
  it('is every region of the installation unless some are chosen', () => {
    expect(offeredRegions(INSTALLATION, { regions: [] })).toEqual(INSTALLATION)
    expect(offeredRegions(INSTALLATION, { regions: ['eu-west-1', 'xx-north-9'] })).toEqual({
      aws: ['eu-west-1'],
      google: [],
    })
  })

  it('is each cloud that is set up and has a region left', () => {
    expect(offeredClouds(INSTALLATION, { identities, regions: [] })).toEqual(['aws', 'azure', 'google'])
    expect(offeredClouds(INSTALLATION, { identities, regions: ['europe-west3'] })).toEqual([
      'azure',
      'google',
    ])
    const awsOnly = { ...identities, azureClientId: null, googleServiceAccount: null }
    expect(offeredClouds(INSTALLATION, { identities: awsOnly, regions: [] })).toEqual(['aws'])
  })
})
