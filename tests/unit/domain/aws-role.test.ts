import { expect, it } from 'vitest'
import { isExternalId, makeExternalId, parseAwsRoleArn, ROLE_REFUSALS } from '@/lib/domain/aws-role'

const KEY = { partition: 'aws', accountId: '111122223333' }
const ARN = 'arn:aws:iam::111122223333:role/latchkey-access'

it('reads the ARN of a role, with or without a path, and forgives the space around it', () => {
  expect(parseAwsRoleArn(`\n ${ARN} `, KEY)).toEqual({
    ok: true,
    role: { arn: ARN, partition: 'aws', accountId: '111122223333', name: 'latchkey-access' },
  })
  const withPath = parseAwsRoleArn('arn:aws:iam::111122223333:role/security/vendors/x+=,.@-_y', KEY)
  expect(withPath).toMatchObject({ ok: true, role: { name: 'x+=,.@-_y' } })
  const china = { partition: 'aws-cn', accountId: '111122223333' }
  expect(parseAwsRoleArn('arn:aws-cn:iam::111122223333:role/x', china).ok).toBe(true)
})

it.each([
  ['empty', '  '],
  ['whitespace', ARN.replace('role/', 'role/ ')],
  ['not_an_arn', 'latchkey-access'],
  ['not_an_arn', 'arn:aws:iam::111122223333:policy/x'],
  ['not_an_arn', 'arn:aws:iam::11112222333:role/x'],
  ['not_an_arn', 'arn:aws:iam:eu-central-1:111122223333:role/x'],
  ['not_an_arn', 'arn:aws:s3:::bucket'],
  ['not_an_arn', `arn:aws:iam::111122223333:role/${'x/'.repeat(400)}x`],
  ['session', 'arn:aws:sts::111122223333:assumed-role/latchkey-access/somebody'],
  ['user', 'arn:aws:iam::111122223333:user/alice'],
  ['root', 'arn:aws:iam::111122223333:root'],
  ['service_role', 'arn:aws:iam::111122223333:role/aws-service-role/kms.amazonaws.com/x'],
  ['key_arn', 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['wrong_partition', ARN.replace('arn:aws:', 'arn:aws-cn:')],
  ['wrong_account', ARN.replace('111122223333', '444455556666')],
  ['wrong_name', 'arn:aws:iam::111122223333:role/'],
  ['wrong_name', `${ARN}:more`],
  ['wrong_name', `arn:aws:iam::111122223333:role/${'x'.repeat(65)}`],
  ['wrong_name', `${ARN}"}]}`],
] as const)('refuses %s: %j', (code, pasted) => {
  expect(parseAwsRoleArn(pasted, KEY)).toEqual({ ok: false, code, message: ROLE_REFUSALS[code] })
})

it('makes an external id of its own for each link, in letters that STS takes', () => {
  const ids = Array.from({ length: 200 }, makeExternalId)
  expect(new Set(ids).size).toBe(200)
  // 192 bits: nobody guesses one.
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{32}$/)
  expect(ids.every(isExternalId)).toBe(true)
  expect(isExternalId('northwind')).toBe(false)
})
