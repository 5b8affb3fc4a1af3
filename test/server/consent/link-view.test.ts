import { expect } from 'chai'
import type { OpenedLink } from '../../../server/consent/index.ts'
import {
  firstView,
  LINK_STANDINGS,
  type LinkView,
  linkView,
  noticeDifferences,
} from '../../../server/consent/link-view.ts'
import {
  CONSENT_OVERLAYS,
  CONSENT_STATUSES,
  type ConsentState,
  LEGAL_BASES,
} from '../../../src/domain/consent.ts'
import { UNKNOWN_CONSENT } from '../../../src/domain/consent-moves.ts'

const NOTICE = {
  version: 2,
  revision: 0,
  digest: '0',
  texts: {},
  recipients: [],
  activatedAt: '2026-11-20T09:00:00.000Z',
  activatedBy: null,
  origin: 'generated',
  facts: null,
  written: {},
} as const

function opened(state: Partial<ConsentState>, change: Partial<OpenedLink> = {}): OpenedLink {
  return {
    link: {
      accountId: 'acme',
      linkHash: 'h',
      ticketRef: 't',
      requesterRef: 'r',
      noticeVersion: 2,
      locale: 'de',
      expiresAt: '2026-12-04T09:00:00.000Z',
    },
    ticket: {
      ticketRef: 't',
      ticketId: '5',
      requesterRef: 'r',
      identity: 'agent_session',
      scope: null,
      scopeHash: null,
      scopeSince: null,
      narrowing: null,
      scopeBasis: null,
      facets: null,
      revision: 1,
      draftsMade: 0,
    },
    notice: NOTICE,
    before: null,
    state: { ...UNKNOWN_CONSENT, ...state },
    events: [],
    open: true,
    ...change,
  }
}

const BOTH = ['grant', 'deny'] as const
const SUPERSEDED = { before: { ...NOTICE, version: 1 } }
const CASES: Readonly<
  Record<string, readonly [OpenedLink, Pick<LinkView, 'standing' | 'main'> & Partial<LinkView>]>
> = {
  'nothing was said': [opened({}), { standing: 'ask', main: BOTH, defer: false }],
  'it was asked': [opened({ status: 'requested' }), { standing: 'ask', main: BOTH, defer: true }],
  'the answer was later': [
    opened({ status: 'requested', deferred: true }),
    { standing: 'deferred', main: BOTH, defer: false },
  ],
  granted: [opened({ status: 'granted' }), { standing: 'granted', main: ['withdraw'], quietObject: true }],
  'granted, to the notice before': [
    opened({ status: 'granted' }, SUPERSEDED),
    { standing: 'granted', main: BOTH, superseded: true },
  ],
  'granted, to the notice before, past the end of the link': [
    opened({ status: 'granted' }, { ...SUPERSEDED, open: false }),
    { standing: 'granted', main: ['withdraw'] },
  ],
  denied: [opened({ status: 'denied' }), { standing: 'denied', main: [], changeMind: true }],
  withdrawn: [opened({ status: 'withdrawn' }), { standing: 'withdrawn', main: [], changeMind: true }],
  'withdrawn, past the end of the link': [
    opened({ status: 'withdrawn' }, { open: false }),
    { standing: 'withdrawn', main: [], changeMind: false },
  ],
  invalidated: [opened({ status: 'invalidated' }), { standing: 'invalidated', main: [] }],
  'drafted for a legitimate interest': [
    opened({ status: 'not_required', legalBasis: 'legitimate_interest' }),
    { standing: 'informed', main: ['object'], quietObject: false },
  ],
  'drafted for a contract': [
    opened({ status: 'not_required', legalBasis: 'contract' }),
    { standing: 'informed', main: [], quietObject: true },
  ],
  'objected, with a consent standing': [
    opened({ status: 'granted', overlays: ['objected'] }),
    { standing: 'objected', main: ['withdraw'], quietObject: false },
  ],
  restricted: [opened({ status: 'denied', overlays: ['restricted'] }), { standing: 'restricted', main: [] }],
  'held for a minor': [opened({ overlays: ['minor_hold'] }), { standing: 'blocked', main: [] }],
  erased: [
    opened({ status: 'granted', overlays: ['erased'] }),
    { standing: 'blocked', main: [], access: false, quietObject: false },
  ],
}

const all = CONSENT_STATUSES.flatMap((status) =>
  [null, ...CONSENT_OVERLAYS].flatMap((overlay) =>
    LEGAL_BASES.flatMap((legalBasis) =>
      [true, false].map((open) =>
        opened({ status, legalBasis, overlays: overlay === null ? [] : [overlay] }, { open }),
      ),
    ),
  ),
)

describe('what the page behind a link offers', () => {
  for (const [name, [link, expected]] of Object.entries(CASES))
    it(`is fitting: ${name}`, () => {
      expect(linkView(link)).to.deep.include(expected)
    })

  it('never sets a yes apart: wherever it is a main choice, the no stands beside it', () => {
    const views = all.map(linkView).filter(({ main }) => main.includes('grant'))
    expect(views.length).to.be.greaterThan(5)
    for (const { main } of views) expect(main).to.deep.equal(BOTH)
  })

  it('lets a standing yes be taken back in one step, in every state but an erased one', () => {
    for (const link of all.filter(({ state }) => state.status === 'granted'))
      expect(linkView(link).main.includes('withdraw')).to.equal(!link.state.overlays.includes('erased'))
  })

  it('offers no yes past the end of the link, nor under an overlay', () => {
    const closed = all.filter(({ open, state }) => !open || state.overlays.length > 0).map(linkView)
    expect(closed.filter(({ main, standing }) => main.includes('grant') && standing !== 'ask')).to.deep.equal(
      [],
    )
    expect(all.filter(({ open }) => !open).some((link) => linkView(link).main.includes('grant'))).to.equal(
      false,
    )
  })

  it('asks whoever has said nothing yet for a consent, and for nothing else', () => {
    const of = (basis: (typeof LEGAL_BASES)[number]) => {
      const { standing, main, defer, quietObject } = firstView(basis)
      return { standing, main, defer, quietObject }
    }
    expect(of('consent')).to.deep.equal({
      ...{ standing: 'ask', main: ['grant', 'deny'], defer: true, quietObject: true },
    })
    expect(of('contract')).to.deep.equal({ standing: 'informed', main: [], defer: false, quietObject: true })
    expect(of('legitimate_interest')).to.deep.equal({
      ...{ standing: 'informed', main: ['object'], defer: false, quietObject: false },
    })
  })

  it('knows no state without a page', () => {
    for (const link of all) expect(LINK_STANDINGS).to.include(linkView(link).standing)
  })
})

describe('what a notice says otherwise', () => {
  const text = (who: string, ...more: readonly string[]) => ({
    title: 'Drafts',
    lead: 'May we?',
    sections: [{ heading: 'Who', text: who }, ...more.map((heading) => ({ heading, text: 'x' }))],
  })

  it('is nothing for the same text', () => {
    expect(noticeDifferences(text('Acme'), text('Acme'))).to.deep.equal([])
  })

  it('is each part that changed, came or went, by its heading', () => {
    expect(noticeDifferences(text('Acme', 'Old'), text('Other', 'New'))).to.deep.equal([
      { heading: 'Who', before: 'Acme', after: 'Other' },
      { heading: 'Old', before: 'x', after: '' },
      { heading: 'New', before: '', after: 'x' },
    ])
  })
})
