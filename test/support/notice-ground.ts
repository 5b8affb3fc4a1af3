/** Notices over a real store, with the real words and facts that a test may change. */
import type { OpenStore } from '../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { readConfig } from '../../server/config.ts'
import type { NoticeDeskRooms } from '../../server/consent/index.ts'
import type { DraftRows } from '../../server/drafting/index.ts'
import { builtInWritten, noticeFrame } from '../../server/notice-texts.ts'
import { projectWords } from '../../server/words.ts'
import type { Agent } from '../../src/domain/account.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import type { NoticeFacts, NoticeFrame } from '../../src/domain/notice.ts'
import { ENVIRONMENT } from './companion-harness.ts'
import { memoryJournal } from './erasure-ground.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { memoryStore, tempKeyring } from './memory-store.ts'

export const OFFICER: Agent = { accountId: 'acme', agentId: '9002', roles: ['compliance'] }
export const PROVIDER: RecipientView = {
  provider: 'mistral-eu',
  host: 'api.eu.mistral.ai',
  region: 'EU+EFTA',
  retention: '30d',
  model: 'mistral-small-2506',
}
export const PLAIN_FACTS: NoticeFacts = {
  recipient: null,
  recipients: ['extractive@local'],
  fields: ['requester_text', 'subject', 'locale'],
  grantDays: 180,
  questionDays: 30,
  coversOtherTickets: false,
  legalBasis: 'consent',
}
export const MODEL_NOTICE_FACTS: NoticeFacts = {
  ...PLAIN_FACTS,
  recipient: PROVIDER,
  recipients: ['extractive@local', 'mistral-eu@EU+EFTA'],
}

export interface NoticeGround {
  readonly rooms: NoticeDeskRooms<DraftRows>
  readonly store: OpenStore
  readonly world: FakeWorld
  /** What the configuration does from now on. */
  facts: NoticeFacts
  /** Another release may say the same facts in other words. */
  reword: (frame: NoticeFrame) => NoticeFrame
}

const words = projectWords()
const config = readConfig({ ...ENVIRONMENT })

export async function noticeGround(): Promise<NoticeGround> {
  const [world, keys] = [fakeWorld(), tempKeyring()]
  const ground: NoticeGround = {
    store: await memoryStore(),
    world,
    facts: PLAIN_FACTS,
    reword: (frame) => frame,
    rooms: {
      world,
      keys,
      audit: createAuditLog(world, keys),
      noes: memoryJournal(),
      notice: {
        facts: async () => ground.facts,
        frame: (language, facts) => ground.reword(noticeFrame(words, language, facts)),
        builtIn: (language, facts) => builtInWritten(config, words, language, facts),
      },
    },
  }
  return ground
}
