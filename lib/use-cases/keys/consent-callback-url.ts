import { webEnv } from '@/lib/env'

/** Where Entra sends an admin's browser back to; our applications there name it as their redirect URI. */
export const consentCallbackUrl = () => new URL('/connect/azure', webEnv().url).href
