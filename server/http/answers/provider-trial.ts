/** Provider trials: the questions, which are nobody's, and what two providers answered. */
import { z } from 'zod'
import type { RecipientView } from '../../../src/domain/api.ts'
import {
  TRIAL_NOS,
  TRIAL_OUTCOMES,
  TRIAL_SIDES,
  TRIAL_SOURCES,
  TRIAL_STATUSES,
  type TrialAnswer,
  type TrialFinding,
  type TrialRefusal,
  type TrialTally,
} from '../../../src/domain/provider-trial.ts'
import type {
  TrialContender,
  TrialDetail,
  TrialLine,
  TrialList,
  TrialStart,
  TrialSuggestions,
  TrialView,
} from '../../../src/domain/provider-trial-api.ts'
import { shape } from './shape.ts'

const recipient = {
  provider: z.string(),
  host: z.string(),
  region: z.string(),
  retention: z.string(),
  model: z.string(),
}
const both = <T extends z.ZodType>(one: T) => z.strictObject({ configured: one, candidate: one })

export const trialRecipient = shape<RecipientView>()('TrialRecipient', z.strictObject(recipient))

export const trialContender = shape<TrialContender>()(
  'TrialContender',
  z.strictObject({
    ...recipient,
    price: z
      .strictObject({ inputPerMillion: z.number(), outputPerMillion: z.number(), currency: z.string() })
      .nullable()
      .describe('The stated price that holds today, in millionths; `null`: nobody has stated one.'),
  }),
)

export const trialView = shape<TrialView>()(
  'ProviderTrialView',
  z.strictObject({
    trialId: z.string(),
    status: z.enum(TRIAL_STATUSES).describe('`interrupted`: nobody asks, and not everything was asked.'),
    source: z.enum(TRIAL_SOURCES),
    questions: z.number(),
    done: z.number().describe('Answers on record, of both sides together.'),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    policyVersion: z.number(),
    allowlistVersion: z.number(),
    contenders: both(trialRecipient),
  }),
)

export const trialList = shape<TrialList>()(
  'ProviderTrialList',
  z.strictObject({
    trials: z.array(trialView),
    contenders: both(trialContender.nullable()).describe('`null`: none is configured.'),
  }),
)

export const trialFinding = shape<TrialFinding>()(
  'TrialFinding',
  z.strictObject({
    question: z.number().describe('Counted from 1.'),
    start: z.number().describe('In characters of the question, counted from 0.'),
    end: z.number(),
    kind: z.string(),
  }),
)

export const trialRefusal = shape<TrialRefusal>()(
  'TrialRefusal',
  z.discriminatedUnion('reason', [
    z.strictObject({ reason: z.literal('PERSONAL_DATA_FOUND'), found: z.array(trialFinding) }),
    z.strictObject({ reason: z.enum(TRIAL_NOS), side: z.enum(TRIAL_SIDES) }),
  ]),
)

export const trialStart = shape<TrialStart>()(
  'ProviderTrialStart',
  z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('started'), trial: trialView }),
    z.strictObject({ outcome: z.literal('refused'), refusals: z.array(trialRefusal) }),
  ]),
)

export const trialAnswer = shape<TrialAnswer>()(
  'TrialAnswer',
  z.strictObject({
    outcome: z.enum(TRIAL_OUTCOMES).describe('`failed`: the provider did not answer.'),
    reasons: z.array(z.string()),
    sentences: z.array(z.string()).describe('Those that passed the verifier.'),
    leftOut: z.number().describe('How many the verifier left out.'),
    articles: z.array(z.strictObject({ articleId: z.string(), locale: z.string() })),
    ms: z.number().nullable().describe('`null`: the provider was not asked.'),
    calls: z.number().describe('Requests that went out.'),
    inputTokens: z.number().nullable(),
    outputTokens: z.number().nullable(),
    amount: z.number().nullable().describe('In millionths, at the stated price.'),
    currency: z.string().nullable(),
  }),
)

export const trialTally = shape<TrialTally>()(
  'TrialTally',
  z.strictObject({
    asked: z.number(),
    outcomes: z.record(z.enum(TRIAL_OUTCOMES), z.number()),
    reasons: z.array(z.strictObject({ reason: z.string(), questions: z.number() })),
    kept: z.number(),
    leftOut: z.number(),
    calls: z.number(),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    untold: z.number().describe('Answers whose tokens the provider did not say.'),
    costs: z.array(z.strictObject({ currency: z.string(), amount: z.number() })),
  }),
)

export const trialLine = shape<TrialLine>()(
  'TrialLine',
  z.strictObject({
    text: z.string(),
    locale: z.string().exactOptional(),
    number: z.number(),
    answers: both(trialAnswer.nullable()).describe('`null`: not asked yet.'),
  }),
)

export const trialDetail = shape<TrialDetail>()(
  'ProviderTrialDetail',
  z.strictObject({
    trial: trialView,
    tallies: both(trialTally),
    lines: z.array(trialLine),
    titles: z.record(z.string(), z.string()),
  }),
)

export const trialSuggestions = shape<TrialSuggestions>()(
  'TrialSuggestions',
  z.strictObject({
    questions: z.array(z.strictObject({ text: z.string(), locale: z.string().exactOptional() })),
    leftOut: z.number().describe('A detector found something in so many.'),
  }),
)
