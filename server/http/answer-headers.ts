/** What every answer says, whoever gives it: a route, an error, the set-up's page, or the HTTP parser before any of them. */
import { REPORTING, REPORTING_ENDPOINTS } from './policy-reports.ts'

/** What a browser could be asked for; a page of ours asks for none of it, and no frame in it may. */
const NO_FEATURES = [
  ...[
    'accelerometer',
    'autoplay',
    'camera',
    'display-capture',
    'encrypted-media',
    'fullscreen',
    'geolocation',
  ],
  ...['gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture'],
  ...['publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
]
  .map((feature) => `${feature}=()`)
  .join(', ')

/** Of an answer that is no page; what `default-src` does not stand for is said by name. */
const NO_PAGE = `default-src 'none'; base-uri 'none'; form-action 'none'; ${REPORTING}; frame-ancestors 'none'`

/** A page puts its own policy in the place of this one (`pageHeaders`). */
export function answerHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': NO_FEATURES,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': NO_PAGE,
    'Reporting-Endpoints': REPORTING_ENDPOINTS,
    ...(publicUrl.startsWith('https://')
      ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
      : {}),
  }
}
