/**
 * One question of a provider trial to one provider: the same retrieval, request and verifier as a draft, for a question
 * that is nobody's. It asks for no consent and therefore takes no ticket: there is no way to hand it one.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import { decideTrial, type TrialPass, topicsRefused } from '../../src/domain/decide.ts'
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import { isProviderFault } from '../../src/domain/probe-outcome.ts'
import type { TrialAnswer, TrialNo, TrialQuestion } from '../../src/domain/provider-trial.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { resolveScope, type ScopePolicy } from '../../src/domain/scope-resolution.ts'
import type { SimulatedArticle } from '../../src/domain/simulation.ts'
import type { TicketFacets } from '../../src/domain/ticket.ts'
import type { Shelf } from '../articles/index.ts'
import type { EntryActor } from '../audit/index.ts'
import { noteRefused, type RequestEnd, type Settled, settle } from '../budget/index.ts'
import { capabilityRef, type Leaving, type OutgoingRequest, type Standing } from '../capability/index.ts'
import { withTagDigests } from '../tickets/index.ts'
import { AnswerInvalid } from './answer-stream.ts'
import { allStillDraftable } from './draft-store.ts'
import { askShelf } from './draft-task.ts'
import type { DraftTask, ModelBrief } from './drafter.ts'
import { NO_BRAND, permitOfNoTicket, weighOutgoing } from './egress-decision.ts'
import type { Model, Traffic } from './model.ts'
import { askAtMostTwice, type Run } from './model-drafter.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { readScopePolicy } from './settings.ts'
import { sourcesFor } from './sources.ts'
import { usableIn } from './ticket-desk.ts'
import { topicsOfText } from './ticket-topics.ts'
import { type CheckedSentences, citationsOf, openChecker } from './verified-reply.ts'

export type ProviderTrialRooms = Pick<
  DraftingRooms,
  | 'world'
  | 'keys'
  | 'audit'
  | 'transact'
  | 'shelf'
  | 'dense'
  | 'killSwitch'
  | 'stoppedArticles'
  | 'helpCenterLocales'
  | 'calendar'
  | 'builtInTemplates'
>

export interface TrialAsking {
  readonly accountId: AccountId
  readonly actor: EntryActor
  readonly trialId: string
  /** Guarded for trials: it takes no `Allow`. */
  readonly model: Model
  readonly question: TrialQuestion
  readonly stopwatch: () => number
  /** Asked after a "not now": resolves when it may be asked again; `false`: it is not waited for any longer. */
  readonly rest: () => Promise<boolean>
  readonly signal: AbortSignal
}

/** The provider asks for a pause, or is left alone for a while. Nothing was worked on, and nothing costs anything. */
const NOT_NOW: readonly FaultCode[] = ['PROVIDER_BUSY', 'PROVIDER_PAUSED']

const SECRET_BYTES = 16

/** A question is of no brand, form, group, channel and tag: a rule for one of them does not concern it. */
function facetsOf(locale: string | null): TicketFacets {
  return { brandId: NO_BRAND, formId: NO_BRAND, groupId: NO_BRAND, channel: 'none', tags: [], locale }
}

interface Ground {
  readonly policy: ScopePolicy | null
  readonly scope: Scope | null
  readonly scopeHash: string
  readonly shelf: Shelf
  readonly allowed: (at: SimulatedArticle) => boolean
  readonly gate: ReturnType<typeof decideTrial>
}

const hashOf = (policy: number, allowlist: number) => `trial/${policy}/${allowlist}`

