/** Headers and escaping of every HTML page that the companion serves. */
import type { Response } from 'express'
import { REPORTING, REPORTING_ENDPOINTS } from './policy-reports.ts'

export { escapeHtml } from '../escape-html.ts'

/**
 * Content-Security-Policy with everything closed that the page does not need (OWASP ASVS 5.0, 3.4).
 * `frameAncestors` is one verified origin or `'none'`, never a wildcard: any trial account could frame it.
 */
export function pageHeaders(
  response: Response,
  given: { frameAncestors: string; scriptSources?: readonly string[]; connect?: string; policies?: string },
): void {
  const policy = [
    "default-src 'none'",
    `script-src ${given.scriptSources?.join(' ') ?? "'none'"}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${given.connect ?? "'none'"}`,
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    // Text becomes markup nowhere: a script that tried so would be stopped by the browser.
    "require-trusted-types-for 'script'",
    `trusted-types ${given.policies ?? "'none'"}`,
    REPORTING,
    `frame-ancestors ${given.frameAncestors}`,
  ]
  response.setHeader('Content-Security-Policy', policy.join('; '))
  response.setHeader('Reporting-Endpoints', REPORTING_ENDPOINTS)
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
}
