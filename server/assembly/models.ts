/** The model of the configured provider, and the one on this machine. */
import { type DrafterChoice, EXTRACTIVE } from '../../src/domain/scope.ts'
import { openLocalEmbedder } from '../adapters/embedding/local-embedder.ts'
import { openModel } from '../adapters/model/open-model.ts'
import { createDenseDesk, type DenseDesk } from '../articles/index.ts'
import { markSent } from '../budget/index.ts'
import { createTurnstile, type Standing } from '../capability/index.ts'
import {
  createModelDrafter,
  type DraftingRooms,
  guardDrafter,
  guardModel,
  type Model,
} from '../drafting/index.ts'
import { errorFields } from '../log.ts'
import type { StoreRows } from '../store.ts'
import type { Ground, Replacements } from './ground.ts'

/** The one provider of the configuration; what a scope names besides it cannot be drafted with. */
export function wordedBy(model: Model | null): Pick<DraftingRooms, 'worded' | 'drafterChoice'> {
  if (model === null) return { worded: null, drafterChoice: EXTRACTIVE }
  const { provider, region } = model.facts
  const choice: DrafterChoice = { drafter: 'openai-compatible', provider, region }
  const guarded = guardModel(model)
  const drafter = guardDrafter(createModelDrafter(guarded))
  return { worded: { model: guarded, drafter }, drafterChoice: choice }
}

export function modelFor(
  { config, keys, store, world, audit, metrics }: Ground,
  replaced: Replacements,
  standing: (...at: [StoreRows, string, string]) => Promise<Standing | 'stopped' | null>,
): Model | null {
  const { transact } = store
  const onPassed = (tx: StoreRows, accountId: string, capability: string) =>
    markSent({ world }, tx, accountId, capability)
  const turnstile = createTurnstile({ world, keys, audit, transact, standing, onPassed })
  if (replaced.model !== undefined) return replaced.model(turnstile)
  const onWaiting = (waiting: number) => metrics?.providerWaiting(waiting)
  if (config.provider === null) return null
  return openModel(config.provider, turnstile, replaced.tuning, guardModel, onWaiting)
}

/** The model of the admin's, on this machine. Its folder is read when it is first asked, not before. */
export function denseFor({ config, store, log }: Ground, shelf: DraftingRooms['shelf']): DenseDesk | null {
  if (config.embeddingModelDir === null) return null
  return createDenseDesk({
    accountId: config.account.accountId,
    embedder: openLocalEmbedder(config.embeddingModelDir),
    transact: store.transact,
    shelf,
    report: (error) => log.warn('the embedding model gave no vectors', errorFields(error)),
  })
}

/** What is missing is embedded piece by piece; what is wrong with the model is said once, and nothing stops. */
export async function readByMeaning({ log }: Ground, dense: DenseDesk | null): Promise<void> {
  if (dense === null) return
  while (await dense.turn());
  const { problem } = await dense.standing()
  if (problem !== null) log.warn('articles are found by their words alone', { code: `EMBEDDING_${problem}` })
}