/** The scope as it is for this provider, and what the gate says. */
async function readGround(
  rooms: ProviderTrialRooms,
  tx: DraftRows,
  accountId: AccountId,
  { provider, region }: Pick<RecipientView, 'provider' | 'region'>,
  locale: string | null,
): Promise<Ground> {
  const drafterChoice = { drafter: 'openai-compatible' as const, provider, region }
  const read = await readScopePolicy({ drafterChoice }, tx, accountId)
  const policy = read === null ? null : withTagDigests(rooms.keys, accountId, read)
  const { version, selection } = await tx.currentAllowlist(accountId)
  const shelf = await rooms.shelf(tx, accountId)
  const scope =
    policy === null ? null : resolveScope(policy, selection, rooms.world.now(), [facetsOf(locale)])
  const usable = scope === null ? null : usableIn(shelf.articles, scope)
  const out = rooms.stoppedArticles()
  const scopeHash = hashOf(policy?.version ?? -1, version)
  const gate = decideTrial({
    ...{ provider, region, scope, scopeHash },
    stops: rooms.killSwitch({ provider, brands: [NO_BRAND] }),
    articlesInScope: usable?.size ?? 0,
  })
  const allowed = (at: SimulatedArticle) => usable?.has(at) === true && !out.has(at.articleId)
  return { policy, scope, scopeHash, shelf, allowed, gate }
}

/** Asked before anything is written down: what the gate would say to a question of no particular language. */
export async function askForTrial(
  rooms: ProviderTrialRooms,
  tx: DraftRows,
  accountId: AccountId,
  recipient: Pick<RecipientView, 'provider' | 'region'>,
): Promise<readonly TrialNo[]> {
  const { gate } = await readGround(rooms, tx, accountId, recipient, null)
  return gate.outcome === 'refused' ? gate.reasons : []
}

/** What a trial's capability is held against at its own door: stops, scope and allowlist as they are then. */
export async function readTrialStanding(
  rooms: Pick<ProviderTrialRooms, 'killSwitch'>,
  tx: DraftRows,
  accountId: AccountId,
  ticketRef: string,
  provider: string,
): Promise<Standing | 'stopped' | null> {
  if (ticketRef !== '') return null
  if (rooms.killSwitch({ provider, brands: [NO_BRAND] }).length > 0) return 'stopped'
  const policy = (await tx.storedPolicy(accountId))?.version ?? 0
  return { epoch: 0, scopeHash: hashOf(policy, (await tx.currentAllowlist(accountId)).version) }
}

const NOTHING: Omit<TrialAnswer, 'outcome' | 'reasons'> = {
  ...{ sentences: [], leftOut: 0, articles: [], ms: null, calls: 0 },
  ...{ inputTokens: null, outputTokens: null, amount: null, currency: null },
}
const refusal = (...reasons: readonly string[]): TrialAnswer => ({ ...NOTHING, outcome: 'refused', reasons })

interface Ready {
  readonly pass: TrialPass
  readonly task: DraftTask
  readonly brief: ModelBrief
}

/** What was said on the way to the provider, and what the requests have cost. */
interface Notes {
  readonly refused: string[]
  readonly settled: { readonly ended: RequestEnd; readonly cost: Settled }[]
}

