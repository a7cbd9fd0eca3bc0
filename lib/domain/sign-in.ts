import { z } from 'zod'

/** Where web asks the encryption service to open a session; the second one is there in the demo alone. */
export const SIGN_IN_PATHS = { password: '/v1/sessions', demoCard: '/v1/demo-sessions' } as const

/** An address and a password as somebody typed them. The limits keep hashing a bounded piece of work. */
export const credentials = z.object({
  email: z.string().trim().toLowerCase().max(320),
  password: z.string().max(200),
})
export type Credentials = z.infer<typeof credentials>

/** The card of one of the demo's people. */
export const demoCard = z.object({ email: z.string().max(320) })
export type DemoCard = z.infer<typeof demoCard>

/** What opening a session gives: its random id, kept nowhere but in the person's cookie. */
export const openedSession = z.object({ session: z.string().min(1) })
