import { describe, expect, it } from 'vitest'
import {
  checksFor,
  isObstacle,
  mayLink,
  PREFLIGHT_LABELS,
  PREFLIGHT_NEEDS,
} from '@/lib/domain/preflight-checks'
import { findingsOf } from '@/lib/domain/preflight-findings'
import { CLOUDS } from '@/lib/domain/provider'

describe.each(CLOUDS)('the checks of a key in %s', (cloud) => {
  const rows = (status: (id: string) => string) => checksFor(cloud).map((id) => ({ id, status: status(id) }))

  it('let it be linked when all of them passed', () => {
    expect(
      mayLink(
        cloud,
        rows(() => 'passed'),
      ),
    ).toBe(true)
    expect(mayLink(cloud, rows(() => 'passed').slice(1))).toBe(false)
  })

  it.each(checksFor(cloud))('weigh %s as the table says', (id) => {
    const need = PREFLIGHT_NEEDS[id][cloud]
    const links = (status: string) =>
      mayLink(
        cloud,
        rows((other) => (other === id ? status : 'passed')),
      )
    expect({ failed: links('failed'), unknown: links('unknown'), skipped: links('skipped') }).toEqual({
      failed: need === 'informs',
      unknown: need !== 'must_pass',
      skipped: need === 'informs',
    })
  })

  it('have a label each', () => {
    for (const id of checksFor(cloud)) expect(PREFLIGHT_LABELS[cloud][id]).toMatch(/^[A-Z]/)
  })

  it('say in whole sentences what was found, who has to act, and what to do', () => {
    for (const [code, { reason, fix, whose, side }] of Object.entries(findingsOf(cloud))) {
      for (const text of [reason, fix]) expect(text, code).toMatch(/^[A-Z].*[.”]$/)
      if (whose === 'cloud_admin') expect(side, code).toBeDefined()
    }
  })
})

it('needs purge protection of Azure alone, and asks for nothing that a cloud does not have', () => {
  expect(isObstacle('azure', { id: 'purge_protection', status: 'failed' })).toBe(true)
  expect(isObstacle('google', { id: 'purge_protection', status: 'failed' })).toBe(false)
  expect(checksFor('azure')).toContain('not_before')
  expect(checksFor('aws')).not.toContain('not_before')
})
