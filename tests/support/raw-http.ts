import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number
  head: string
  body: string
}

/** Sends these pieces over a connection of its own, pausing after each, and reads until the server closes it. */
export async function sendRaw(url: string, pieces: Iterable<string>, pauseMs = 0): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  let read = ''
  socket.on('data', (chunk) => {
    read += chunk
  })
  // A server that has said its word may reset what still comes.
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  for (const piece of pieces) {
    if (socket.destroyed || read !== '') break
    socket.write(piece)
    await sleep(pauseMs)
  }
  await closed
  const [head = '', body = ''] = read.split('\r\n\r\n', 2)
  return { status: Number(head.split(' ')[1]), head, body }
}
