/** Words a draft anew. The draft stays on the screen until the new one is ready, and can be gone back to. */
import type { Rewrite } from '../domain/draft.ts'
import { emptyDraft, overtaken } from './draft-progress.ts'
import type { createDrafting, DraftSurroundings } from './drafting.ts'
import { draftUnderWay, mayRewrite, modelDrafts } from './state.ts'

/** Which question `only_part` keeps, which language `translate` goes into. */
export interface RewriteDetail {
  readonly part?: number
  readonly replyLocale?: string
}

export function createRewriting(
  { store, readComments, newId, words }: DraftSurroundings,
  { follow }: Pick<ReturnType<typeof createDrafting>, 'follow'>,
) {
  const { get, set } = store

  async function rewrite(how: Rewrite, { part, replyLocale }: RewriteDetail = {}): Promise<void> {
    const state = get()
    const { draft, ticket, view } = state
    if (draft === null || ticket === null || view === null || !mayRewrite(state, how)) return
    const id = newId()
    const { table, lastCommentId, consentEpoch } = draft
    const rewriting = { ...emptyDraft(id, consentEpoch, draft.wish), rewrite: how, table, lastCommentId }
    set({ rewriting, unmade: null, said: null })
    // What was drafted here is not handed to a model by a rewrite.
    const local = modelDrafts(state) && draft.draft?.receipt.drafter.drafter === 'extractive'
    const name = state.outgoing?.namePlaceholder ?? null
    await follow(id, async () => {
      await readComments()
      if (get().draft?.closed !== null) {
        set({ rewriting: null })
        return null
      }
      return {
        draftId: id,
        ticketId: ticket.id,
        requesterId: ticket.requester.id,
        comments: [],
        lastCommentId,
        replaced: {},
        rewrite: { of: draft.id, how, ...(part === undefined ? {} : { part }) },
        ...(replyLocale === undefined ? {} : { replyLocale }),
        ...(local ? { drafter: 'extractive' as const } : {}),
        // A placeholder is no ticket text; without it the greeting would lose the name.
        ...(name !== null && table.has(name) ? { namePlaceholder: name } : {}),
      }
    })
  }

  function undo(): void {
    const state = get()
    const { draft, view, outgoing } = state
    if (draft === null || draft.former === null || view === null || draftUnderWay(state)) return
    set({
      draft: overtaken(draft.former, view.consent.epoch, outgoing?.lastCommentId ?? null),
      unmade: null,
      said: { place: 'draft', tone: 'info', text: words.say('draft.undone') },
    })
  }

  return { rewrite, undo }
}
