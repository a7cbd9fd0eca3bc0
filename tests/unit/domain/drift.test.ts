import { describe, expect, it } from 'vitest'
import { driftChange, driftIn, type KeptRow, saysAnything } from '@/lib/domain/drift'
import type { Cloud } from '@/lib/domain/provider'
import { daysAgo, NOW } from './key-fixtures'

const row = (id: string, status: KeptRow['status'], code = 'ok'): KeptRow => ({ id, label: id, status, code })

/** The drift between the checks of the link and these, as `id: code`. */
function drift(before: KeptRow[], now: KeptRow[], cloud: Cloud = 'azure', known: KeptRow[] = []) {
  const since = daysAgo(3).toISOString()
  return driftIn(now, { cloud, rows: before, drift: known.map((each) => ({ ...each, since })) }, NOW)
}
const codes = (...given: Parameters<typeof drift>) => drift(...given).map(({ id, code }) => `${id}: ${code}`)

describe('drift', () => {
  it('is a row that passed and fails, or can be told no more', () => {
    const before = [row('wrap', 'passed'), row('rotation', 'passed', 'rotation_on'), row('enabled', 'passed')]
    const now = [
      row('wrap', 'failed', 'encrypt_denied'),
      row('rotation', 'unknown', 'rotation_unknown'),
      row('enabled', 'passed'),
    ]
    expect(codes(before, now)).toEqual(['wrap: encrypt_denied', 'rotation: rotation_unknown'])
  })

  it('is purge protection that is off, rotation that was turned off, and an expiry where there was none', () => {
    const before = [
      row('purge_protection', 'passed', 'protected'),
      row('rotation', 'passed', 'rotation_on'),
      row('expiry', 'passed', 'no_expiry'),
    ]
    const now = [
      row('purge_protection', 'failed', 'purgeable'),
      row('rotation', 'passed', 'rotation_off'),
      row('expiry', 'passed', 'expires_later'),
    ]
    expect(codes(before, now)).toEqual([
      'purge_protection: purgeable',
      'rotation: rotation_off',
      'expiry: expires_later',
    ])
  })

  it('is not what was so when the key was linked, or went better', () => {
    const rows = [
      row('rotation', 'passed', 'rotation_off'),
      row('no_administration', 'unknown', 'administration_unknown'),
      row('expiry', 'passed', 'expires_later'),
    ]
    expect(codes(rows, rows)).toEqual([])
    expect(
      codes(rows, [row('rotation', 'passed', 'rotation_on'), row('expiry', 'passed', 'no_expiry')]),
    ).toEqual([])
  })

  it('stays as it was known while nothing answers', () => {
    const silent = [row('wrap', 'unknown', 'UNREACHABLE'), row('unwrap', 'skipped', 'check_failed_before')]
    expect(codes([row('wrap', 'passed')], silent)).toEqual([])
    const known = [row('wrap', 'failed', 'encrypt_denied')]
    expect(codes([row('wrap', 'passed')], silent, 'azure', known)).toEqual(['wrap: encrypt_denied'])
  })

  it('counts from when it was found first', () => {
    const failed = row('wrap', 'failed', 'encrypt_denied')
    expect(drift([row('wrap', 'passed')], [failed])[0]?.since).toBe(NOW.toISOString())
    expect(drift([row('wrap', 'passed')], [failed], 'azure', [failed])[0]?.since).toBe(
      daysAgo(3).toISOString(),
    )
  })

  it('without checks from before is only what would keep the key from being linked', () => {
    const now = [
      row('purge_protection', 'failed', 'purgeable'),
      row('rotation', 'unknown', 'rotation_unknown'),
    ]
    expect(codes([], now, 'azure')).toEqual(['purge_protection: purgeable'])
    expect(codes([], now, 'google')).toEqual([])
  })
})

describe('what is told of drift', () => {
  const rows = (...all: KeptRow[]) => all.map((each) => ({ ...each, since: NOW.toISOString() }))

  it('is what appeared, what changed, and what is gone', () => {
    const before = rows(
      row('wrap', 'failed', 'a'),
      row('expiry', 'passed', 'expires_later'),
      row('usage', 'failed', 'b'),
    )
    const after = rows(row('wrap', 'failed', 'a'), row('expiry', 'failed', 'expired'))
    const { appeared, gone } = driftChange(before, after)
    expect([appeared, gone].map((each) => each.map(({ id }) => id))).toEqual([['expiry'], ['usage']])
  })
})

it('knows checks that say nothing of the key', () => {
  const silent = [row('describe', 'unknown', 'UNREACHABLE'), row('wrap', 'skipped', 'check_failed_before')]
  const byConstruction = row('no_administration', 'passed', 'no_outside_administration')
  expect(saysAnything([...silent, byConstruction])).toBe(false)
  expect(saysAnything([...silent, row('describe', 'failed', 'describe_denied')])).toBe(true)
})
