/** What the head of an answer means. The body of a refusal is never read: it may quote the request or the key. */
import { Fault, type FaultCode } from '../../../src/domain/fault.ts'
import { FailedAttempt } from './patience.ts'

interface Head {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** @returns milliseconds; 0 where nothing was asked for. */
function retryAfterMs(headers: Head['headers'], now: number): number {
  const [exact, rough] = [headers['retry-after-ms'], headers['retry-after']]
  if (exact !== undefined && /^\d{1,9}(?:\.\d+)?$/.test(exact)) return Number(exact)
  if (rough === undefined) return 0
  if (/^\d{1,9}$/.test(rough)) return Number(rough) * 1_000
  const until = Date.parse(rough)
  return Number.isNaN(until) ? 0 : Math.max(0, until - now)
}

function meaningOf(status: number): { readonly code: FaultCode; readonly again: boolean } {
  if (status === 401 || status === 403) return { code: 'PROVIDER_KEY_REFUSED', again: false }
  if (status === 408) return { code: 'PROVIDER_TIMEOUT', again: true }
  if (status === 429) return { code: 'PROVIDER_BUSY', again: true }
  // Following it would carry the text to a place that nobody declared.
  if (status >= 300 && status < 400) return { code: 'EGRESS_REFUSED', again: false }
  if (status >= 400 && status < 500) return { code: 'PROVIDER_REQUEST_REFUSED', again: false }
  return { code: 'PROVIDER_FAILED', again: status >= 500 }
}

/** @throws FailedAttempt unless this is the head of a stream of events. */
export function checkHead({ status, headers }: Head, host: string): void {
  if (status !== 200) {
    const { code, again } = meaningOf(status)
    const wait = again ? retryAfterMs(headers, Date.now()) : 0
    throw new FailedAttempt(new Fault(code, `${host} answered ${status}`), again, wait)
  }
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'text/event-stream')
    throw new FailedAttempt(
      new Fault('PROVIDER_FAILED', `${host} answered something else than a stream`),
      false,
    )
}
