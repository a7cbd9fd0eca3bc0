import { globMatches } from './glob'

/** The values a request has for condition keys; names in lower case, since IAM ignores their case. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>

export interface Condition {
  operator: Operator
  quantifier: 'ForAnyValue' | 'ForAllValues' | null
  ifExists: boolean
  /** The condition key in lower case. */
  key: string
  values: readonly string[]
}

type Operator = (typeof OPERATORS)[number]
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Bool',
  'Null',
] as const

const KEYS = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:viaawsservice',
  'kms:bypasspolicylockoutsafetycheck',
  'kms:calleraccount',
  'kms:encryptionalgorithm',
  'kms:encryptioncontextkeys',
  'kms:keyorigin',
  'kms:keyspec',
  'kms:keyusage',
  'kms:multiregion',
  'kms:multiregionkeytype',
  'kms:primaryregion',
  'kms:reencryptonsamekey',
  'kms:replicaregion',
  'kms:requestalias',
  'kms:resourcealiases',
  'kms:viaservice',
  'sts:externalid',
  'sts:rolesessionname',
])
const CONTEXT_KEY = /^kms:encryptioncontext:.+/

/** Whether this simulator gives `key` a meaning; one without meaning must be refused, never ignored. */
export const isConditionKey = (key: string): boolean =>
  KEYS.has(key.toLowerCase()) || CONTEXT_KEY.test(key.toLowerCase())

/** Takes apart `ForAnyValue:StringLikeIfExists` and its like; null when the operator is not known here. */
export function parseOperator(
  name: string,
): { operator: Operator; quantifier: Condition['quantifier']; ifExists: boolean } | null {
  const match = /^(?:(ForAnyValue|ForAllValues):)?(.+?)(IfExists)?$/.exec(name)
  const operator = OPERATORS.find((known) => known === match?.[2])
  if (!match || !operator) return null
  const quantifier = match[1] === 'ForAnyValue' || match[1] === 'ForAllValues' ? match[1] : null
  const ifExists = match[3] !== undefined
  if (operator === 'Null' && (ifExists || quantifier)) return null
  return { operator, quantifier, ifExists }
}

/**
 * Whether the request meets one condition, by IAM's rules: a missing key fails a positive operator,
 * passes a negated one, `…IfExists` and `ForAllValues`; several values of a policy are alternatives.
 */
export function conditionHolds(condition: Condition, context: ConditionContext): boolean {
  const actual = context.get(condition.key) ?? []
  if (condition.operator === 'Null') {
    const wanted = actual.length === 0
    return condition.values.some((value) => (value.toLowerCase() === 'true') === wanted)
  }
  if (actual.length === 0 && condition.ifExists) return true
  const passes = (value: string) => valuePasses(condition, value)
  if (condition.quantifier === 'ForAllValues') return actual.every(passes)
  if (condition.quantifier === 'ForAnyValue') return actual.some(passes)
  if (actual.length === 0) return isNegated(condition.operator)
  return isNegated(condition.operator) ? actual.every(passes) : actual.some(passes)
}

const isNegated = (operator: Operator): boolean => operator.includes('Not')

function valuePasses({ operator, values }: Condition, actual: string): boolean {
  const anyEqual = values.some((value) => valueMatches(operator, value, actual))
  return isNegated(operator) ? !anyEqual : anyEqual
}

function valueMatches(operator: Operator, value: string, actual: string): boolean {
  if (operator.endsWith('Like') || operator.startsWith('Arn')) return globMatches(value, actual)
  if (operator.endsWith('IgnoreCase') || operator === 'Bool') {
    return value.toLowerCase() === actual.toLowerCase()
  }
  return value === actual
}
