/**
 * Examples that are true: value and object are the frozen vectors of the format, so that under their keys each
 * ciphertext really opens to the plaintext beside it.
 */
const context = {
  organization: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
  dataClass: 'secrets_and_credentials',
  object: '9b6c1d54-5e0f-4f3e-8f3b-3a0a4b8d3c21',
  field: 'password',
}
const plaintext = 'Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ'
const ciphertext =
  'AQEAAAABwOSLjyXwbP3pwnMe4-p6CLBfZEIumRNdNwVRC90xwz13mTseG3PIBH6P32cx6Uz1GAfnJumJdN3rnCAUgXKOBXcgEB7p22qTPiDhvCg-yQKnEMIa-EZo8cbEgSK7Z9FtRvYYCw'

const objectContext = {
  organization: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
  dataClass: 'document_metadata',
  object: 'c2f7b7be-3b0e-4a57-8a6c-0c5b9d0f4e10',
}
const fields = { name: 'UTMgZm9yZWNhc3Q', elements: 'WyJhIiwiYiJd' }
const envelope =
  'AQMAARFwlMLJTCe1sQFEyppednE-sYRyTBpNj7VbgIjlgK1qsCvzEc6p5VNR9ENSM72zES16bNhCtLsWLEURbEaNnGQmefwBPsvLyQYtrANp38zFGErgxsl7KwA_X3-8uKtfAD8OgEZmDTxVzTYAAgAIZWxlbWVudHMAAAAJAARuYW1lAAAAC6Q4AoJhMp3NFAVoOwkQ0IUBqb0VZFxgNaeqQiTM-gmWZssGYURDejQ9l0jjWNH1ScWzofZcBjtuMM6f3LyTHwSySZo0my-FS-YmhiI'

const doesNotOpen = {
  error: {
    code: 'does_not_open',
    message: 'This record does not open.',
    fix: 'Tell support. The record was left as it is.',
  },
}

export const EXAMPLES = {
  encrypt: { request: { context, plaintext }, response: { ciphertext } },
  decrypt: { request: { context, ciphertext }, response: { plaintext } },
  encryptBatch: { request: { items: [{ context, plaintext }] }, response: { results: [{ ciphertext }] } },
  decryptBatch: {
    request: {
      items: [
        { context, ciphertext },
        { context: { ...context, field: 'user' }, ciphertext },
      ],
    },
    response: { results: [{ plaintext }, doesNotOpen] },
  },
  encryptObjects: {
    request: { items: [{ context: objectContext, fields }] },
    response: { results: [{ envelope }] },
  },
  decryptObjects: {
    request: { items: [{ context: objectContext, envelope, fields: ['name'] }] },
    response: { results: [{ fields: { name: fields.name } }] },
  },
} as const
