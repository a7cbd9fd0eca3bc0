import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Lag } from '@/simulators/shared/lag'

test('after a change the former value answers for as long as the lag, one after the other', async () => {
  const lag = new Lag<string>()
  lag.ms = 60_000
  expect(lag.seen('key', 'first')).toBe('first')
  lag.changed('key', 'first')
  lag.changed('key', 'second')
  expect(lag.seen('key', 'third')).toBe('first')
  expect(lag.seen('another', 'own')).toBe('own')
  lag.ms = 0
  expect(lag.seen('key', 'third')).toBe('third')
  await sleep(40)
  lag.changed('key', 'third')
  lag.ms = 30
  expect(lag.seen('key', 'fourth')).toBe('third')
  await sleep(40)
  expect(lag.seen('key', 'fourth')).toBe('fourth')
})
