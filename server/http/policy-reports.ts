/**
 * Where a browser says that a page of ours tried what its policy forbids. Anybody can reach this address, and the
 * addresses that a report names hold tokens of requesters: of each report only words of closed lists are kept, in the
 * log and as a figure. Nothing is stored.
 */
import { type Request, type Response, Router, raw } from 'express'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { secondsLeft } from '../access/index.ts'
import type { Log } from '../log.ts'

export const POLICY_REPORTS = '/policy-reports'
/** The older name, for browsers that do not know the newer one, and the newer one. */
export const REPORTING = `report-uri ${POLICY_REPORTS}; report-to vouch`
export const REPORTING_ENDPOINTS = `vouch="${POLICY_REPORTS}"`

export interface PolicyReportsGiven {
  readonly now: () => Date
  readonly log: Pick<Log, 'warn'>
  /** Of the figures, where some are kept. */
  readonly metrics: { policyViolation(directive: string): void } | null
}

export interface Violation {
  readonly directive: string
  /** The pattern of the page's route. */
  readonly page: string
  /** What kind of thing was stopped. */
  readonly blocked: string
}

const DIRECTIVES: readonly string[] = [
  ...['default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem'],
  ...['style-src-attr', 'img-src', 'connect-src', 'font-src', 'media-src', 'object-src', 'frame-src'],
  ...['child-src', 'worker-src', 'manifest-src', 'base-uri', 'form-action', 'frame-ancestors'],
  ...['require-trusted-types-for', 'trusted-types'],
]
const PAGES: readonly string[] = ['/sidebar', '/console', '/c/:link', '/p/:link', '/r/:link', '/api/v1']
const KINDS: readonly string[] = ['inline', 'eval', 'wasm-eval', 'trusted-types-policy', 'trusted-types-sink']
const SCHEMES: readonly string[] = [
  'data',
  'blob',
  'filesystem',
  'about',
  'chrome-extension',
  'moz-extension',
]
const OTHER = 'other'
const MOST_IN_ONE = 20
const MOST_A_MINUTE = 120
const MINUTE_MS = 60_000

const address = z.string().max(8_000).optional()
const olderReport = z.object({
  'csp-report': z.object({
    'document-uri': address,
    'blocked-uri': address,
    'effective-directive': z.string().max(500).optional(),
    // All of the older browsers' directive: its name and its sources.
    'violated-directive': z.string().max(4_000).optional(),
  }),
})
const newerReports = z
  .array(
    z.object({
      type: z.string().max(100),
      body: z.object({
        documentURL: address,
        blockedURL: address.nullable(),
        effectiveDirective: z.string().max(500).optional(),
      }),
    }),
  )
  .max(MOST_IN_ONE)

const parsedUrl = (text: string | undefined) =>
  text !== undefined && URL.canParse(text) ? new URL(text) : null

function directiveOf(text: string | undefined): string {
  const [name = ''] = (text ?? '').trim().split(' ', 1)
  return DIRECTIVES.includes(name) ? name : OTHER
}

/** Only the pattern: what stands behind it may be somebody's link. */
function pageOf(text: string | undefined): string {
  const [, first = ''] = (parsedUrl(text)?.pathname ?? '').split('/', 2)
  return PAGES.find((page) => page.split('/')[1] === first) ?? OTHER
}

function blockedOf(text: string | null | undefined, page: string | undefined): string {
  const given = text ?? ''
  if (given === '') return 'nothing'
  if (KINDS.includes(given)) return given
  // Some browsers name the scheme alone.
  if (SCHEMES.includes(given)) return given
  const url = parsedUrl(given)
  if (url === null) return OTHER
  const scheme = url.protocol.slice(0, -1)
  if (SCHEMES.includes(scheme)) return scheme
  if (scheme !== 'https' && scheme !== 'http') return OTHER
  return url.origin === parsedUrl(page)?.origin ? 'own-host' : 'other-host'
}

/** @throws Fault `BAD_REQUEST` for what is no report of a browser. */
export function readViolations(text: string): readonly Violation[] {
  let sent: unknown
  try {
    sent = JSON.parse(text)
  } catch {
    throw new Fault('BAD_REQUEST', 'a report is JSON')
  }
  const older = olderReport.safeParse(sent)
  if (older.success) {
    const report = older.data['csp-report']
    const page = report['document-uri']
    return [
      {
        directive: directiveOf(report['effective-directive'] ?? report['violated-directive']),
        page: pageOf(page),
        blocked: blockedOf(report['blocked-uri'], page),
      },
    ]
  }
  const newer = newerReports.safeParse(sent)
  if (!newer.success) throw new Fault('BAD_REQUEST', 'this is no report of a browser')
  return newer.data
    .filter(({ type }) => type === 'csp-violation')
    .map(({ body: { documentURL, blockedURL, effectiveDirective } }) => ({
      directive: directiveOf(effectiveDirective),
      page: pageOf(documentURL),
      blocked: blockedOf(blockedURL, documentURL),
    }))
}

/** All together, not each address by itself: whoever sends more of them fills no log. */
function limiter(now: () => Date) {
  let [minute, count] = [0, 0]
  return () => {
    const current = Math.floor(now().getTime() / MINUTE_MS)
    if (current !== minute) [minute, count] = [current, 0]
    count += 1
    if (count > MOST_A_MINUTE)
      throw new Fault('TOO_MANY_REQUESTS', 'too many reports', undefined, {
        retryAfterSeconds: secondsLeft(now()),
      })
  }
}

export function policyReports({ now, log, metrics }: PolicyReportsGiven): Router {
  const router = Router()
  const take = limiter(now)
  const enter = (_request: Request, response: Response, next: () => void) => {
    response.locals.route = POLICY_REPORTS
    take()
    next()
  }
  router.post(
    POLICY_REPORTS,
    enter,
    raw({ type: ['application/csp-report', 'application/reports+json', 'application/json'], limit: '16kb' }),
    (request, response) => {
      const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
      for (const { directive, page, blocked } of readViolations(text)) {
        log.warn('policy-violation', { code: directive, route: page, at: blocked })
        metrics?.policyViolation(directive)
      }
      response.status(204).end()
    },
  )
  return router
}
