import { setBackend } from 'google-logging-utils'

/**
 * Google's libraries write requests and answers to stderr where GOOGLE_SDK_NODE_LOGGING is set: access tokens, and
 * the plaintext of a key. Once this module is loaded they write nothing, whatever the environment says.
 */
setBackend(null)
