import { expect, it } from 'vitest'
import { isBelow } from '../../../scripts/test/lockfile'

it.each([
  ['16.4.4', '16.4.5', true],
  ['16.4.5', '16.4.5', false],
  ['16.10.0', '16.4.5', false],
  ['15.9.9', '16.4.5', true],
  ['16.4.5-canary.1', '16.4.5', false],
  ['17', '16.4.5', false],
])('compares %s with the floor %s', (version, floor, below) => {
  expect(isBelow(version, floor)).toBe(below)
})
