/**
 * What a server action of a form answers, and what the form shows.
 * `code` is stable; `message` says the cause and `fix` the next step; `fields` names each wrong field.
 */
export type ActionState =
  | { status: 'idle' }
  | ActionSuccess
  | { status: 'error'; code: string; message: string; fix?: string; fields?: Record<string, string> }

/** That it was done. `secret` is told this once, for the form to show, and is kept nowhere. */
export interface ActionSuccess {
  status: 'ok'
  message?: string
  secret?: string
}

/** The state of a form that nobody has sent yet. */
export const IDLE: ActionState = { status: 'idle' }

/** A server action as forms call it. */
export type FormAction = (state: ActionState, formData: FormData) => Promise<ActionState>
