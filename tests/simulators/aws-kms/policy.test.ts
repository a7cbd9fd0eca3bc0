import { expect, test } from 'vitest'
import { globMatches } from '@/simulators/aws-kms/policy/glob'
import { jsonErrorPlace } from '@/simulators/aws-kms/policy/json'

test.each([
  ['{\n  "Statement": x\n}', 2, 16],
  ['{"a":1,}', 1, 8],
  ['{"a" 1}', 1, 6],
  ['{"a":1', 1, 7],
  ['', 1, 1],
  ['{}\n}', 2, 1],
  ['{\n"a": "b\n"}', 2, 8],
])('%j stops being JSON at line %d, column %d', (text, line, column) => {
  expect(jsonErrorPlace(text)).toEqual({ line, column })
})

test.each([
  ['*', '', true],
  ['kms:Re*', 'kms:ReEncryptTo', true],
  ['kms:*Key', 'kms:DescribeKey', true],
  ['kms:*Key', 'kms:DescribeKeys', false],
  ['arn:*:key/?', 'arn:aws:key/1', true],
  ['a.c', 'abc', false],
  ['*a*b', 'xaxbxb', true],
  ['?', '', false],
])('the pattern %j on %j: %s', (pattern, text, matches) => {
  expect(globMatches(pattern, text)).toBe(matches)
})
