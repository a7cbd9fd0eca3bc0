import net from 'node:net'

// Below the range that systems take outgoing ports from, so that a remembered port stays free.
const FIRST_PORT = 20_000
const PORT_COUNT = 10_000

/** Whether a program could listen at host:port right now. @param {number} port @param {string} [host] */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

/** A port on the loopback address that nobody listens at. @returns {Promise<number>} */
export async function findFreePort() {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORT_COUNT)
    if (await isFree(port)) return port
  }
}
