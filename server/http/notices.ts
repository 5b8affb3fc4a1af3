/** The console's notices: read by admins and compliance staff, written and activated by compliance staff alone. */
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { REQUESTER_LANGUAGES, WRITTEN_PARTS } from '../../src/domain/notice.ts'
import { NOTICE_CHANGES } from '../../src/domain/notice-api.ts'
import {
  activateNoticeDraft,
  basisOfNotice,
  discardNoticeDraft,
  NOTICE_STARTS,
  type NoticeDeskRooms,
  readNoticeVersion,
  saveNoticeDraft,
  setNoticeLocales,
  startNoticeDraft,
  viewNotices,
} from '../consent/index.ts'
import { type DraftRows, hasHiddenCharacters } from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import type { Words } from '../words.ts'
import { noticesView, noticeText } from './answers/notice.ts'
import { noticePreview } from './consent-page.ts'
import { bare, type Call, isWellFormed, type OutcomeOf, type Route, route } from './route.ts'

export interface NoticesGiven {
  readonly rooms: NoticeDeskRooms<DraftRows>
  readonly transact: Transact<DraftRows>
  readonly words: Words
  readonly privacyUrl: string | null
}

const READERS = ['admin', 'compliance'] as const
const WRITERS = ['compliance'] as const
const MOST_CHARS = 2_000

const locale = z.enum(REQUESTER_LANGUAGES)
const saved = z.int().min(1)
const words = z
  .string()
  .max(MOST_CHARS)
  .transform((text) => text.replace(/\r\n?/g, '\n').trim())
  // A requester would be shown something else than whoever wrote it has seen.
  .refine((text) => isWellFormed(text) && !hasHiddenCharacters(text))
const written = z.record(z.enum(WRITTEN_PARTS), words)

const startSchema = z.strictObject({ from: z.enum(NOTICE_STARTS) })
const saveSchema = z.strictObject({ saved, locale, words: written.nullable() })
const discardSchema = z.strictObject({ saved })
const activationSchema = z.strictObject({
  saved: saved.nullable(),
  factsDigest: z.string().regex(/^[0-9a-f]{64}$/),
  change: z.enum(NOTICE_CHANGES),
})
const localesSchema = z.strictObject({
  locales: z.array(locale).min(1).max(REQUESTER_LANGUAGES.length),
})
const paragraph = z.string().max(20_000)
const previewSchema = z.strictObject({
  locale,
  version: z.int().min(1),
  text: z.strictObject({
    title: paragraph,
    lead: paragraph,
    sections: z.array(z.strictObject({ heading: paragraph, text: paragraph })).max(20),
  }),
})

function numberParam(call: Call<unknown>, name: string): number {
  const value = Number(call.params[name])
  if (!Number.isSafeInteger(value) || value < 0) throw new Fault('NOT_FOUND', 'there is no such notice')
  return value
}

export function noticeRoutes(given: NoticesGiven): readonly Route[] {
  const { rooms, transact } = given
  const change =
    <Body>(act: (tx: DraftRows, call: Call<Body>) => Promise<void>) =>
    async (call: Call<Body>): Promise<OutcomeOf<{ 200: typeof noticesView }>> => ({
      status: 200,
      body: await transact(async (tx) => {
        await act(tx, call)
        return viewNotices(rooms, tx, call.agent)
      }),
    })
  return [
    bare(
      {
        method: 'get',
        path: '/console/notices',
        access: READERS,
        summary: 'List the versions of the notice, and what is being written.',
        answers: { 200: noticesView },
        scope: 'settings:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => viewNotices(rooms, tx, agent)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/notices/:version/:revision',
        access: READERS,
        summary: 'Read one version of the notice in all its languages.',
        answers: { 200: z.strictObject({ texts: z.record(z.string(), noticeText) }) },
        scope: 'settings:read',
      },
      async (call) => ({
        status: 200,
        body: await transact((tx) =>
          readNoticeVersion(tx, call.agent, numberParam(call, 'version'), numberParam(call, 'revision')),
        ),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/notices/previews',
        access: READERS,
        schema: previewSchema,
        summary: 'Show a notice as a requester would see it.',
        answers: { 200: z.strictObject({ html: z.string() }) },
      },
      async ({ agent, body }) => {
        const basis = await transact((tx) => basisOfNotice(tx, agent.accountId, body.version))
        return { status: 200, body: { html: noticePreview(given, { ...body, basis }) } }
      },
    ),
    route(
      {
        method: 'post',
        path: '/console/notices/drafts',
        access: WRITERS,
        schema: startSchema,
        summary: 'Begin a new version of the notice.',
        answers: { 200: noticesView },
      },
      change((tx, { agent, body }) => startNoticeDraft(rooms, tx, agent, body.from)),
    ),
    route(
      {
        method: 'put',
        path: '/console/notices/drafts',
        access: WRITERS,
        schema: saveSchema,
        summary: 'Save the words of one language of the notice that is being written.',
        answers: { 200: noticesView },
      },
      change((tx, { agent, body }) => saveNoticeDraft(rooms, tx, agent, body)),
    ),
    route(
      {
        method: 'post',
        path: '/console/notices/discards',
        access: WRITERS,
        schema: discardSchema,
        summary: 'Throw away the notice that is being written.',
        answers: { 200: noticesView },
      },
      change((tx, { agent, body }) => discardNoticeDraft(rooms, tx, agent, body.saved)),
    ),
    route(
      {
        method: 'post',
        path: '/console/notices/activations',
        access: WRITERS,
        schema: activationSchema,
        summary: 'Make the written notice the one that holds.',
        answers: { 200: noticesView },
      },
      change((tx, { agent, body }) => activateNoticeDraft(rooms, tx, agent, body)),
    ),
    route(
      {
        method: 'put',
        path: '/console/notices/locales',
        access: WRITERS,
        schema: localesSchema,
        summary: 'Choose the languages of the notice.',
        answers: { 200: noticesView },
      },
      change((tx, { agent, body }) => setNoticeLocales(rooms, tx, agent, body.locales)),
    ),
  ]
}
