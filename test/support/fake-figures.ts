/** Thirty days of figures, always the same. */
import type { FiguresView } from '../../src/domain/attention-api.ts'
import { addDays } from '../../src/domain/due-dates.ts'

export function sampleFigures(): FiguresView {
  const first = '2026-10-29'
  return {
    days: Array.from({ length: 30 }, (_, index) => ({
      day: addDays(first, index),
      drafts: [6, 0].includes(new Date(addDays(first, index)).getUTCDay()) ? 4 : 30 + ((index * 7) % 23),
      refusals: 3 + ((index * 5) % 9),
    })),
    reasons: [
      { reason: 'CONSENT_NOT_GRANTED', count: 118 },
      { reason: 'NOT_COVERED', count: 61 },
      { reason: 'TOPIC_NOT_IN_SCOPE', count: 22 },
      { reason: 'DRAFT_LIMIT_REACHED', count: 9 },
      { reason: 'SOMETHING_NEW', count: 2 },
    ],
    consent: [
      { status: 'requested', count: 212 },
      { status: 'granted', count: 640 },
      { status: 'denied', count: 71 },
      { status: 'withdrawn', count: 12 },
      { status: 'expired', count: 33 },
    ],
    weeks: Array.from({ length: 8 }, (_, index) => ({
      week: addDays('2026-11-23', 7 * index),
      count: [2, 1, 4, 0, 3, 0, 0, 1][index] ?? 0,
    })),
    late: 1,
  }
}
