import { expect } from 'chai'
import type { DraftEvent } from '../../../src/domain/api.ts'
import { advance, emptyDraft, overtaken } from '../../../src/sidebar/draft-progress.ts'
import type { DraftState } from '../../../src/sidebar/state.ts'
import { DROPPED, modelDraft, modelEvents, PASSAGE, refusalView } from '../../support/fake-companion.ts'

const START: DraftState = { ...emptyDraft('d', 2, {}), stage: 'writing', lastCommentId: '501' }
const grown = (events: readonly DraftEvent[]) => events.reduce(advance, START)
const HALF = modelEvents('d').slice(0, 5)

describe('src/sidebar/draft-progress', () => {
  it('grows by sentences, left-out sentences and sources, each source once', () => {
    const { stage, sentences, dropped, passages, draft } = grown(HALF)
    expect({ stage, draft, passages }).to.deep.equal({
      stage: 'writing',
      draft: null,
      passages: [PASSAGE, modelDraft('d').passages[1]],
    })
    expect(sentences.map(({ id }) => id)).to.deep.equal(['m0', 'm1', 'm2'])
    expect(dropped).to.deep.equal([DROPPED[0]])
  })

  it('is in the end what the companion has stored, not what was streamed', () => {
    const stored = modelDraft('d', 'shorter')
    const { stage, sentences, dropped, draft } = grown([...HALF, { event: 'ready', draft: stored }])
    expect({ stage, sentences, dropped, draft }).to.deep.equal({
      stage: 'ready',
      sentences: stored.sentences,
      dropped: stored.dropped,
      draft: stored,
    })
  })

  it('keeps what it was told of left-out sentences where the stored draft does not repeat them', () => {
    const { dropped: _, ...stored } = modelDraft('d')
    expect(grown([...HALF, { event: 'ready', draft: stored }]).dropped).to.deep.equal([DROPPED[0]])
  })

  const ENDS: Record<string, DraftEvent> = {
    'a refusal': { event: 'refused', refusals: [refusalView({ reason: 'NO_QUESTION' })] },
    'a fault': { event: 'fault', code: 'PROVIDER_FAILED', requestId: 'r' },
  }
  for (const [name, end] of Object.entries(ENDS)) {
    it(`keeps nothing of a draft that ended in ${name}`, () => {
      const { sentences, passages, parts, dropped } = grown([...HALF, end])
      expect([sentences, passages, parts, dropped].map(({ length }) => length)).to.deep.equal([0, 0, 0, 0])
    })
  }

  it('hands on the seconds that a fault names, and none where it names none', () => {
    const fault = { event: 'fault', code: 'PROVIDER_BUSY', requestId: 'r' } as const
    const told = { kind: 'fault', code: 'PROVIDER_BUSY', requestId: 'r' }
    expect(grown([fault]).trouble).to.deep.equal(told)
    expect(grown([{ ...fault, retryAfterSeconds: 20 }]).trouble).to.deep.equal({
      ...told,
      retryAfterSeconds: 20,
    })
  })

  const OVERTAKEN: Record<string, { epoch: number; last: string | null; closed: DraftState['closed'] }> = {
    nothing: { epoch: 2, last: '501', closed: null },
    'nothing known of comments': { epoch: 2, last: null, closed: null },
    'a newer comment': { epoch: 2, last: '502', closed: 'ticket' },
    'another consent': { epoch: 3, last: '501', closed: 'consent' },
    'both, of which the consent counts': { epoch: 3, last: '502', closed: 'consent' },
  }
  for (const [name, { epoch, last, closed }] of Object.entries(OVERTAKEN)) {
    it(`is overtaken by ${name}: ${closed ?? 'no'}`, () => {
      expect(overtaken(START, epoch, last).closed).to.equal(closed)
    })
  }

  it('stays closed for the reason that closed it first', () => {
    const closed = overtaken(START, 2, '502')
    expect(overtaken(closed, 3, '502').closed).to.equal('ticket')
  })

  it('is not overtaken by comments that it has not read yet', () => {
    expect(overtaken({ ...START, stage: 'reading' }, 2, '502').closed).to.equal(null)
  })
})
