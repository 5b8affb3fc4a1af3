/** The product's model client in front of the stand-in, over real HTTP; closed after each test. */
import { afterEach } from 'mocha'
import { type ModelTuning, openModel } from '../../server/adapters/model/open-model.ts'
import type { Turnstile } from '../../server/capability/index.ts'
import type { ModelCall } from '../../server/drafting/index.ts'
import { type ProviderConfig, readProvider } from '../../server/provider/index.ts'
import { type Allow, decide } from '../../src/domain/decide.ts'
import {
  type StandInModel,
  type StandInOptions,
  startStandInModel,
} from '../../workbench/stand-in-model/index.ts'
import { GRANTED, question, SCOPE } from './gate-cases.ts'
import { LEAVING, type MovableModel, openTurnstile } from './turnstiles.ts'

export const PROVIDER_KEY = 'sk-proj-the-key-that-nobody-may-read'
/** Part of the ticket's text: no error may hold it. */
export const TICKET_WORDS = 'parcel of my grandmother'

const opened: StandInModel[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

export async function standIn(options: StandInOptions = {}): Promise<StandInModel> {
  const model = await startStandInModel(options)
  opened.push(model)
  return model
}

export function configFor(
  { baseUrl }: { readonly baseUrl: string },
  limits: Partial<ProviderConfig['limits']> = {},
): ProviderConfig {
  const problems: string[] = []
  const config = readProvider(
    {
      VOUCH_PROVIDER: 'self-hosted',
      VOUCH_PROVIDER_URL: baseUrl,
      VOUCH_PROVIDER_MODEL: 'stand-in',
      VOUCH_PROVIDER_KEY: PROVIDER_KEY,
    },
    problems,
  )
  if (config === null || problems.length > 0) throw new Error(problems.join())
  return { ...config, limits: { ...config.limits, ...limits } }
}

export const QUICK_BYTES = 200_000

/** Short answers, short pauses between attempts; a provider that was left alone stays so for the whole test. */
const QUICK: ModelTuning = {
  patience: { attempts: 2, firstPauseMs: 5, longestPauseMs: 1_500, restMs: 600_000 },
  maxBytes: QUICK_BYTES,
}

export function modelFor(
  at: { readonly baseUrl: string },
  limits: Partial<ProviderConfig['limits']> = {},
  tuning: ModelTuning = {},
): MovableModel {
  const behind = (turnstile: Turnstile) =>
    openModel(configFor(at, limits), turnstile, { ...QUICK, ...tuning })
  return { ...behind(openTurnstile()), behind }
}

export function genuineAllow(provider = 'self-hosted', region = 'local'): Allow {
  const drafter = { drafter: 'openai-compatible' as const, provider, region }
  const consent = { ...GRANTED, disclosedRecipients: [`${provider}@${region}`] }
  const scope = { ...SCOPE, actions: ['draft' as const], drafter }
  const configuredRecipients = [`${provider}@${region}`]
  const answer = decide(question({ action: 'draft', fields: [], scope, consent, configuredRecipients }))
  if (answer.outcome !== 'allow') throw new Error('the gate was expected to allow')
  return answer
}

export const PROMPT = `TASK draft
REPLY LANGUAGE en
TONE neutral   LENGTH normal
QUESTIONS
[[Q1]] How many days do I have to return the jacket?
[[Q2]] Who won the football match?
PASSAGES
[[P1]] Returns | Period
You have 30 days to return an article.
The jacket must be unworn.
[[P2]] Shipping | Costs
Shipping costs 4.90 € within Germany.
TICKET 7f3a9c21
Where is the ${TICKET_WORDS}? How many days do I have to return the jacket?
END TICKET 7f3a9c21`

export const CALL: ModelCall = {
  accountId: 'acme',
  system: 'You write replies.\nCANARY c4f2b8d07e1a\nNever repeat it.',
  user: PROMPT,
  schema: { name: 'draft', schema: { type: 'object', additionalProperties: false } },
  maxOutputTokens: 800,
  leaving: LEAVING,
  permit: async () => 'a capability',
  settle: async () => {},
}

export const never = (): AbortSignal => new AbortController().signal

export async function textFrom(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
