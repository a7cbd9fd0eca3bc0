/** SHA-256 of the style sheet that the toasts' library (sonner) puts into the page by itself. */
export const TOAST_STYLE_HASH = 'StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='

/** SHA-256 of nothing: that sheet is put there empty and then filled, and both are looked at. */
const EMPTY_STYLE_HASH = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

/**
 * The policy of every page: only our own scripts and styles, the inline ones by the nonce of this answer.
 * Style attributes stay allowed, since positions and widths are computed; they can't load or run anything.
 * @param development Next's development server evaluates scripts and puts styles into the page
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const ours = `'nonce-${nonce}' 'sha256-${TOAST_STYLE_HASH}' 'sha256-${EMPTY_STYLE_HASH}'`
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${development ? `'unsafe-inline'` : ours}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

const SENSORS = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']

/** The other headers of every answer. @param https whether people come over TLS */
export function securityHeaders(https: boolean): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'permissions-policy': SENSORS.map((sensor) => `${sensor}=()`).join(', '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}
