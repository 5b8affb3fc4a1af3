/** A draft as it grows: what each event of the companion makes of it. Pure. */
import type { DraftEvent } from '../domain/api.ts'
import type { CitedPassage } from '../domain/draft.ts'
import type { DraftState, DraftWish } from './state.ts'

export function emptyDraft(id: string, consentEpoch: number, wish: DraftWish): DraftState {
  return {
    stage: 'reading',
    id,
    wish,
    rewrite: null,
    table: new Map(),
    lastCommentId: '0',
    consentEpoch,
    sentences: [],
    passages: [],
    parts: [],
    dropped: [],
    draft: null,
    refusals: [],
    decision: null,
    trouble: null,
    recall: null,
    sent: false,
    closed: null,
    inserted: new Set(),
    former: null,
  }
}

/** What had been shown of a draft that did not come about was not kept: it has no sentences. */
const NOTHING_KEPT = { sentences: [], passages: [], parts: [], dropped: [] } as const

export function advance(draft: DraftState, event: DraftEvent): DraftState {
  switch (event.event) {
    case 'accepted':
      return draft
    case 'sentence':
      return {
        ...draft,
        sentences: [...draft.sentences, event.sentence],
        passages: event.passage === null ? draft.passages : withPassage(draft.passages, event.passage),
      }
    case 'dropped':
      return { ...draft, dropped: [...draft.dropped, event.dropped] }
    case 'again':
      return { ...draft, ...NOTHING_KEPT }
    case 'part':
      return { ...draft, parts: [...draft.parts, event.part] }
    case 'ready': {
      const { sentences, passages, parts, dropped } = event.draft
      const own = { sentences, passages, parts, dropped: dropped ?? draft.dropped }
      return { ...draft, ...own, stage: 'ready', draft: event.draft }
    }
    case 'refused':
      return {
        ...draft,
        ...NOTHING_KEPT,
        stage: 'refused',
        refusals: event.refusals,
        decision: event.decision ?? null,
      }
    case 'fault': {
      const { event: kind, ...said } = event
      return { ...draft, ...NOTHING_KEPT, stage: 'failed', trouble: { kind, ...said } }
    }
    default:
      return event satisfies never
  }
}

/** The same draft, closed where the requester's will or a newer comment has overtaken it. */
export function overtaken(draft: DraftState, epoch: number, lastCommentId: string | null): DraftState {
  if (draft.closed !== null) return draft
  if (draft.consentEpoch !== epoch) return { ...draft, closed: 'consent' }
  const older = lastCommentId !== null && draft.lastCommentId !== lastCommentId
  return older && draft.stage !== 'reading' ? { ...draft, closed: 'ticket' } : draft
}

const withPassage = (passages: readonly CitedPassage[], passage: CitedPassage): readonly CitedPassage[] =>
  passages.some((known) => known.passageId === passage.passageId && known.versionHash === passage.versionHash)
    ? passages
    : [...passages, passage]
