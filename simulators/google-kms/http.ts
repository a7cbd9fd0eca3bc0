import type { IncomingMessage, ServerResponse } from 'node:http'

const BODY_BYTES_MAX = 256 * 1024

/** Reads a request's body; null when it is longer than 256 KiB, the rest of which is read and dropped. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('The request is read as bytes.')
    length += chunk.length
    // Ending the loop would cut the line before the refusal is on it.
    if (length <= BODY_BYTES_MAX) chunks.push(chunk)
  }
  return length <= BODY_BYTES_MAX ? Buffer.concat(chunks) : null
}

/** Answers once, with a body that no cache keeps. */
export function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
}
