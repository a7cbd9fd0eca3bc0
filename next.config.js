/** @type {import('next').NextConfig} */
export default {
  // `npm test` checks types and lint; a build on somebody's machine needn't do it again.
  typescript: { ignoreBuildErrors: true },
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Pages are live and personal: nothing is optimized, prerendered or cached that wasn't asked for.
  images: { unoptimized: true },
  devIndicators: false,
}
