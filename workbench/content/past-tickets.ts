/**
 * A year of solved tickets with the replies that were sent, made from the sample help center: each ticket asks what an
 * article answers, or what none does, and its reply says what the agent of that day knew. Always the same ones; made
 * when somebody first asks for them. All people in them are invented.
 */
import { parse } from 'node-html-parser'
import type { WorkbenchComment, WorkbenchTicket, WorkbenchUser } from '../model.ts'
import { htmlFromText } from '../store/comment-text.ts'
import type { Content, SampleLocale } from './content.ts'

export const PAST_TICKETS = 1_200
const FIRST_TICKET_ID = 500_001
const FIRST_USER_ID = 700_001
const FIRST_COMMENT_ID = 9_000_001
const PEOPLE = 600
const DAY_MS = 86_400_000
const SINCE = Date.UTC(2025, 9, 1, 8)

const GIVEN = [
  'Mira',
  'Jonas',
  'Leonie',
  'Tobias',
  'Amira',
  'Felix',
  'Greta',
  'Hannes',
  'Ida',
  'Karim',
  'Nora',
  'Paul',
]
const FAMILY = [
  'Brandauer',
  'Oyelaran',
  'Seifert',
  'Kowalczyk',
  'Lindholm',
  'Marquardt',
  'Petrovic',
  'Quintero',
  'Rademann',
  'Szabo',
  'Tervo',
  'Uhland',
]

const TEMPLATES = {
  'en-us': {
    asks: [
      'Hello,\n\n{title} I could not find it on my own.\n\nBest regards\n{name}',
      'Hi there, quick question about my order {order}: {title}\n\nThanks, {name}',
      'Good morning,\n{title} Please call me on {phone} if that is easier.\n{name}',
    ],
    opens: 'Hello {name},\n\nthank you for your message.',
    closes: 'Kind regards\n{agent}',
    odd: [
      ['Do you sponsor local climbing clubs?', 'We have passed your request on to our office.'],
      [
        'Can I visit your warehouse with my school class?',
        'Visits are possible on request, a colleague will call you.',
      ],
      ['Which bus stops near your showroom on Sundays?', 'Our showroom is closed on Sundays.'],
    ],
    note: 'Customer called before, see the last ticket of {name}.',
    thanks: 'Thank you, that helped!\n{name}',
  },
  de: {
    asks: [
      'Guten Tag,\n\n{title} Ich habe dazu nichts gefunden.\n\nViele Grüße\n{name}',
      'Hallo, kurze Frage zu meiner Bestellung {order}: {title}\n\nDanke, {name}',
      'Guten Morgen,\n{title} Sie erreichen mich unter {phone}.\n{name}',
    ],
    opens: 'Guten Tag {name},\n\nvielen Dank für Ihre Nachricht.',
    closes: 'Freundliche Grüße\n{agent}',
    odd: [
      [
        'Unterstützen Sie auch Klettervereine in unserer Stadt?',
        'Wir haben Ihre Anfrage an unser Büro weitergegeben.',
      ],
      [
        'Kann ich mit meiner Schulklasse Ihr Lager besuchen?',
        'Besuche sind auf Anfrage möglich, ein Kollege ruft Sie an.',
      ],
      [
        'Welcher Bus hält sonntags bei Ihrem Ausstellungsraum?',
        'Unser Ausstellungsraum ist sonntags geschlossen.',
      ],
    ],
    note: 'Hat schon einmal angerufen, siehe letztes Ticket von {name}.',
    thanks: 'Danke, das hat geholfen!\n{name}',
  },
} as const satisfies Record<SampleLocale, object>

export interface PastDesk {
  readonly tickets: readonly WorkbenchTicket[]
  ticket(id: number): WorkbenchTicket | undefined
  user(id: number): WorkbenchUser | undefined
}

interface Source {
  readonly title: string
  readonly sentences: readonly string[]
}

/** What an agent would have copied into the reply: whole sentences, in the article's order. */
function sourcesOf(content: Content, locale: SampleLocale): readonly Source[] {
  return content.articles.flatMap((article) => {
    const { title, body } = article.translations[locale]
    const sentences = parse(body)
      .querySelectorAll('p, li')
      .map(({ text }) => text.replace(/\s+/g, ' ').trim())
      .filter(({ length }) => length > 25 && length < 260)
    return sentences.length === 0 || article.draft ? [] : [{ title, sentences }]
  })
}

const asked = (title: string, locale: SampleLocale) =>
  /[?]$/.test(title)
    ? title
    : locale === 'de'
      ? `Ich habe eine Frage: ${title}?`
      : `I have a question: ${title}?`

