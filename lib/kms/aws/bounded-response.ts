/** The longest true answer, a Decrypt, has some kilobytes. */
const MAX_RESPONSE_BYTES = 64 * 1024

class ResponseTooLargeError extends Error {
  constructor() {
    super(`a response of over ${MAX_RESPONSE_BYTES} bytes`)
    this.name = 'ResponseTooLargeError'
  }
}

/** Middleware for a client of the SDK: it reads at most 64 KiB of any answer; a longer one is cut off and fails. */
export const boundedResponse =
  <Input, Output extends { response: unknown }>(next: (input: Input) => Promise<Output>) =>
  async (input: Input): Promise<Output> => {
    const output = await next(input)
    const { response } = output
    if (hasBodyStream(response)) response.body = await readBounded(response.body)
    return output
  }

/** Low priority puts it inside the SDK's own deserializer, which then finds bytes instead of a stream. */
export const BOUNDED_RESPONSE = {
  step: 'deserialize',
  name: 'boundedResponse',
  priority: 'low',
} as const

function hasBodyStream(response: unknown): response is { body: AsyncIterable<Uint8Array> | Uint8Array } {
  if (typeof response !== 'object' || response === null || !('body' in response)) return false
  const { body } = response
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

async function readBounded(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  let total = 0
  // Leaving the loop by an error destroys the stream, and its connection with it.
  for await (const chunk of body) {
    total += chunk.length
    if (total > MAX_RESPONSE_BYTES) throw new ResponseTooLargeError()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
