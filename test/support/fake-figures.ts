/** Eight weeks of figures, always the same. */
import type { FiguresView } from '../../src/domain/attention-api.ts'
import { addDays } from '../../src/domain/due-dates.ts'

export function sampleFigures(): FiguresView {
  return {
    work: Array.from({ length: 8 }, (_, index) => ({
      first: addDays('2026-09-28', 7 * index),
      last: addDays('2026-09-28', 7 * index),
      drafts: 130 + ((index * 37) % 90),
      refusals: 13 + ((index * 5) % 19),
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
