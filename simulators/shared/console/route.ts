/** One request of a control API. `body` is the JSON body, or the query of a GET; the route validates it. */
export interface Route {
  method: string
  path: RegExp
  /** @throws CodedError or z.ZodError, which become the answer */
  answer(parameters: string[], body: unknown): object | Promise<object>
}

/** A route at a path below the cloud's own; groups in it are the answer's parameters, empty when they match nothing. */
export const route = (method: string, path: string, answer: Route['answer']): Route => ({
  method,
  path: new RegExp(`^${path}$`),
  answer,
})