const fill = (text: string, values: Readonly<Record<string, string>>) =>
  text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')

/** Every ninth reply was written from memory: its numbers are another year's. */
const fromMemory = (text: string) => text.replace(/\d+/, (digits) => String(Number(digits) + 7))

function personAt(at: number, locale: SampleLocale): WorkbenchUser {
  const name = `${GIVEN[at % GIVEN.length]} ${FAMILY[Math.floor(at / GIVEN.length) % FAMILY.length]}`
  return {
    id: FIRST_USER_ID + at,
    name,
    email: `${name.toLowerCase().replace(' ', '.')}.${at}@mail.example`,
    phone: `+49 30 5550${String(1000 + at)}`,
    role: 'end-user',
    locale,
    organizationId: null,
    title: '',
    createdAt: '2024-01-08T08:00:00Z',
    active: true,
    suspended: false,
  }
}

function make(content: Content): PastDesk {
  const locales = ['en-us', 'de'] as const
  const sources = { 'en-us': sourcesOf(content, 'en-us'), de: sourcesOf(content, 'de') }
  const agents = content.users.filter(({ id }) => content.staff.agents.includes(id))
  const brand = content.brands.find((one) => one.default) ?? content.brands[0]
  const people = Array.from({ length: PEOPLE }, (_, at) => personAt(at, locales[at % 2] ?? 'de'))
  let commentId = FIRST_COMMENT_ID
  const tickets = Array.from({ length: PAST_TICKETS }, (_, at): WorkbenchTicket => {
    const person = people[(at * 7) % PEOPLE] ?? personAt(0, 'de')
    const locale: SampleLocale = person.locale === 'de' ? 'de' : 'en-us'
    const words = TEMPLATES[locale]
    const agent = agents[at % agents.length]
    const source = sources[locale][Math.floor(at / 2) % sources[locale].length]
    const odd = at % 5 === 4 ? words.odd[at % words.odd.length] : undefined
    const title = odd?.[0] ?? asked(source?.title ?? '', locale)
    const values = {
      title,
      name: person.name,
      order: `A-${String(204_000 + at)}`,
      phone: person.phone ?? '',
      agent: agent?.name ?? '',
    }
    const said = odd === undefined ? (source?.sentences ?? []).slice(0, 1 + (at % 3)).join(' ') : odd[1]
    const reply = [words.opens, at % 9 === 0 ? fromMemory(said) : said, words.closes].join('\n\n')
    const opened = SINCE + Math.floor(at / 4) * DAY_MS + (at % 4) * 5_400_000
    const comment = (authorId: number, text: string, minutes: number, isPublic = true): WorkbenchComment => {
      const plainBody = fill(text, values)
      return {
        id: commentId++,
        authorId,
        isPublic,
        htmlBody: htmlFromText(plainBody),
        plainBody,
        createdAt: new Date(opened + minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z'),
        channel: 'email',
      }
    }
    const agentId = agent?.id ?? 0
    const comments = [
      comment(person.id, words.asks[at % words.asks.length] ?? '', 0),
      ...(at % 6 === 0 ? [comment(agentId, words.note, 20, false)] : []),
      comment(agentId, reply, 45),
      ...(at % 4 === 0 ? [comment(person.id, words.thanks, 120)] : []),
    ]
    return {
      id: FIRST_TICKET_ID + at,
      createdAt: comments[0]?.createdAt ?? '',
      updatedAt: comments.at(-1)?.createdAt ?? '',
      channel: 'email',
      brandId: brand?.id ?? 0,
      groupId: content.groups[0]?.id ?? null,
      submitterId: person.id,
      subject: title,
      description: comments[0]?.plainBody ?? '',
      requesterId: person.id,
      assigneeId: agentId,
      status: at % 3 === 0 ? 'solved' : 'closed',
      priority: 'normal',
      type: 'question',
      tags: [],
      ccIds: [],
      formId: null,
      isDeleted: false,
      customFields: new Map(),
      comments,
    }
  })
  const [byId, userById] = [
    new Map(tickets.map((ticket) => [ticket.id, ticket])),
    new Map(people.map((person) => [person.id, person])),
  ]
  return { tickets, ticket: (id) => byId.get(id), user: (id) => userById.get(id) }
}

/** Made on the first call: the workbench's start does not wait for it. */
export function pastDesk(content: Content): () => PastDesk {
  let made: PastDesk | null = null
  return () => {
    made ??= make(content)
    return made
  }
}
