/** The notices of the console's fake companion: the real rules and words over one notice in memory. */
import type { ServerResponse } from 'node:http'
import { readConfig } from '../../server/config.ts'
import { noticePreview } from '../../server/http/consent-page.ts'
import { builtInWritten, noticeFrame } from '../../server/notice-texts.ts'
import { projectWords } from '../../server/words.ts'
import {
  composeNotice,
  type NoticeFacts,
  type NoticeText,
  REQUESTER_LANGUAGES,
  type RequesterLanguage,
  type WrittenNotice,
} from '../../src/domain/notice.ts'
import type { NoticesView, NoticeVersionRow } from '../../src/domain/notice-api.ts'
import { meaningParts, missingParts, type WrittenByLanguage } from '../../src/domain/notice-change.ts'
import { ENVIRONMENT } from './companion-harness.ts'
import type { SeenCall } from './fake-console-companion.ts'
import { MODEL_NOTICE_FACTS } from './notice-ground.ts'

const words = projectWords()
const config = readConfig({ ...ENVIRONMENT })
const AT = '2026-11-21T14:05:00.000Z'

const framesOf = (facts: NoticeFacts) =>
  Object.fromEntries(
    REQUESTER_LANGUAGES.map((language) => [language, noticeFrame(words, language, facts)]),
  ) as NoticesView['frames']
const builtIn = (locales: readonly RequesterLanguage[] = REQUESTER_LANGUAGES): WrittenByLanguage =>
  Object.fromEntries(
    locales.map((language) => [language, builtInWritten(config, words, language, MODEL_NOTICE_FACTS)]),
  )

function textsOf(written: WrittenByLanguage, facts: NoticeFacts): Readonly<Record<string, NoticeText>> {
  const frames = framesOf(facts)
  return Object.fromEntries(
    REQUESTER_LANGUAGES.flatMap((language) => {
      const held = written[language]
      return held === undefined ? [] : [[language, composeNotice(frames[language], held)]]
    }),
  )
}

const FIRST: NoticeVersionRow = {
  version: 1,
  revision: 0,
  origin: 'generated',
  activatedAt: AT,
  activatedBy: null,
  locales: REQUESTER_LANGUAGES,
  changes: [],
}

/** A notice that nobody has edited. */
export function sampleNotices(facts: NoticeFacts = MODEL_NOTICE_FACTS): NoticesView {
  return {
    active: { ...FIRST, texts: textsOf(builtIn(), facts) },
    standing: 'current',
    changedFacts: [],
    facts,
    factsDigest: 'a'.repeat(64),
    frames: framesOf(facts),
    locales: REQUESTER_LANGUAGES,
    versions: [FIRST],
    draft: null,
  }
}

/** With a draft whose English words are changed as given. */
export function draftedNotices(change: Partial<WrittenNotice> = {}, from = sampleNotices()): NoticesView {
  const en = { ...builtInWritten(config, words, 'en', MODEL_NOTICE_FACTS), ...change }
  return withDraft(from, 2, { ...builtIn(from.locales), en })
}

function withDraft(view: NoticesView, saved: number, written: WrittenByLanguage): NoticesView {
  return {
    ...view,
    draft: {
      saved,
      changedAt: AT,
      changedBy: '9002',
      written,
      missing: missingParts(written, view.locales),
      material: [],
      meaning: meaningParts(builtIn(), written),
      otherRelease: false,
    },
  }
}

type Body = Readonly<Record<string, unknown>>

function answerChange(call: SeenCall, view: NoticesView): NoticesView | null {
  const body = (call.body ?? {}) as Body
  switch (`${call.method} ${call.path}`) {
    case 'POST /console/notices/drafts':
      return withDraft(view, 1, builtIn(view.locales))
    case 'PUT /console/notices/drafts': {
      const locale = body.locale as RequesterLanguage
      const held = (body.words ?? builtInWritten(config, words, locale, MODEL_NOTICE_FACTS)) as WrittenNotice
      return withDraft(view, Number(body.saved) + 1, { ...view.draft?.written, [locale]: held })
    }
    case 'POST /console/notices/discards':
      return { ...view, draft: null }
    case 'PUT /console/notices/locales':
      return { ...view, locales: body.locales as readonly RequesterLanguage[] }
    case 'POST /console/notices/activations': {
      const written = view.draft?.written ?? builtIn(view.locales)
      const { texts: _texts, ...before } = view.active
      const correction = body.change === 'correction'
      const row: NoticeVersionRow = {
        version: before.version + (correction ? 0 : 1),
        revision: correction ? before.revision + 1 : 0,
        origin: 'written',
        activatedAt: AT,
        activatedBy: '9002',
        locales: view.locales,
        changes: view.draft?.meaning.map(({ locale, part }) => `${locale}.${part}`) ?? [],
      }
      const active = { ...row, texts: textsOf(written, view.facts) }
      return {
        ...view,
        active,
        versions: [row, ...view.versions],
        draft: null,
        standing: 'current',
        changedFacts: [],
      }
    }
    default:
      return null
  }
}

/** @returns false for a call that is about something else. */
export function answerNotices(
  call: SeenCall,
  script: { notices: NoticesView },
  response: ServerResponse,
): boolean {
  if (!call.path.startsWith('/console/notices')) return false
  const json = (value: unknown) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
    return true
  }
  if (call.path === '/console/notices/previews') {
    const order = call.body as Parameters<typeof noticePreview>[1]
    const shown = { ...order, basis: script.notices.facts.legalBasis }
    return json({ html: noticePreview({ words, privacyUrl: 'https://acme.example/privacy' }, shown) })
  }
  if (/^\/console\/notices\/\d+\/\d+$/.test(call.path)) return json({ texts: script.notices.active.texts })
  const changed = answerChange(call, script.notices)
  if (changed !== null) script.notices = changed
  return json(script.notices)
}
