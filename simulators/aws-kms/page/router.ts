import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from '../http'
import type { World } from '../world'

/** Answers the simulator's own page. */
export async function answerPage(_world: World, _request: IncomingMessage, response: ServerResponse) {
  send(response, 404, 'text/plain', 'Not found\n')
}
