/** A sample help center of 92 article versions, a policy, and an audit log, for the console's tests. */

import type {
  ArticleRow,
  AuditEntryView,
  RecipientView,
  ScopePolicyView,
  SyncView,
} from '../../src/domain/api.ts'
import type { CopiesView } from '../../src/domain/audit-copies-api.ts'
import type { ChangeView } from '../../src/domain/change-api.ts'
import { UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import type { ReplayView } from '../../src/domain/replay-api.ts'
import type { ArticleSelection } from '../../src/domain/scope.ts'
import type { PolicyVersionView } from '../../src/domain/scope-policy-api.ts'
import type { ArticleReason, WhyView } from '../../src/domain/why-api.ts'

interface SectionPlan {
  readonly id: string
  readonly en: string
  readonly de: string
  readonly titles: readonly (readonly [string, string])[]
}

interface CategoryPlan {
  readonly id: string
  readonly en: string
  readonly de: string
  readonly sections: readonly SectionPlan[]
}

const CATEGORIES: readonly CategoryPlan[] = [
  {
    id: '100',
    en: 'Orders and delivery',
    de: 'Bestellung und Lieferung',
    sections: [
      {
        id: '110',
        en: 'Ordering',
        de: 'Bestellen',
        titles: [
          ['How to place an order', 'So bestellen Sie'],
          ['Changing an order', 'Eine Bestellung ändern'],
          ['Cancelling an order', 'Eine Bestellung stornieren'],
          ['Ordering as a guest', 'Als Gast bestellen'],
          ['Vouchers and discounts', 'Gutscheine und Rabatte'],
          ['Pre-ordering new tents', 'Neue Zelte vorbestellen'],
        ],
      },
      {
        id: '120',
        en: 'Delivery',
        de: 'Lieferung',
        titles: [
          ['Delivery times', 'Lieferzeiten'],
          ['Delivery costs', 'Lieferkosten'],
          ['Tracking a parcel', 'Ein Paket verfolgen'],
          ['Delivery to a parcel locker', 'Lieferung an eine Packstation'],
          ['Delivery abroad', 'Lieferung ins Ausland'],
          ['A parcel arrived damaged', 'Ein Paket kam beschädigt an'],
          ['Bulky goods and kayaks', 'Sperrgut und Kajaks'],
        ],
      },
      {
        id: '130',
        en: 'Payment',
        de: 'Bezahlung',
        titles: [
          ['Ways to pay', 'Zahlungsarten'],
          ['Paying by invoice', 'Auf Rechnung zahlen'],
          ['Where to find the invoice', 'Wo die Rechnung steht'],
          ['A payment failed', 'Eine Zahlung ist fehlgeschlagen'],
          ['Paying in instalments', 'In Raten zahlen'],
        ],
      },
    ],
  },
  {
    id: '200',
    en: 'Returns and repairs',
    de: 'Rückgabe und Reparatur',
    sections: [
      {
        id: '210',
        en: 'Returns',
        de: 'Rückgaben',
        titles: [
          ['How to return an item', 'So geben Sie einen Artikel zurück'],
          ['Return period', 'Rückgabefrist'],
          ['Printing a return label', 'Ein Rücksendeetikett drucken'],
          ['When the refund arrives', 'Wann das Geld zurückkommt'],
          ['Returning a gift', 'Ein Geschenk zurückgeben'],
          ['Items that cannot be returned', 'Was nicht zurückgegeben werden kann'],
        ],
      },
      {
        id: '220',
        en: 'Repairs',
        de: 'Reparaturen',
        titles: [
          ['Sending in a rucksack for repair', 'Einen Rucksack zur Reparatur einsenden'],
          ['Tent pole replacement', 'Zeltstangen ersetzen'],
          ['Re-waterproofing a jacket', 'Eine Jacke neu imprägnieren'],
          ['Repair prices', 'Reparaturpreise'],
        ],
      },
      {
        id: '230',
        en: 'Warranty',
        de: 'Gewährleistung',
        titles: [
          ['What the warranty covers', 'Was die Gewährleistung abdeckt'],
          ['How to claim', 'So melden Sie einen Fall'],
          ['Warranty for stoves and lamps', 'Gewährleistung für Kocher und Lampen'],
        ],
      },
    ],
  },
  {
    id: '300',
    en: 'Account and privacy',
    de: 'Konto und Datenschutz',
    sections: [
      {
        id: '310',
        en: 'Account',
        de: 'Konto',
        titles: [
          ['Creating an account', 'Ein Konto anlegen'],
          ['Resetting the password', 'Das Passwort zurücksetzen'],
          ['Changing the e-mail address', 'Die E-Mail-Adresse ändern'],
          ['Two-step sign-in', 'Anmeldung in zwei Schritten'],
          ['Closing an account', 'Ein Konto schließen'],
        ],
      },
      {
        id: '320',
        en: 'Privacy',
        de: 'Datenschutz',
        titles: [
          ['What we store', 'Was wir speichern'],
          ['Getting a copy of your data', 'Eine Kopie Ihrer Daten erhalten'],
          ['Newsletter and consent', 'Newsletter und Einwilligung'],
        ],
      },
      {
        id: '330',
        en: 'Club membership',
        de: 'Clubmitgliedschaft',
        titles: [
          ['Joining the club', 'Dem Club beitreten'],
          ['Collecting points', 'Punkte sammeln'],
          ['Redeeming points', 'Punkte einlösen'],
          ['Internal: goodwill credits', 'Intern: Kulanzgutschriften'],
          ['Internal: blocked members', 'Intern: gesperrte Mitglieder'],
          ['Club prices 2024', 'Clubpreise 2024'],
          ['Partner offers', 'Partnerangebote'],
        ],
      },
    ],
  },
]

const LABELS: Readonly<Record<string, readonly string[]>> = {
  'How to place an order': ['faq'],
  'Delivery times': ['faq', 'season'],
  'Delivery costs': ['faq', 'prices'],
  'Repair prices': ['prices'],
  'Return period': ['faq', 'legal'],
  'What the warranty covers': ['legal'],
  'What we store': ['legal'],
  'Resetting the password': ['faq'],
}

const BARRED: Readonly<Record<string, NonNullable<ArticleRow['barred']>>> = {
  'Internal: goodwill credits': 'restricted',
  'Internal: blocked members': 'restricted',
  'Club prices 2024': 'outdated',
  'Pre-ordering new tents': 'draft',
}

/** The same as two brands have it: orders with one, all else with the other. */
export function brandedArticles(): ArticleRow[] {
  return sampleArticles().map((row) =>
    row.categoryId === '100'
      ? { ...row, brandId: '36001', brandName: 'Larch & Loft' }
      : { ...row, brandId: '36002', brandName: 'Larch & Loft Pro' },
  )
}

export function sampleArticles(): ArticleRow[] {
  const rows: ArticleRow[] = []
  for (const category of CATEGORIES) {
    for (const section of category.sections) {
      section.titles.forEach(([en, de], index) => {
        const id = Number(section.id) * 1000 + index
        const both = [
          { locale: 'en-us', title: en, sectionName: section.en, categoryName: category.en },
          { locale: 'de', title: de, sectionName: section.de, categoryName: category.de },
        ]
        for (const words of both) {
          rows.push({
            articleId: `zendesk:${id}`,
            ...words,
            url: `https://help.larchandloft.example/hc/${words.locale}/articles/${id}`,
            sectionId: section.id,
            categoryId: category.id,
            labels: LABELS[en] ?? [],
            versionHash: hashLike(id),
            updatedAt: `2026-${String(1 + (id % 10)).padStart(2, '0')}-${String(1 + (id % 27)).padStart(2, '0')}T09:30:00.000Z`,
            passages: en === 'Partner offers' ? 0 : 2 + (id % 7),
            allowed: false,
            barred: en === 'Partner offers' ? 'empty' : (BARRED[en] ?? null),
          })
        }
      })
    }
  }
  return rows
}

/** As many rows as a large help center has, for the tests of speed. */
export function manyArticles(count: number): ArticleRow[] {
  const [sample] = sampleArticles()
  if (sample === undefined) return []
  return Array.from({ length: count }, (_, index) => ({
    ...sample,
    articleId: `zendesk:${500_000 + index}`,
    title: `Article number ${index}`,
    sectionId: `s${index % 80}`,
    sectionName: `Section ${index % 80}`,
    categoryId: `c${index % 8}`,
    categoryName: `Category ${index % 8}`,
    locale: index % 2 === 0 ? 'en-us' : 'de',
  }))
}

export const SAMPLE_SELECTION: ArticleSelection = {
  allow: [{ categoryId: '100' }, { sectionId: '210' }, { articleId: 'zendesk:310001' }],
  deny: [{ label: 'prices' }, { sectionId: '130', locale: 'en-us' }],
}

export const SAMPLE_POLICY: ScopePolicyView = {
  version: 3,
  actions: ['draft', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 5,
  maxChars: 8000,
  validDays: 30,
  orderPatterns: ['LL-######'],
}

export const SAMPLE_VERSIONS: readonly PolicyVersionView[] = [
  {
    version: 3,
    changedAt: '2026-11-24T09:30:00.000Z',
    changedBy: '9002',
    proposedBy: '9001',
    diff: [
      { sign: '-', path: 'draftsPerTicket', value: '3' },
      { sign: '+', path: 'draftsPerTicket', value: '5' },
    ],
  },
  {
    version: 2,
    changedAt: '2026-11-20T09:30:00.000Z',
    changedBy: null,
    proposedBy: null,
    diff: [{ sign: '-', path: 'actions', value: '"rewrite"' }],
  },
]

export const SAMPLE_RECIPIENT: RecipientView = {
  provider: 'mistral-eu',
  host: 'api.mistral.ai',
  region: 'EU',
  retention: '30 days for abuse monitoring',
  model: 'mistral-small-2506',
}

export const SAMPLE_SYNC: SyncView = {
  syncId: 'sync-7',
  source: 'https://help.larchandloft.example',
  status: 'done',
  startedAt: '2026-11-23T06:00:00.000Z',
  endedAt: '2026-11-23T06:00:14.300Z',
  added: 4,
  changed: 7,
  unchanged: 81,
  removed: 2,
  wouldRemove: 2,
  problems: [
    {
      article: 'zendesk:330006 (de)',
      reason: 'has more than 1000000 characters',
      code: 'too_long',
      value: '1000000',
    },
    {
      article: 'zendesk:330005 (en-us)',
      reason: 'its section is not visible',
      code: 'section_hidden',
    },
  ],
}

export function hashLike(seed: number): string {
  let state = (seed * 2_654_435_761) % 4_294_967_296
  let hash = ''
  while (hash.length < 64) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    hash += state.toString(16).padStart(8, '0')
  }
  return hash
}

const ACTS = [
  ['draft.made', 'agent:7f3a9c1e', 'ticket:5b1d20c4', 'allowed'],
  ['gate.decided', 'agent:7f3a9c1e', 'ticket:5b1d20c4', 'allowed'],
  ['consent.changed', 'requester', 'ticket:5b1d20c4', 'granted'],
  ['consent.link_issued', 'agent:7f3a9c1e', 'ticket:5b1d20c4', 'requested'],
  ['draft.refused', 'agent:02be77d0', 'ticket:c9920a1f', 'CONSENT_NOT_GRANTED'],
  ['allowlist.changed', 'agent:4410d2aa', 'allowlist:6', 'version_6'],
  ['sync.finished', 'system', 'sync:sync-7', 'done'],
  ['sync.started', 'agent:4410d2aa', 'sync:sync-7', 'running'],
  ['role.changed', 'agent:4410d2aa', 'agent:02be77d0', 'compliance'],
  ['session.opened', 'agent:4410d2aa', 'session:console', 'allowed'],
] as const

export function sampleEntries(count: number): AuditEntryView[] {
  return Array.from({ length: count }, (_, position) => {
    const index = count - 1 - position
    const [type, actor, object, decision] = ACTS[index % ACTS.length] ?? ACTS[0]
    return {
      index,
      at: new Date(Date.UTC(2026, 10, 23, 8, 40) - position * 97_000).toISOString(),
      type,
      actor,
      object,
      decision,
      hash: hashLike(index + 1),
    }
  })
}

/** Somebody else's proposal to allow the section "Delivery". */
export const SAMPLE_CHANGE: ChangeView = {
  changeId: '00000000-0000-7000-8000-000000000001',
  kind: 'allowlist',
  status: 'proposed',
  proposedBy: '9003',
  proposedAt: '2026-11-26T09:00:00.000Z',
  expiresAt: '2026-12-10T09:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  reason: null,
  own: false,
  mayDecide: true,
  widens: [
    { what: 'article_rule_added', selector: { sectionId: '120' } },
    { what: 'article_denial_removed', selector: { articleId: '130', locale: 'de' } },
  ],
  diff: [
    { sign: '+', path: 'allow', value: '{"sectionId":"120"}' },
    { sign: '-', path: 'deny', value: '{"articleId":"130","locale":"de"}' },
  ],
}

const near = (articleId: string, title: string) => ({ articleId, locale: 'en-us', title, url: null })

export const SAMPLE_REPLAY: ReplayView = {
  replayId: 'r1',
  status: 'done',
  done: 134,
  total: 134,
  result: {
    questions: 134,
    answeredBefore: 97,
    answeredAfter: 96,
    answeredAt: Array.from({ length: 101 }, (_, step) => Math.round(134 / (1 + Math.exp((step - 55) / 9)))),
    counts: { lost: 2, gained: 1, restricted: 1, moved: 1 },
    lines: [
      {
        kinds: ['lost', 'restricted'],
        ticketId: '4711',
        at: '2026-11-20T09:00:00.000Z',
        locale: 'en-us',
        question: 'How long do I have to send the boots back? My order number is ⟦ORDER_1⟧.',
        before: near('zendesk:210001', 'Return period'),
        after: null,
        restricted: near('zendesk:210001', 'Return period'),
      },
      {
        kinds: ['lost'],
        ticketId: '4720',
        at: '2026-11-21T09:00:00.000Z',
        locale: 'de',
        question: null,
        before: near('zendesk:210002', 'Printing a return label'),
        after: null,
        restricted: null,
      },
      {
        kinds: ['gained'],
        ticketId: '4731',
        at: '2026-11-22T09:00:00.000Z',
        locale: 'en-us',
        question: 'Who repairs a broken tent pole?',
        before: null,
        after: near('zendesk:220001', 'Tent pole replacement'),
        restricted: null,
      },
      {
        kinds: ['moved'],
        ticketId: '4744',
        at: '2026-11-22T10:00:00.000Z',
        locale: 'en-us',
        question: 'When do I get my money back?',
        before: near('zendesk:210003', 'When the refund arrives'),
        after: near('zendesk:230001', 'How to claim'),
        restricted: null,
      },
    ],
  },
}

const REASONS: readonly ArticleReason[] = [
  { why: 'allowed', rule: { categoryId: '100' } },
  { why: 'allowed', rule: { sectionId: '210' } },
  { why: 'denied', rule: { label: 'prices' } },
  { why: 'no_rule' },
  { why: 'narrowed', rule: { sectionId: '120' } },
  { why: 'barred', bar: 'restricted' },
  { why: 'scope_older' },
]

/** One of those that no rule of the allowlist lets in. */
const RULED = REASONS.findIndex(({ why }) => why === 'no_rule')

export const SAMPLE_WHY: WhyView = {
  ticketId: '4711',
  scope: 'fixed',
  allowlistVersion: 6,
  policyVersion: 3,
  steps: [
    {
      rule: 'base',
      name: '',
      match: 'matches',
      took: [
        { sign: '-', path: 'actions', value: '"rewrite"' },
        { sign: '-', path: 'actions', value: '"summarise"' },
      ],
    },
    {
      rule: 'b2b',
      name: 'Business brand',
      match: 'matches',
      took: [
        { sign: '+', path: 'articles.deny', value: '{"sectionId":"120"}' },
        { sign: '-', path: 'limits.draftsPerTicket', value: '8' },
        { sign: '+', path: 'limits.draftsPerTicket', value: '5' },
      ],
    },
    {
      rule: 'vip',
      name: 'Tagged VIP',
      match: 'unknown',
      took: [{ sign: '-', path: 'fields', value: '"subject"' }],
    },
    { rule: 'chat', name: 'Chat only', match: 'differs', took: [] },
  ],
  articles: sampleArticles().map((row, index) => ({
    articleId: row.articleId,
    locale: row.locale,
    title: row.title,
    sectionId: row.sectionId,
    sectionName: row.sectionName,
    categoryId: row.categoryId,
    categoryName: row.categoryName,
    reason:
      index === RULED
        ? { why: 'policy_rule', name: 'Business brand' }
        : (REASONS[index % REASONS.length] ?? { why: 'no_rule' }),
  })),
  actions: [
    { name: 'draft', permitted: true, source: 'policy' },
    { name: 'rewrite', permitted: false, source: 'policy' },
    { name: 'summarise', permitted: false, source: 'ticket' },
    { name: 'search', permitted: true, source: 'policy' },
  ],
  fields: [
    { name: 'requester_text', permitted: true, source: 'policy' },
    { name: 'subject', permitted: false, source: 'notice' },
    { name: 'locale', permitted: true, source: 'policy' },
  ],
  drafter: { drafter: 'extractive', provider: 'extractive', region: 'local' },
  limits: {
    draftsMade: 2,
    draftsPerTicket: 5,
    maxChars: 8000,
    expiresAt: '2026-12-20T09:00:00.000Z',
    source: 'policy',
  },
  threshold: { value: 0.45, set: true },
  prior: {
    version: '2026-11-16.4f1c22d0a9be',
    sections: [
      { sectionId: '11', name: 'Shipping', share: 1 },
      { sectionId: '12', name: 'Refunds', share: 0.81 },
    ],
  },
  consent: {
    ...UNKNOWN_CONSENT,
    status: 'granted',
    epoch: 2,
    noticeVersion: 1,
    validUntil: '2027-05-01T00:00:00.000Z',
  },
  identity: 'webhook',
  refusals: [],
}

export const SAMPLE_COPIES: CopiesView = {
  size: 128,
  signedAt: '2026-11-20T08:58:00.000Z',
  copies: [
    { kind: 'folder', size: 128, copiedAt: '2026-11-20T08:58:30.000Z', failingSince: null, problem: null },
    {
      kind: 'witness',
      size: 120,
      copiedAt: '2026-11-20T07:10:00.000Z',
      failingSince: '2026-11-20T07:12:00.000Z',
      problem: 'UNREACHABLE',
    },
  ],
}
