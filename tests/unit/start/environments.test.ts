import { describe, expect, it } from 'vitest'
import { programEnvironments } from '../../../scripts/start/environments'

const caller = {
  PATH: '/usr/bin',
  SOMETHING_PRIVATE: 'x',
  DATABASE_URL: 'postgresql://owner@db/latchkey',
  LATCHKEY_AWS_REGIONS: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'of-the-caller',
  AWS_PROFILE: 'of-the-caller',
  GOOGLE_APPLICATION_CREDENTIALS: '/key.json',
}
const made = {
  LATCHKEY_MODE: 'demo',
  LATCHKEY_AWS_REGIONS: 'us-east-1',
  WEB_DATABASE_URL: 'postgresql://web@db/latchkey',
  SERVICE_DATABASE_URL: 'postgresql://service@db/latchkey',
}

describe('the environment of each program', () => {
  it('gives web no credential of a cloud and no other program’s database', () => {
    const { web } = programEnvironments(caller, { ...made, AWS_ACCESS_KEY_ID: 'of-the-simulator' })
    expect(web).toEqual({
      PATH: '/usr/bin',
      LATCHKEY_MODE: 'demo',
      LATCHKEY_AWS_REGIONS: 'eu-central-1',
      WEB_DATABASE_URL: made.WEB_DATABASE_URL,
    })
  })

  it('hands the caller’s cloud credentials to the encryption service, and not the owner’s database', () => {
    const { service } = programEnvironments(caller, made)
    expect(service).toMatchObject({
      AWS_PROFILE: 'of-the-caller',
      GOOGLE_APPLICATION_CREDENTIALS: '/key.json',
    })
    expect(service).not.toHaveProperty('DATABASE_URL')
    expect(service).not.toHaveProperty('WEB_DATABASE_URL')
    expect(service).not.toHaveProperty('SOMETHING_PRIVATE')
  })

  it('keeps the caller’s cloud credentials out of a start with the simulator', () => {
    const { service } = programEnvironments(caller, { ...made, AWS_ACCESS_KEY_ID: 'of-the-simulator' })
    expect(service).toMatchObject({ AWS_ACCESS_KEY_ID: 'of-the-simulator' })
    expect(service).not.toHaveProperty('AWS_PROFILE')
  })
})