async function prepare(
  rooms: ProviderTrialRooms,
  asking: TrialAsking,
  notes: Notes,
  startOver: () => void,
): Promise<Ready | TrialAnswer> {
  const { accountId, actor, trialId, model, question } = asking
  const { text } = question
  const locale = replyLocale(text, rooms.helpCenterLocales, question.locale)
  const ground = await rooms.transact((tx) => readGround(rooms, tx, accountId, model.facts, locale))
  const { policy, scope, shelf, allowed, gate } = ground
  if (gate.outcome === 'refused') return refusal(...gate.reasons)
  if (policy === null || scope === null) return refusal('SCOPE_INVALID')
  if (locale === null) return refusal('LANGUAGE_NOT_COVERED')
  const found = topicsOfText(text, policy.topics ?? [], rooms.helpCenterLocales)
  if (scope.topics !== undefined && topicsRefused(scope.topics, found).length > 0)
    return refusal('TOPIC_NOT_IN_SCOPE')
  const reader = shelf.index.readTicket(locale)
  const asked = reader.split(text)
  // A heading asks without a question mark: whoever put it here means it as a question.
  const split = asked.length === 0 ? [{ text, context: '' }] : asked
  const threshold = thresholdOf(policy)
  const where = { allowed, threshold, prior: shelf.prior }
  const { questions } = await askShelf(rooms, shelf, reader, split, where)
  const sources = sourcesFor({ shelf, questions, locale, replyLocale: locale, allowed })
  const covered = questions.some(({ evidence }) => evidence.outcome === 'covered')
  if (sources.length === 0 || !covered) return refusal('NOT_COVERED')
  const templates = await rooms.transact(
    async (tx) => (await tx.templatesView(accountId, locale)) ?? rooms.builtInTemplates(locale),
  )
  const leaving: Leaving = {
    ...{ ticketRef: '', actor, fields: [] },
    about: { kind: 'trial', ref: trialId },
    articles: [...new Set(sources.map(({ versionHash }) => versionHash))],
  }
  const brief: ModelBrief = {
    ...{ accountId, sources, leaving, tone: 'neutral', length: 'normal', rewrite: null, startOver },
    ticket: text,
    links: shelf.articles.flatMap((article) =>
      article.url !== null && allowed(article) ? [article.url] : [],
    ),
    nonce: rooms.keys.newSecret(SECRET_BYTES),
    canary: rooms.keys.newSecret(SECRET_BYTES),
    permit: (request) => permit(rooms, asking, { leaving, request, locale, sources }, notes),
    settle: async (token, ended) => {
      const cost = await settleTrial(rooms, asking, token, ended)
      notes.settled.push({ ended, cost })
    },
    withheld: () => {
      if (notes.refused.length > 0) return
      // The door's own no: somebody stopped it, or scope and allowlist are others by now.
      const stops = rooms.killSwitch({ provider: model.facts.provider, brands: [NO_BRAND] })
      notes.refused.push(stops.length > 0 ? 'KILL_SWITCH_ON' : 'ARTICLE_CHANGED')
    },
  }
  const task: DraftTask = {
    ...{ action: 'draft', locale, questions, templates, namePlaceholder: null, brief },
    passage: (at) => (allowed(at) ? shelf.passage(at) : null),
    sentencesOf: shelf.sentencesOf,
  }
  return { pass: gate, task, brief }
}

/** A capability for one request, made out where gate, articles and budget say yes, and its money set aside. */
function permit(
  rooms: ProviderTrialRooms,
  { accountId, model }: TrialAsking,
  asked: {
    readonly leaving: Leaving
    readonly request: OutgoingRequest
    readonly locale: string
    readonly sources: ModelBrief['sources']
  },
  notes: Notes,
): Promise<string | null> {
  const { leaving, request, locale, sources } = asked
  const no = (...reasons: readonly string[]) => {
    notes.refused.push(...reasons)
    return null
  }
  return rooms.transact(async (tx) => {
    const { scope, gate } = await readGround(rooms, tx, accountId, model.facts, locale)
    if (gate.outcome === 'refused') return no(...gate.reasons)
    if (scope === null) return no('SCOPE_INVALID')
    const out = rooms.stoppedArticles()
    const stopped = sources.some(({ articleId }) => out.has(articleId))
    if (stopped || !(await allStillDraftable(rooms, tx, accountId, scope, sources)))
      return no('ARTICLE_CHANGED')
    const weighed = await weighOutgoing(rooms, tx, accountId, model.facts, request)
    if (weighed.no !== null) {
      await noteRefused(rooms, tx, accountId, weighed)
      return no('BUDGET_REACHED')
    }
    const to = { accountId, leaving, request, to: model.facts }
    return permitOfNoTicket(rooms, tx, gate, weighed, to)
  })
}

async function settleTrial(
  rooms: ProviderTrialRooms,
  { accountId, model }: TrialAsking,
  token: string,
  ended: RequestEnd,
): Promise<Settled> {
  const capability = capabilityRef(rooms.keys.capabilityKey, token)
  if (capability === null) return null
  const { provider, model: name } = model.facts
  const given = { capability, model: { provider, model: name }, ended }
  return rooms.transact((tx) => settle(rooms, tx, accountId, given))
}

