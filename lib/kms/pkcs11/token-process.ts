import { loadLibrary } from './library'
import type { TokenAnswers, TokenKind, TokenReply, TokenRequest, TokenSettings } from './protocol'
import { Token } from './token'
import { TokenError } from './token-error'

/* The process that holds the HSM's module: its calls block, may never return, and may bring down who makes them. */

let token: Token | null = null

process.on('message', (request: TokenRequest) => {
  const reply = answer(request)
  process.send?.(reply, () => {
    if (reply.ok && request.kind === 'open') (reply.value as Uint8Array).fill(0)
  })
})
// The service may be asked to stop by a signal to all of its processes; this one goes when the service does.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.exit(0))

function answer(request: TokenRequest): TokenReply {
  const { number } = request
  try {
    return { number, ok: true, value: answerOf(request) }
  } catch (error) {
    if (error instanceof TokenError) return { number, ok: false, fault: error.fault }
    return { number, ok: false, fault: { name: 'NotPkcs11', call: 'process', othersOpen: false } }
  }
}

function answerOf({ kind, body }: TokenRequest): TokenAnswers[TokenKind] {
  if (kind === 'start') {
    token ??= load(body)
    return token.start()
  }
  if (token === null) throw new TokenError('NotStarted', 'process')
  if (kind === 'look') return token.look(body.key)
  if (kind === 'open') return token.open(body)
  try {
    return token.seal(body)
  } finally {
    body.plaintext.fill(0)
  }
}

function load(settings: TokenSettings): Token {
  const library = loadLibrary()
  const module = new library.PKCS11()
  try {
    module.load(settings.module)
  } catch {
    throw new TokenError('ModuleNotLoaded', 'load')
  }
  return new Token(library, module, settings)
}
