import type { TokenAnswers, TokenKind, TokenReply, TokenRequest, TokenSettings } from './protocol'
import { Token } from './token'
import { calling, TokenError } from './token-error'

/* The process that holds the HSM's module: its calls block, may never return, and may bring down who makes them. */

let token: Token | null = null

process.on('message', async (request: TokenRequest) => {
  const reply = await answer(request)
  process.send?.(reply, () => {
    if (reply.ok && request.kind === 'open') (reply.value as Uint8Array).fill(0)
  })
})
// The service may be asked to stop by a signal to all of its processes; this one goes when the service does.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
process.on('disconnect', () => process.exit(0))

async function answer(request: TokenRequest): Promise<TokenReply> {
  const { number } = request
  try {
    return { number, ok: true, value: await answerOf(request) }
  } catch (error) {
    if (error instanceof TokenError) return { number, ok: false, fault: error.fault }
    return { number, ok: false, fault: { name: 'NotPkcs11', call: 'process', othersOpen: false } }
  }
}

async function answerOf({ kind, body }: TokenRequest): Promise<TokenAnswers[TokenKind]> {
  if (kind === 'start') {
    token ??= await load(body)
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

async function load(settings: TokenSettings): Promise<Token> {
  const library = await import('pkcs11js').then(
    (imported) => imported.default,
    () => {
      throw new TokenError('Pkcs11jsNotInstalled', 'import')
    },
  )
  const module = new library.PKCS11()
  try {
    calling('load', () => module.load(settings.module))
  } catch {
    throw new TokenError('ModuleNotLoaded', 'load')
  }
  return new Token(library, module, settings)
}