/** Of one question with its repeat; a request whose tokens nobody said leaves the sum unsaid. */
function costOf({
  settled,
}: Notes): Pick<TrialAnswer, 'inputTokens' | 'outputTokens' | 'amount' | 'currency'> {
  const out = settled.filter(({ ended }) => ended.end !== 'unsent')
  const tokens = out.flatMap(({ ended }) =>
    ended.end === 'used' ? [ended.tokens] : ended.end === 'refused' ? [{ input: 0, output: 0 }] : [],
  )
  const told = out.length > 0 && tokens.length === out.length
  const costs = out.flatMap(({ cost }) => cost ?? [])
  const [first] = costs
  const priced = told && first !== undefined && costs.length === out.length
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
  return {
    inputTokens: told ? sum(tokens.map(({ input }) => input)) : null,
    outputTokens: told ? sum(tokens.map(({ output }) => output)) : null,
    amount: priced ? sum(costs.map(({ amount }) => amount)) : null,
    currency: priced ? first.currency : null,
  }
}

function articlesOf({ sentences }: CheckedSentences): readonly SimulatedArticle[] {
  const cited = sentences.flatMap(citationsOf)
  const keyed = cited.map(
    ({ articleId, locale }) => [`${articleId} ${locale}`, { articleId, locale }] as const,
  )
  return [...new Map(keyed).values()]
}

function answerOf(
  checked: CheckedSentences,
): Pick<TrialAnswer, 'outcome' | 'reasons' | 'sentences' | 'leftOut' | 'articles'> {
  const answered = checked.parts.filter(({ outcome }) => outcome === 'answered').length
  const sentences = checked.sentences.flatMap((one) => (one.kind === 'template' ? [] : [one.text]))
  const leftOut = checked.dropped
  if (answered === 0) {
    const reasons = [leftOut > 0 ? 'NOT_GROUNDED' : 'NOT_COVERED']
    return { outcome: 'refused', reasons, sentences: [], leftOut, articles: [] }
  }
  const outcome = answered < checked.parts.length ? 'partly' : 'answered'
  return { outcome, reasons: [], sentences, leftOut, articles: articlesOf(checked) }
}

/** Takes the answer down. @returns what the provider has failed with; `null`: it has not. */
async function failureOf(run: Run, checker: ReturnType<typeof openChecker>): Promise<string | null> {
  try {
    for await (const sentence of askAtMostTwice(run)) checker.take(sentence)
  } catch (error) {
    run.signal.throwIfAborted()
    if (error instanceof AnswerInvalid) return 'PROVIDER_ANSWER_INVALID'
    if (error instanceof Fault && isProviderFault(error.code)) return error.code
    throw error
  }
  run.signal.throwIfAborted()
  return null
}

/**
 * Told whatever becomes of it: a fault of the provider is an answer too.
 * @throws Fault for what broke on this server, and the reason of `signal`.
 */
export async function askTrialQuestion(rooms: ProviderTrialRooms, asking: TrialAsking): Promise<TrialAnswer> {
  const { model, signal, stopwatch } = asking
  const notes: Notes = { refused: [], settled: [] }
  let restart = () => {}
  const ready = await prepare(rooms, asking, notes, () => restart())
  if (!('pass' in ready)) return ready
  const { pass, task, brief } = ready
  const checker = openChecker(task)
  restart = checker.startOver
  const traffic: Traffic[] = []
  let from = stopwatch()
  const measured = () => {
    const calls = traffic.reduce((all, one) => all + one.calls, 0)
    const ms = calls === 0 ? null : Math.round(stopwatch() - from)
    return { ms, calls, ...costOf(notes) }
  }
  const run = { model, allow: pass, task, brief, signal, traffic }
  for (;;) {
    const failure = await failureOf(run, checker)
    if (failure === null) break
    if (!NOT_NOW.some((code) => code === failure) || !(await asking.rest()))
      return { ...NOTHING, ...measured(), outcome: 'failed', reasons: [failure] }
    checker.startOver()
    // A pause that we make is no time that an answer takes.
    from = stopwatch()
  }
  if (notes.refused.length > 0)
    return { ...NOTHING, ...measured(), outcome: 'refused', reasons: [...new Set(notes.refused)] }
  return { ...measured(), ...answerOf(checker.finish()) }
}
