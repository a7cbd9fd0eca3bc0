import * as changing from './changing'
import { decrypt, encrypt } from './cryptography'
import { getIamPolicy, setIamPolicy, testIamPermissions } from './iam'
import type { Method } from './method'
import * as reading from './reading'

/** Every method of the two services, by Google's name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    encrypt,
    decrypt,
    ...Object.values(reading),
    ...Object.values(changing),
    getIamPolicy,
    setIamPolicy,
    testIamPermissions,
  ].map((method) => [method.name, method]),
)
